"""The sign-in page: name and password, then whatever step is next."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from staff import gate, views
from staff.models import User


class SignIn(LoginView):
    """Name and password of a member of staff. Carries what was typed elsewhere, if anything."""

    template_name = "admin/login.html"
    authentication_form = AdminAuthenticationForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if gate.step(request) is not gate.Step.SIGN_IN:
            return views.go_on(request)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "username" not in request.POST:  # come to with carried fields, not filled in yet
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if "username" not in self.request.POST:
            kwargs.pop("data", None)
            kwargs.pop("files", None)
        return kwargs

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if not isinstance(form, AdminAuthenticationForm):
            raise TypeError("not the sign-in form")
        user = form.get_user()
        if not isinstance(user, User):
            raise TypeError("not one of the staff")
        login(self.request, user)
        return views.go_on(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {
            "title": _("Sign in"),
            "next": gate.safe_next(self.request),
            "carried": self.request.POST.get(gate.CARRIED, ""),
        }
        context = super().get_context_data(**own | kwargs)
        del context["site"], context["site_name"]  # the host's; the pages want the site's own
        return context
