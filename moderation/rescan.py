"""Reads what is public once more when the rules have changed, and opens cases for what they see."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from comments.intake import Words
from comments.models import Comment, Reply, State
from comments.reading import known_names
from moderation import engine, gate, intake
from moderation.models import Base, CaseKind, Finding, Lane, SpanState
from moderation.redaction import Tier

BATCH = 200
REASON, REPLY = "re-scan", "reply"  # why a case is open: for the comment, or for what staff replied


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
    """Scan every published comment and its reply; a case for each where something must go.

    Running it again opens nothing new: a case that is open, or what staff have kept when they
    last looked, is left alone.
    """
    report = Report()
    for batch in _batches():
        current = Reply.objects.current().filter(comment__in=batch, private=False)
        replies = {reply.comment_id: reply for reply in current}
        for comment in batch:
            _look(comment, replies, report)
        progress(len(batch))
    return report


def _look(comment: Comment, replies: Mapping[int, Reply], report: Report) -> None:
    report.read += 1
    found = _details(comment)
    reply = replies.get(comment.pk)
    tells = reply is not None and _tells(comment, reply)
    if not (found or tells):
        return
    reason = REASON if found and not found <= _kept(comment) else ""
    if not reason and reply is not None and tells and not _seen(comment, reply):
        reason = REPLY
    if comment.cases.open().exists():
        report.waiting += 1
    elif not reason:
        report.settled += 1
    else:
        with transaction.atomic():
            intake.open_again(comment, kind=CaseKind.RESCAN, reason=reason, lane=Lane.REPORT)
        report.opened += 1


def _details(comment: Comment) -> set[tuple[str, int, int]]:
    """What must go from the comment: kinds and places, in its text and in its name."""
    public = Words(name=comment.public_name, body=comment.text)
    reading = engine.read(public, article=comment.article)
    must = [one for one in reading.scan.findings if one.tier == Tier.MUST]
    return {(str(one.kind), one.start, one.end) for one in (*must, *reading.in_name)}


def _tells(comment: Comment, reply: Reply) -> bool:
    """Whether a direct identifier stands in the reply, but for the house's own contacts."""
    known = (*known_names(comment.article), comment.public_name, reply.signed_as)
    found = engine.scan(reply.text, known=known).findings
    must = (reply.text[one.start : one.end] for one in found if one.tier == Tier.MUST)
    return any(not gate.is_ours(said) for said in must)


def _kept(comment: Comment) -> set[tuple[str, int, int]]:
    """What staff left in the public text when they last looked at it."""
    rows = Finding.objects.filter(
        case__comment=comment, case__closed_at__isnull=False, base__in=(Base.PUBLIC, Base.NAME)
    )
    kept = rows.filter(state=SpanState.KEPT) | rows.filter(case__decisions__action="keep")
    return set(kept.values_list("kind", "start", "end"))


def _seen(comment: Comment, reply: Reply) -> bool:
    """Whether staff have looked at this version of the reply since it stands there."""
    looked = comment.cases.filter(reason=REPLY, closed_at__isnull=False)
    return looked.filter(opened_at__gte=reply.visible_at).exists()


def _batches() -> Iterator[Sequence[Comment]]:
    last = 0
    published = Comment.objects.filter(state=State.PUBLISHED).select_related("article")
    while batch := list(published.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
