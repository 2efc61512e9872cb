from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


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
