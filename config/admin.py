"""The staff's admin site: stock admin, its own policy headers, and the desk's pages in it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override

from staff import gate
from staff.signin import SignIn

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

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, with the second factor given where one is due."""
        return gate.step(request) is gate.Step.IN

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A view for who is in; everybody else is led to the step that is next.

        No answer may be kept, whatever Django's own admin thinks of some of its pages.
        """
        inside = super().admin_view(view, cacheable=False)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            which = gate.step(request)
            if which is gate.Step.IN or request.path == reverse("admin:logout"):
                answer: HttpResponse = inside(request, *args, **kwargs)
                return answer
            return never_cache(gate.turned_away)(request, which)

        return csp_override(settings.ADMIN_CSP)(guarded)

    def step_view(self, view: Any) -> Any:
        """A view on the way in: it looks itself at who may see it."""

        @wraps(view)
        def dressed(request: HttpRequest) -> HttpResponse:
            request.current_app = self.name
            answer: HttpResponse = view(request)
            return answer

        return csp_override(settings.ADMIN_CSP)(never_cache(dressed))

    @method_decorator(csp_override(settings.ADMIN_CSP))
    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Name and password; SignIn leads on to the second factor."""
        request.current_app = self.name
        context = self.each_context(request) | (extra_context or {})
        return SignIn.as_view(extra_context=context)(request)
