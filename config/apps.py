from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _

from config import logs


class StaffAdminConfig(admin_apps.AdminConfig):
    """The stock admin, with Bedside's own site in place of the default one."""

    default = False
    default_site = "config.admin.StaffSite"
    verbose_name = _("Administration")


class SiteConfig(AppConfig):
    """The site as a whole: serving, set-up and the demo."""

    default = True
    name = "config"
    label = "site"
    verbose_name = _("Site")

    def ready(self) -> None:
        """What nobody catches is told in the log, without words."""
        if not settings.TESTING:
            logs.take_over()
