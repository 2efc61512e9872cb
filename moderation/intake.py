"""Receives what the reader's side sends through its one door: opens, ranks, closes cases."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from comments.intake import Wanted, Words, case_wanted
from comments.models import Comment, Original, Report, ReportReason, State
from moderation import cases, engine, notices, queue, takedown
from moderation.models import Action, Base, Case, CaseKind, Lane

PRIVACY = (ReportReason.ABOUT_ME, ReportReason.PERSONAL)
# About whom or what a report is decides where it waits.
_LANES = {ReportReason.WRONG: Lane.COMPLAINT, ReportReason.ADVERT: Lane.REST}


@receiver(case_wanted)
def take_in(
    sender: Any, *, comment: Comment, why: Wanted, words: Words | None, reason: str, **kwargs: Any
) -> None:
    """Open, renew or close the comment's case, in the caller's transaction."""
    with transaction.atomic(savepoint=False):  # a failure here ends the caller's too
        if why in (Wanted.NEW, Wanted.RESUBMITTED) and words is not None:
            _sent(comment, words, why, reason)
        elif why is Wanted.REPORTED:
            _reported(comment, reason)
        elif why is Wanted.WITHDRAWN:
            takedown.end(comment, Action.WITHDRAW)
        elif why is Wanted.ERASED:
            takedown.end(comment, Action.ERASE)


def open_again(comment: Comment, *, kind: CaseKind, reason: str, lane: Lane) -> Case | None:
    """A case about what is public; None when one is open already."""
    if comment.cases.open().exists():
        return None
    public = Words(name=comment.public_name, body=comment.text)
    reading = engine.read(public, article=comment.article)
    case = Case(comment=comment, kind=kind, reason=reason, lane=lane)
    return cases.begin(case, reading, text_base=Base.PUBLIC)


def _sent(comment: Comment, words: Words, why: Wanted, reason: str) -> None:
    reading = engine.read(words, article=comment.article)
    again = why is Wanted.RESUBMITTED
    reason = reason or (str(why) if again else "")
    revision = comment.original.revision if again else 1
    waiting = comment.cases.open().select_for_update().first() if again else None
    if again:  # it waits again: the clock that sending it back had set does not run
        Original.objects.filter(pk=comment.pk).update(erase_at=None)
    if waiting is None:
        waiting = cases.open_new(comment, reading, revision=revision, reason=reason)
    else:
        cases.read_again(waiting, reading, revision=revision)
    if waiting.lane == Lane.CRISIS:
        notices.call_somebody.enqueue(waiting.pk)


def _reported(comment: Comment, reason: str) -> None:
    private = reason in PRIVACY
    lane = Lane.REPORT if private else _LANES.get(ReportReason(reason), Lane.REST)
    case = comment.cases.open().select_for_update().first()
    if case is None:
        case = open_again(comment, kind=CaseKind.REPORTED, reason=reason, lane=lane)
    elif lane < case.lane:
        queue.adjust_many({case.lane: -1, lane: 1})
        case.lane, case.reason = lane, reason
        case.save(update_fields=["lane", "reason"])
    if case is not None and private and _hides_at_once(comment, case):
        takedown.hide(comment, case)


def _hides_at_once(comment: Comment, case: Case) -> bool:
    """The scan agrees that a detail is public, or two visitors of today say so."""
    if comment.state != State.PUBLISHED:
        return False
    # A visitor's hash changes every day: only those of one day tell two people apart.
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    said = Report.objects.filter(comment=comment, reason__in=PRIVACY, reported_at__gte=today)
    return case.has_must or said.values("visitor_hash").distinct()[:2].count() == 2
