"""The people who work here."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff: editor, moderator, lead, auditor or administrator (by group)."""

    single_keys = models.BooleanField(
        _("single-key shortcuts"),
        default=True,
        help_text=_("Letters alone act at the desk (WCAG 2.1.4 asks that this can be off)."),
    )

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    def shown_name(self) -> str:
        """The name colleagues see."""
        return self.get_full_name() or self.get_username()
