from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        # What registers itself: system checks, and the lines that an export adds.
        from comments import checks, published_lines  # noqa: F401
