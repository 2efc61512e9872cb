"""The pages between the password and the desk, and each person's own security page."""

import math
from datetime import timedelta
from typing import Any

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staff import devices, gate, reauth, records
from staff.forms import CodeForm, NewDeviceForm, PasswordAgainForm
from staff.gate import CARRIED, Step


def go_on(request: HttpRequest) -> HttpResponse:
    """Lead to the next step, or out of the steps to where the person wanted to go."""
    onward, carried = gate.safe_next(request), request.POST.get(CARRIED, "")
    which = gate.step(request)
    if which is not Step.IN:
        return _step_page(request, which)
    if carried:
        return gate.resume_page(request, onward, carried)
    return HttpResponseRedirect(onward)


def _step_page(request: HttpRequest, which: Step) -> HttpResponse:
    if not request.POST.get(CARRIED):
        return HttpResponseRedirect(gate.page_of(which, onward=gate.safe_next(request)))
    pages = {Step.CODE: second_factor, Step.ENROL: second_factor_new}
    return pages[which](request, is_first_look=True)


def _wrong_place(request: HttpRequest, wanted: Step) -> HttpResponse | None:
    """Where to go instead, for somebody who is not at this step."""
    which = gate.step(request)
    if which is wanted:
        return None
    if which is Step.SIGN_IN:
        return gate.turned_away(request, which)
    return go_on(request)


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    shown: dict[str, Any] = {
        "next": gate.safe_next(request),
        "carried": request.POST.get(CARRIED, ""),
        "is_step": True,
    }
    return gate.render_in_admin(request, template, **(shown | context))


def _is_answer(request: HttpRequest, field: str) -> bool:
    """Whether the form was filled in, rather than only come to with carried fields."""
    return request.method == "POST" and field in request.POST


@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest, *, is_first_look: bool = False) -> HttpResponse:
    """Enter the code of the phone, or a recovery code."""
    if away := _wrong_place(request, Step.CODE):
        return away
    user = gate.signed_in(request)
    is_answer = _is_answer(request, "code") and not is_first_look
    form = CodeForm(request.POST if is_answer else None, user=user)
    if form.is_valid():
        _let_in(request, form.device)
        return go_on(request)
    title = _("Enter your code")
    return _page(request, "staff/second_factor.html", form=form, title=title)


@require_http_methods(["GET", "POST"])
def second_factor_new(request: HttpRequest, *, is_first_look: bool = False) -> HttpResponse:
    """Set up a code generator: for those who have none yet, before they get any further."""
    if away := _wrong_place(request, Step.ENROL):
        return away
    return _enrol(request, is_first_look=is_first_look, is_step=True)


@reauth.fresh_required
@require_http_methods(["GET", "POST"])
def replace_device(request: HttpRequest) -> HttpResponse:
    """Set up a code generator on another phone; the old one works until the new one does."""
    return _enrol(request, is_first_look=False, is_step=False)


def _enrol(request: HttpRequest, *, is_first_look: bool, is_step: bool) -> HttpResponse:
    user = gate.signed_in(request)
    device = devices.begin(user)
    is_answer = _is_answer(request, "code") and not is_first_look
    form = NewDeviceForm(request.POST if is_answer else None, user=user)
    if form.is_valid():
        _let_in(request, form.device)
        records.second_factor("set-up", user)
        return _codes_page(request, devices.new_codes(user))
    path, side = devices.qr_path(device)
    return _page(
        request,
        "staff/second_factor_new.html",
        form=form,
        qr_path=path,
        qr_side=side,
        manual_key=devices.manual_key(device),
        title=_("Set up your second factor"),
        is_step=is_step,
    )


def _let_in(request: HttpRequest, device: Any) -> None:
    django_otp.login(request, device)
    request.session.cycle_key()
    reauth.mark(request)
    records.second_factor("accepted", device.user)


def _codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    records.second_factor("codes-made", gate.signed_in(request))
    title = _("Your recovery codes")
    return _page(request, "staff/recovery_codes.html", codes=codes, title=title)


@require_POST
def codes_seen(request: HttpRequest) -> HttpResponse:
    """The recovery codes are written down: go on."""
    return go_on(request)


@reauth.fresh_required
@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes; the older ones are void."""
    return _codes_page(request, devices.new_codes(gate.signed_in(request)))


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Give the code (or, without a second factor, the password) once more."""
    user = gate.signed_in(request)
    form: CodeForm | PasswordAgainForm
    if devices.authenticator_of(user):
        form = CodeForm(request.POST if _is_answer(request, "code") else None, user=user)
    else:
        answer = request.POST if _is_answer(request, "password") else None
        form = PasswordAgainForm(answer, user=user, request=request)
    if form.is_valid():
        request.session.cycle_key()
        reauth.mark(request)
        return go_on(request)
    title = _("Confirm that it is you")
    return _page(request, "staff/confirm.html", form=form, title=title)


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """What protects this account, and how to change it."""
    user = gate.signed_in(request)
    return gate.render_in_admin(
        request,
        "staff/security.html",
        device=devices.authenticator_of(user),
        codes_left=devices.codes_left(user),
        title=_("Your account"),
    )


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out on every other device; this one stays."""
    user = gate.signed_in(request)
    user.end_sessions()
    update_session_auth_hash(request, user)
    messages.success(request, _("You are signed out everywhere else."))
    return HttpResponseRedirect(reverse("admin:security"))


@require_GET
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where a sign-in in a second tab ends: the first tab still has what was typed."""
    title = _("You are signed in again")
    return gate.render_in_admin(request, "staff/signed_in.html", title=title)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Give up between the steps."""
    logout(request)
    return HttpResponseRedirect(reverse("admin:login"))


@csp_override(settings.ADMIN_CSP)
@never_cache
def locked(
    request: HttpRequest, answer: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The account is locked after too many wrong passwords."""
    return gate.render_in_admin(
        request,
        "staff/locked.html",
        status=429,
        failure_limit=settings.AXES_FAILURE_LIMIT,
        minutes=math.ceil(settings.AXES_COOLOFF_TIME / timedelta(minutes=1)),
        title=_("This account is locked for now"),
    )
