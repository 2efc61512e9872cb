"""The staff's admin site: stock admin, its own policy headers, and the desk's pages in it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

UrlList = list[URLPattern | URLResolver]
# Apps add their own pages (queue, case, second factor) here; they are routed before the models'.
_pages: list[Callable[["StaffSite"], UrlList]] = []


def admin_pages(make_urls: Callable[["StaffSite"], UrlList]) -> Callable[["StaffSite"], UrlList]:
    """Register a function that returns URL patterns to be served inside the admin."""
    _pages.append(make_urls)
    return make_urls


class StaffSite(admin.AdminSite):
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = _("Today")
    site_url = "/"

    def get_urls(self) -> UrlList:
        own = [pattern for make_urls in _pages for pattern in make_urls(self)]
        return own + super().get_urls()

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return csp_override(settings.ADMIN_CSP)(super().admin_view(view, cacheable))

    @method_decorator(csp_override(settings.ADMIN_CSP))
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().login(request, extra_context)
