from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from moderation import intake, sealed, settling  # noqa: F401 - they register
        from moderation.desk import urls  # noqa: F401 - pages in the admin

        post_migrate.connect(settling.settle, sender=self)
