"""Who stands where on the way in: password, then second factor, then the desk."""

import json
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override

from staff.models import User

# What a page posted that was not taken because its sender had to sign in first. It travels in the
# sign-in pages themselves, never in the session or the database.
CARRIED = "carried"
_NOT_CARRIED = {"csrfmiddlewaretoken", CARRIED}


class Step(StrEnum):
    """What is still to be done; the value is the name of its page."""

    SIGN_IN = "login"
    ENROL = "second_factor_new"
    CODE = "second_factor"
    CONFIRM = "confirm"
    IN = "index"


def step(request: HttpRequest) -> Step:
    """How far the sender of this request has come."""
    user = request.user
    if not (isinstance(user, User) and user.is_active and user.is_staff):
        return Step.SIGN_IN
    if getattr(user, "otp_device", None) is not None:
        return Step.IN
    if user.has_authenticator:  # also where it is not required: who set it up is asked for it
        return Step.CODE
    return Step.ENROL if settings.REQUIRE_2FA else Step.IN


def signed_in(request: HttpRequest) -> User:
    """The person behind the request, for pages that nobody else reaches."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is signed in")
    return request.user


def safe_next(request: HttpRequest) -> str:
    """Where to go on to: an address on this host, else the admin's first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("admin:index")


def page_of(which: Step, *, onward: str) -> str:
    """The address of a step's page that leads on to `onward`."""
    return f"{reverse(f'admin:{which.value}')}?{urlencode({'next': onward})}"


def turned_away(request: HttpRequest, which: Step) -> HttpResponse:
    """Answer a request whose sender has to do a step first, so that nothing they typed is lost.

    A script of the desk (`X-Desk: 1`) gets 401 and JSON and keeps its page; a plain POST gets a
    page that carries its fields through the steps; everything else is led to the step's page.
    """
    onward = request.get_full_path()
    if request.headers.get("X-Desk") == "1":
        return _for_script(which)
    if request.method == "POST":
        return carrying_page(request, which, pack(request))
    return HttpResponseRedirect(page_of(which, onward=onward))


def _for_script(which: Step) -> HttpResponse:
    messages = {
        Step.CONFIRM: _("Please confirm that it is you. What you typed is still here."),
    }
    signed_out = _("You are signed out. What you typed is still here: sign in and send it again.")
    content = {
        "error": "confirm" if which is Step.CONFIRM else "signed-out",
        "message": messages.get(which, signed_out),
        # Where to sign in, in another tab; it ends on a page that says one can go back.
        "sign_in": page_of(which, onward=reverse("admin:signed_in")),
    }
    return JsonResponse(content, status=401)


def carrying_page(request: HttpRequest, which: Step, carried: str) -> HttpResponse:
    """The page that says what happened and leads to the step, carrying the fields."""
    context = {
        "step_url": page_of(which, onward=request.get_full_path()),
        "carried": carried,
        "confirming": which is Step.CONFIRM,
        "has_files": bool(request.FILES),
        "title": _("Not sent yet"),
    }
    return render_in_admin(request, "staff/carrying.html", status=403, **context)


def resume_page(
    request: HttpRequest, onward: str, carried: str, *, status: int = 200
) -> HttpResponse:
    """The last page of the way: one button sends what was typed before."""
    context = {"onward": onward, "fields": unpack(carried), "title": _("Send it now")}
    return render_in_admin(request, "staff/resume.html", status=status, **context)


def render_in_admin(
    request: HttpRequest, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page in the admin's frame."""
    return render(request, template, admin.site.each_context(request) | context, status=status)


def pack(request: HttpRequest) -> str:
    """The fields of a POST as one string for a hidden input."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_CARRIED and "password" not in name
        for value in values
    ]
    return json.dumps(fields)


def unpack(carried: str) -> list[tuple[str, str]]:
    """The fields again; none when the string is not ours."""
    try:
        fields: Any = json.loads(carried)
        return [(str(name), str(value)) for name, value in fields]
    except (ValueError, TypeError):
        return []


@csp_override(settings.ADMIN_CSP)
@never_cache
def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a POST whose CSRF token is not the session's.

    That happens to honest people: they signed in again in a second tab. When the browser itself
    says that the POST comes from a page of this site, the fields come back for another try; from
    anywhere else nothing comes back.
    """
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not own or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return render_in_admin(request, "staff/refused.html", title=_("Not done"), status=403)
    if request.headers.get("X-Desk") == "1":
        message = _("This page belongs to an older sign-in. Reload it: a kept draft stays.")
        return JsonResponse({"error": "stale", "message": message}, status=403)
    return resume_page(request, request.get_full_path(), pack(request), status=403)
