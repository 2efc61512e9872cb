"""What each button of the case page does. One function a verb; the road's modules do the work.

A button posts `do=verb` or `do=verb:argument`. An act returns what to say to the moderator (it is
announced in the live region); decisions return a Decided, which sends them on to the next case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from comments.originals import Sent
from moderation import cases, claims, decisions, drafts, replies, spans
from moderation.models import (
    CannedReplyVersion,
    Case,
    Decision,
    Finding,
    KeptBecause,
    SpanState,
)
from staff.models import User

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision was made: what to say, and whether to go on to the next case."""

    decision: Decision
    message: str


@dataclass(slots=True)
class Press:
    """One press of a button: on which case, by whom, with what in the form."""

    case: Case
    user: User
    words: Sent
    data: Data
    argument: str = ""
    moves_on: bool = False  # a span was decided: the next open one is up

    @property
    def finding(self) -> Finding:
        """The span the press is about: named by the button, else the selected one."""
        key = int(self.argument) if self.argument.isdigit() else self.data.get("span")
        return get_object_or_404(self.case.findings, pk=key)

    def spans(self) -> list[Finding]:
        """That span, and with "all identical words" its equals."""
        finding = self.finding
        if not self.data.get("all_same"):
            return [finding]
        return spans.same_as(self.case, finding, self.words)


def _decide(press: Press, state: SpanState, **details: str) -> None:
    ids = [finding.pk for finding in press.spans()]
    spans.decide(press.case, user=press.user, finding_ids=ids, state=state, **details)
    press.moves_on = state != SpanState.OPEN


# --- Spans ----------------------------------------------------------------------------------


def leave_out(press: Press) -> str:
    _decide(press, SpanState.OUT)
    return _("Left out.")


def generalise(press: Press) -> str:
    _decide(press, SpanState.GENERALISED, replacement=press.data.get("replacement") or "")
    return _("Put in general words.")


def keep(press: Press) -> str:
    _decide(press, SpanState.KEPT, kept_because=KeptBecause.NOT_PERSONAL)
    return _("Kept: not a personal detail.")


def keep_anyway(press: Press) -> str:
    _decide(press, SpanState.KEPT, kept_because=KeptBecause.ANYWAY)
    return _("Kept although personal: a reason and a second person are needed to publish.")


def reopen(press: Press) -> str:
    _decide(press, SpanState.OPEN)
    return _("Open again.")


def move_edge(press: Press) -> str:
    """`edge:shrink` or `edge:grow`, a word at the end of the selected span."""
    finding = get_object_or_404(press.case.findings, pk=press.data.get("span"))
    start, end = spans.moved_edge(press.words, finding, grow=press.argument == "grow")
    spans.resize(
        press.case, user=press.user, finding=finding, words=press.words, start=start, end=end
    )
    return _("Span changed.")


def mark(press: Press) -> str:
    """A new span: from a selection (code points), or every place where the given words stand."""
    kind = press.data.get("kind") or "NAME"
    places = _selection(press.data) or _places(press.words.body, press.data.get("words") or "")
    for start, end in places:
        spans.mark(press.case, user=press.user, words=press.words, start=start, end=end, kind=kind)
    return _("Marked and left out.") if places else _("These words are not in the comment.")


def _selection(data: Data) -> list[tuple[int, int]]:
    start, end = data.get("start"), data.get("end")
    return [(start, end)] if start is not None and end and end > start else []


def _places(text: str, words: str) -> list[tuple[int, int]]:
    found, at = [], text.find(words) if words else -1
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + len(words))
    return found


def general_words(press: Press) -> str:
    """One span over everything; staff put the question in general words."""
    replacement = press.data.get("replacement") or ""
    if not replacement:
        return _("Write the question in general words first.")
    spans.cover_all(press.case, user=press.user, words=press.words, replacement=replacement)
    return _("The question is now in general words.")


# --- Guesses --------------------------------------------------------------------------------


def correct(press: Press) -> str:
    """`correct:condition` and so on: what the machine guessed is put right."""
    field = press.argument
    value = press.data.get(field) or ""
    if field == "question":
        value = "no" if press.case.is_question else "yes"
    cases.correct(press.case, user=press.user, field=field, value=value)
    return _("Corrected; replies and checks follow.")


# --- Reply ----------------------------------------------------------------------------------


def insert(press: Press) -> str:
    """`insert:VERSION`: the canned reply, filled in, becomes the reply."""
    version = get_object_or_404(CannedReplyVersion, pk=press.argument)
    press.data["reply"] = replies.fill(version, press.case, press.words)
    press.data["canned"] = version.pk
    return _("Reply inserted: %(title)s.") % {"title": version.reply.title}


def clear_reply(press: Press) -> str:
    press.data["reply"], press.data["canned"] = "", None
    return _("Reply emptied.")


def save_draft(press: Press) -> str:
    return ""


# --- Claim and notes ------------------------------------------------------------------------


def note(press: Press) -> str:
    text = press.data.get("note") or ""
    if not text:
        return _("Write the note first.")
    drafts.add_note(press.case, user=press.user, text=text)
    press.data["note"] = ""
    return _("Note saved.")


def renew(press: Press) -> str:
    claims.renew(press.case, user=press.user)
    return ""


def single_keys(press: Press) -> str:
    """`keys:off`, `keys:on`: letters alone act at the desk, or do not (WCAG 2.2, 2.1.4)."""
    press.user.single_keys = press.argument == "on"
    press.user.save(update_fields=["single_keys"])
    return said_of_keys(press.user)


def said_of_keys(user: User) -> str:
    """What to tell somebody who has just switched their keys."""
    return _("Single keys are on.") if user.single_keys else _("Single keys are off.")


# --- Outcomes -------------------------------------------------------------------------------


def publish(press: Press) -> Decided:
    data = press.data
    outcome = decisions.publish(
        press.case,
        moderator=press.user,
        seen_version=_seen(press),
        reply=data.get("reply") or "",
        canned=_canned(press),
        signed_as=_signature(press),
        as_author=bool(data.get("as_author")),
        note=data.get("note") or "",
    )
    return Decided(outcome.decision, outcome.message)


def reply_privately(press: Press) -> Decided:
    outcome = decisions.reply_privately(
        press.case,
        moderator=press.user,
        seen_version=_seen(press),
        reply=press.data.get("reply") or "",
        canned=_canned(press),
        signed_as=_signature(press),
    )
    return Decided(outcome.decision, outcome.message)


def confirm(press: Press) -> Decided:
    outcome = decisions.confirm_second(press.case, second=press.user, seen_version=_seen(press))
    return Decided(outcome.decision, outcome.message)


def reject(press: Press) -> Decided:
    outcome = decisions.reject(
        press.case,
        moderator=press.user,
        seen_version=_seen(press),
        reason=press.argument or press.data.get("reason") or "",
    )
    return Decided(outcome.decision, outcome.message)


def send_back(press: Press) -> Decided:
    outcome = decisions.send_back(
        press.case,
        moderator=press.user,
        seen_version=_seen(press),
        reason=press.argument or press.data.get("reason") or "",
    )
    return Decided(outcome.decision, outcome.message)


def spam(press: Press) -> Decided:
    outcome = decisions.mark_spam(press.case, moderator=press.user, seen_version=_seen(press))
    return Decided(outcome.decision, outcome.message)


def escalate(press: Press) -> Decided:
    outcome = decisions.escalate(
        press.case,
        moderator=press.user,
        seen_version=_seen(press),
        note=press.data.get("note") or "",
    )
    return Decided(outcome.decision, outcome.message)


def keep_as_it_is(press: Press) -> Decided:
    outcome = decisions.keep(press.case, moderator=press.user, seen_version=_seen(press))
    return Decided(outcome.decision, outcome.message)


def _seen(press: Press) -> int:
    return press.data.get("version") or press.case.version


def _canned(press: Press) -> CannedReplyVersion | None:
    key = press.data.get("canned")
    return CannedReplyVersion.objects.filter(pk=key).first() if key else None


def _signature(press: Press) -> str:
    return press.user.shown_name() if press.data.get("sign_personally") else ""


Act = Callable[[Press], "str | Decided"]
ACTS: dict[str, Act] = {
    "out": leave_out,
    "generalise": generalise,
    "keep": keep,
    "anyway": keep_anyway,
    "reopen": reopen,
    "edge": move_edge,
    "mark": mark,
    "general-words": general_words,
    "correct": correct,
    "insert": insert,
    "clear": clear_reply,
    "draft": save_draft,
    "note": note,
    "renew": renew,
    "keys": single_keys,
    "publish": publish,
    "private": reply_privately,
    "confirm": confirm,
    "reject": reject,
    "return": send_back,
    "spam": spam,
    "escalate": escalate,
    "leave": keep_as_it_is,
}
# These only ask for a reason or a note before they act: `ask:reject` opens the reasons.
ASKS = ("reject", "return", "escalate", "general-words", "mark", "note", "help")
