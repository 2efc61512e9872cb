"""Reads what is public once more when the rules have changed, and opens cases for what they see."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from comments.intake import Words
from comments.models import Comment, State
from moderation import engine, intake
from moderation.models import Base, CaseKind, Finding, Lane, SpanState

BATCH = 200
REASON = "re-scan"


@dataclass(slots=True)
class Report:
    """Figures of one run. `settled`: staff have kept all that is found now."""

    read: int = 0
    opened: int = 0
    waiting: int = 0
    settled: int = 0


def count() -> int:
    """How many comments a run reads."""
    return Comment.objects.filter(state=State.PUBLISHED).count()


def run(*, progress: Callable[[int], object] = lambda _count: None) -> Report:
    """Scan every published comment; a case for each where something must go.

    Running it again opens nothing new: a case that is open, or findings that staff have kept,
    are left alone.
    """
    report = Report()
    for batch in _batches():
        for comment in batch:
            _look(comment, report)
        progress(len(batch))
    return report


def _look(comment: Comment, report: Report) -> None:
    report.read += 1
    public = Words(name=comment.public_name, body=comment.text)
    reading = engine.read(public, article=comment.article)
    found = {
        (str(one.kind), one.start, one.end) for one in reading.scan.findings if one.tier == "must"
    }
    name = {(str(one.kind), one.start, one.end) for one in reading.in_name}
    if not (found or name):
        return
    if comment.cases.open().exists():
        report.waiting += 1
    elif (found | name) <= _kept(comment):
        report.settled += 1
    else:
        with transaction.atomic():
            intake.open_again(comment, kind=CaseKind.RESCAN, reason=REASON, lane=Lane.REPORT)
        report.opened += 1


def _kept(comment: Comment) -> set[tuple[str, int, int]]:
    """What staff left in the public text when they last looked at it."""
    rows = Finding.objects.filter(
        case__comment=comment, case__closed_at__isnull=False, base__in=(Base.PUBLIC, Base.NAME)
    )
    kept = rows.filter(state=SpanState.KEPT) | rows.filter(case__decisions__action="keep")
    return set(kept.values_list("kind", "start", "end"))


def _batches() -> Iterator[Sequence[Comment]]:
    last = 0
    published = Comment.objects.filter(state=State.PUBLISHED).select_related("article")
    while batch := list(published.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
