"""The case page: take it, work it, decide it. Every press is a plain POST of the one form."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from moderation import access, claims, decisions, drafts
from moderation.desk import acts, choices
from moderation.desk.forms import CaseForm
from moderation.desk.page import Desk
from moderation.models import Case
from moderation.outcomes import said
from staff.models import User

MODERATE = permission_required("moderation.moderate", raise_exception=True)


@never_cache
@MODERATE
def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """GET shows the case (the words only while it is mine); POST does what the button says."""
    case = get_object_or_404(
        Case.objects.select_related(
            "claimed_by", "comment", "comment__article", "comment__original"
        ),
        pk=case_id,
    )
    user = _user(request)
    if request.method == "POST":
        return _press(request, case, user)
    if case.closed_at is not None or case.held_by() != user:
        return _outside(request, case, user)
    desk = _desk(case, user, {"span": _number(request.GET.get("span"))})
    return _show(request, desk, greeting=True)


def _press(request: HttpRequest, case: Case, user: User) -> HttpResponse:
    form = CaseForm(request.POST)
    form.is_valid()  # what does not fit is left out of cleaned_data; nothing typed is refused
    data = form.cleaned_data | {"reply": request.POST.get("reply", "")[:10_000]}
    verb, _colon, argument = request.POST.get("do", "").partition(":")
    try:
        if verb in ("take", "release", "undo", "unpublish", "correct-reply"):
            return _outer_press(request, case, user, verb, data)
        claims.renew(case, user=user)
        words = access.open_original(case, user=user)
        return _inner_press(request, acts.Press(case, user, words, data, argument), verb)
    except (decisions.ConflictError, claims.HeldError) as conflict:
        return _conflict(request, case, user, data, conflict)


def _outer_press(
    request: HttpRequest, case: Case, user: User, verb: str, data: dict[str, Any]
) -> HttpResponse:
    """What needs no claim beforehand."""
    if verb == "take":
        claims.claim(case, user=user)
        return _go(request, reverse("admin:case", args=[case.pk]))
    if verb == "release":
        drafts.save(case, user=user, text=data["reply"])
        claims.release(case, user=user)
        return _go(request, reverse("admin:queue"))
    if verb == "undo":
        decision = get_object_or_404(case.decisions, pk=_number(request.POST.get("decision")))
        decisions.undo(decision, user=user)
        return _go(request, reverse("admin:case", args=[case.pk]))
    if verb == "unpublish":
        decisions.unpublish(case.comment, user=user, reason=data.get("reason") or "")
    else:
        decisions.correct_reply(case.comment, user=user, text=data["reply"])
    return _go(request, reverse("admin:case", args=[case.pk]))


def _inner_press(request: HttpRequest, press: acts.Press, verb: str) -> HttpResponse:
    if verb == "ask" and press.argument in acts.ASKS:
        return _show(request, _desk(press.case, press.user, press.data, asked=press.argument))
    if verb not in acts.ACTS and verb != "select":
        return HttpResponseBadRequest(_("This button is not known."))
    if verb == "select":
        press.data["span"] = _number(press.argument)
        return _show(request, _desk(press.case, press.user, press.data))
    try:
        result = acts.ACTS[verb](press)
    except decisions.GateError as stopped:
        message = " ".join(str(block.message) for block in stopped.gate.blocks)
        return _after(request, press, message, status=422)
    except ValueError:  # a selection without a word, a guess outside its vocabulary
        return _after(request, press, _("That cannot be done here."), status=422)
    if isinstance(result, acts.Decided):
        return _on(request, press.user, result)
    return _after(request, press, result)


def _after(
    request: HttpRequest, press: acts.Press, message: str, status: int = 200
) -> HttpResponse:
    """The page again, with what was typed; the draft is kept sealed at every press."""
    drafts.save(press.case, user=press.user, text=press.data["reply"])
    case = Case.objects.select_related(
        "claimed_by", "comment", "comment__article", "comment__original"
    ).get(pk=press.case.pk)
    desk = _desk(case, press.user, press.data)
    desk.moves_on = press.moves_on
    return _show(request, desk, message=message, status=status)


def _on(request: HttpRequest, user: User, decided: acts.Decided) -> HttpResponse:
    """Decided: the next case, taken already, or the queue when there is none."""
    following = claims.take_next(user=user)
    target = reverse("admin:case", args=[following.pk]) if following else reverse("admin:queue")
    return _go(request, target)


def _desk(case: Case, user: User, data: dict[str, Any], *, asked: str = "") -> Desk:
    words = access.open_original(case, user=user)
    return Desk(
        case,
        user,
        words,
        typed=data.get("reply"),
        canned_id=data.get("canned"),
        search=data.get("search") or "",
        selected_id=data.get("span"),
        note=data.get("note") or "",
        asked=asked,
        sign_personally=bool(data.get("sign_personally")),
        as_author=bool(data.get("as_author")),
    )


def _show(
    request: HttpRequest,
    desk: Desk,
    *,
    message: str = "",
    status: int = 200,
    greeting: bool = False,
) -> HttpResponse:
    latest = undo_context(desk.user)
    if greeting and latest["undoable"]:
        message = said(f"{latest['undoable'].get_action_display()}.")
    context = admin.site.each_context(request) | {
        "title": _("Case %(id)s") % {"id": desk.case.pk},
        "desk": desk,
        "case": desk.case,
        "article": desk.case.comment.article,
        "form": CaseForm(initial={"search": desk.search}),
        "choices": choices.for_case(desk.case),
        "message": message,
        "is_nav_sidebar_enabled": False,
        **latest,
    }
    return render(request, "admin/moderation/case.html", context, status=status)


def _outside(request: HttpRequest, case: Case, user: User) -> HttpResponse:
    """A case that is not mine now: free to take, held by a colleague, or decided."""
    context = admin.site.each_context(request) | {
        "title": _("Case %(id)s") % {"id": case.pk},
        "case": case,
        "article": case.comment.article,
        "holder": case.held_by(),
        "history": list(case.decisions.select_related("actor")[:10]),
        "reply": case.comment.replies.current().first(),
        "choices": choices.for_case(case),
        "is_nav_sidebar_enabled": False,
        **undo_context(user),
    }
    return render(request, "admin/moderation/case_outside.html", context)


def undo_context(user: User) -> dict[str, Any]:
    """The user's latest decision while it can be undone, and for how many seconds it still can."""
    latest = decisions.undoable(user=user)
    if latest is None:
        return {"undoable": None}
    age = (timezone.now() - latest.decided_at).total_seconds()
    return {"undoable": latest, "undo_seconds": max(1, round(settings.UNDO_SECONDS - age))}


def _conflict(
    request: HttpRequest, case: Case, user: User, data: dict[str, Any], conflict: Exception
) -> HttpResponse:
    """409: who did what, when; the reply that was typed is kept and shown."""
    drafts.save(case, user=user, text=data["reply"])
    context = admin.site.each_context(request) | {
        "title": _("Somebody was quicker"),
        "case": case,
        "conflict": conflict,
        "reply": data["reply"],
        "history": list(case.decisions.select_related("actor")[:3]),
        "is_nav_sidebar_enabled": False,
    }
    return render(request, "admin/moderation/conflict.html", context, status=409)


def _go(request: HttpRequest, target: str) -> HttpResponse:
    """A redirect; scripts get the address and go there themselves."""
    if request.headers.get("X-Desk"):
        return JsonResponse({"location": target})
    return redirect(target)


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("admin_view lets signed-in staff through only")
    return request.user


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() else None
