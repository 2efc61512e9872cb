"""What a password may not be, beyond Django's own rules."""

import re

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_LEAST = 8


class NotTheSitesWords:
    """Refuses a password of little more than the site's or person's name (OWASP ASVS 6.2.11)."""

    def _words(self, user: AbstractBaseUser | None) -> set[str]:
        own = user.get_username() if user else ""
        text = f"{settings.SITE_NAME} {settings.TEAM_NAME} {settings.SITE_URL} {own} hospital"
        return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2}

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        rest = password.casefold()
        for word in sorted(self._words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", rest)) < _LEAST and rest != password.casefold():
            raise ValidationError(
                _("This password is little more than the site's name or yours."), code="site_words"
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be little more than the site's name or yours.")
