"""The pages between writing and sending: the form again, the check page, and the send itself.

They serve each road (a new comment, a changed one, a follow-up) alike. Nothing is stored before
the send; whatever goes wrong, the words come back on the page.
"""

import logging
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comments import allowance, daycounts, helplines, originals, preview, stamps, submission
from comments.changes import TooLateError
from comments.daycounts import Happened
from comments.forms import CommentForm, canonical
from comments.originals import Sent
from comments.posts import SeeOther, from_here, is_clean_utf8, refusal
from comments.roads import Road
from comments.visitors import visitor_hash

log = logging.getLogger(__name__)
CLEANED = "cleaned"
AS_WRITTEN = "as-written"


def form_page(
    request: HttpRequest, road: Road, form: CommentForm, *, note: str = "", status: int = 200
) -> HttpResponse:
    """The form on a page of its own: with errors, or filled again."""
    context = {"road": road, "article": road.article, "form": form, "note": note}
    return render(request, "comments/form.html", context, status=status)


def filled(road: Road, data: Any = None) -> CommentForm:
    """The form with the words in it and nothing complained about yet."""
    words = road.before or Sent(name="", email="", body="")
    initial = {"name": words.name, "body": words.body, "email": ""}
    if data is not None:
        initial = {name: canonical(data.get(name, "")) for name in ("name", "email", "body")}
    return CommentForm(initial=initial, action=road.check_url, knows_email=road.knows_email)


def check(request: HttpRequest, road: Road) -> HttpResponse:
    """Answer the form: stores nothing of it, and shows what would appear."""
    if not from_here(request, secret_address=road.secret_address):
        form = filled(road, request.POST)
        return form_page(request, road, form, note=refusal(request), status=403)
    if "back" in request.POST:
        _count(Happened.WENT_BACK)
        return form_page(request, road, filled(road, request.POST))
    form = _bound(request, road)
    if not form.is_valid():
        return form_page(request, road, form)
    if not _may_check(request):
        return too_many(request, road, "check")
    return check_page(request, road, form)


def check_page(
    request: HttpRequest, road: Road, form: CommentForm, *, note: str = "", status: int = 200
) -> HttpResponse:
    """ "Not sent yet": the comment as it would appear, with a fresh stamp."""
    sent = form.sent()
    shown = preview.look(sent, road.article, kept=_kept(request))
    in_crisis = shown.crisis in helplines.ALARMS
    _count(_what_was_shown(request, in_crisis=in_crisis))
    context = {
        "road": road,
        "article": road.article,
        "sent": sent,
        "homepage": "1" if form.fell_for_it() else "",
        "preview": shown,
        "stamp": stamps.make(road.purpose, sent),
        "note": note,
        "lines": helplines.lines(shown.crisis),
        "emergency": shown.crisis == helplines.EMERGENCY,
    }
    template = "comments/crisis.html" if in_crisis else "comments/check.html"
    return render(request, template, context, status=status)


def send(request: HttpRequest, road: Road) -> HttpResponse:
    """Keep what was checked, once, and go to the page that says so."""
    if not from_here(request, secret_address=road.secret_address):
        form = filled(road, request.POST)
        return form_page(request, road, form, note=refusal(request), status=403)
    form = _bound(request, road)
    if not form.is_valid():
        return form_page(request, road, form)
    sent = form.sent()
    stamp = stamps.read(request.POST.get("stamp", ""), road.purpose, sent)
    choice = request.POST.get("choice")
    if stamp is None or choice not in (CLEANED, AS_WRITTEN):
        return check_page(request, road, form, note=_stale())
    sent = replace(sent, token=stamp.token)
    try:
        return _deliver(request, road, form, sent, cleaned=choice == CLEANED)
    except TooLateError:
        return kept(request, road, "too_late", status=409)
    except DatabaseError as error:
        # The class alone: a database error may quote what it could not write.
        log.error("a comment could not be kept: %s", type(error).__name__)
        return kept(request, road, "not_kept", status=503, retry=True)


def was_stamped(request: HttpRequest, purpose: str) -> bool:
    """Whether this is a checked form with an honest stamp for that purpose."""
    form = CommentForm(request.POST)
    stamp = request.POST.get("stamp", "")
    return form.is_valid() and stamps.read(stamp, purpose, form.sent()) is not None


def _deliver(
    request: HttpRequest, road: Road, form: CommentForm, sent: Sent, *, cleaned: bool
) -> HttpResponse:
    again = submission.already_sent(sent.token)
    if not again and not _may_send(request, road, sent):
        return too_many(request, road, "send")
    words = sent
    if cleaned:
        clean = preview.cleaned(sent, road.article, kept=_kept(request))
        words = replace(sent, name=clean.name, body=clean.body)
    address = road.deliver(words, get_language() or "en", form.fell_for_it())
    if not again:
        _count(_what_was_sent(form, cleaned=cleaned))
    return SeeOther(address)


def kept(
    request: HttpRequest, road: Road | None, why: str, *, status: int, retry: bool = False
) -> HttpResponse:
    """It could not be sent, and why; with the words, to copy or (retry) to send again."""
    context = {
        "road": road,
        "article": road.article if road else None,
        "why": why,
        "body": canonical(request.POST.get("body", "")).replace("\0", ""),
        "again": _again(request) if retry else None,
    }
    response = render(request, "comments/kept.html", context, status=status)
    if status in (429, 503):
        response.headers["Retry-After"] = "600"
    return response


def too_many(request: HttpRequest, road: Road, step: str) -> HttpResponse:
    """Too much from this address in this hour: said plainly, and nothing typed is lost."""
    _count(Happened.LIMITED)
    return kept(request, road, "too_many", status=429, retry=True)


def _bound(request: HttpRequest, road: Road) -> CommentForm:
    form = CommentForm(request.POST, action=road.check_url, knows_email=road.knows_email)
    if not is_clean_utf8(request):
        form.add_error("body", _unreadable())
    return form


def _unreadable() -> str:
    return _(
        "Some characters could not be read and now stand as “�”. "
        "Please put them right, or take them out, and go on."
    )


def _stale() -> str:
    return _(
        "This page had been open for a long time, or something in it had changed. "
        "Nothing is lost and nothing was sent: please look once more and send it now."
    )


def _kept(request: HttpRequest) -> frozenset[str]:
    """The details that were shown as boxes and whose tick the reader took away."""
    return frozenset(request.POST.getlist("shown")) - frozenset(request.POST.getlist("leave"))


def _again(request: HttpRequest) -> list[tuple[str, str]]:
    """Every input of the form, to be sent once more as it is."""
    pairs = ((name, value) for name, values in request.POST.lists() for value in values)
    return [(name, value.replace("\0", "")) for name, value in pairs]


def _may_check(request: HttpRequest) -> bool:
    """A check costs a scan. When the database cannot count, the reader is not to suffer."""
    try:
        return allowance.spend("check", visitor_hash(request), limit=settings.CHECKS_PER_HOUR)
    except DatabaseError:
        return True


def _may_send(request: HttpRequest, road: Road, sent: Sent) -> bool:
    limit = settings.SENDS_PER_HOUR
    carried = road.before.contact if road.before else ""
    mail = originals.email_hash(sent.email) or originals.contact_hash(carried)
    with transaction.atomic():
        by_address = allowance.spend("send", visitor_hash(request), limit=limit)
        return by_address and (not mail or allowance.spend("send-mail", mail, limit=limit))


def _what_was_sent(form: CommentForm, *, cleaned: bool) -> Happened:
    if form.fell_for_it():
        return Happened.HONEYPOT
    return Happened.SENT_CLEANED if cleaned else Happened.SENT_AS_WRITTEN


def _what_was_shown(request: HttpRequest, *, in_crisis: bool) -> Happened:
    if in_crisis:
        return Happened.CRISIS_SHOWN
    return Happened.CHECK_AGAIN if "look" in request.POST else Happened.CHECK_SHOWN


def _count(what: Happened) -> None:
    """Figures are worth less than the page they are about."""
    try:
        daycounts.count(what)
    except DatabaseError as error:
        log.warning("not counted: %s", type(error).__name__)
