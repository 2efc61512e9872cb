"""Forgets: originals past their clock, names after years, and all of a reader who asks for it.

What stays is the record of decisions, which has no words in it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from comments import changes, originals
from comments.models import IS_PUBLISHED, Comment, Original, Reply, State, touch_article
from moderation import audit
from moderation.models import AuditHead, Finding, SealedNote
from staff.models import User

BATCH = 500
Progress = Callable[[int], object]


@dataclass(slots=True)
class Report:
    """What was forgotten, or would be: figures only."""

    originals: int = 0
    by_state: Counter[str] = field(default_factory=Counter)
    on_hold: int = 0
    notes: int = 0
    names: int = 0
    next_at: datetime | None = None


def forget(*, dry_run: bool = False, progress: Progress = lambda _count: None) -> Report:
    """Erase what is past its time, in batches: safe to stop anywhere and to run again."""
    now, report = timezone.now(), Report()
    report.on_hold = Original.objects.filter(erase_at__lte=now, legal_hold=True).count()
    due = Original.objects.filter(erase_at__lte=now, legal_hold=False)
    for keys in _batches(due):
        _forget_originals(keys, report, dry_run=dry_run)
        progress(len(keys))
    report.notes += _forget_loose_notes(now, dry_run=dry_run)
    report.names = _forget_names(now, dry_run=dry_run, progress=progress)
    later = Original.objects.filter(erase_at__gt=now, legal_hold=False)
    report.next_at = later.order_by("erase_at").values_list("erase_at", flat=True).first()
    if not dry_run and (report.originals or report.names or report.notes):
        _on_record(report)
    return report


def forget_one(comment: Comment) -> bool:
    """Erase one original whose time is over (a child's, once the mail is out)."""
    due = Original.objects.filter(pk=comment.pk, legal_hold=False, erase_at__lte=timezone.now())
    with transaction.atomic():
        if not due.exists():
            return False
        _forget_originals([comment.pk], Report(), dry_run=False)
    return True


# --- A reader's data ------------------------------------------------------------------------


def of_reader(email: str) -> QuerySet[Comment]:
    """All comments that were sent with this address."""
    hashed = originals.email_hash(email)
    if not hashed:
        return Comment.objects.none()
    return Comment.objects.filter(original__email_hash=hashed).order_by("pk")


def erase_reader(email: str, *, actor: User | None) -> Report:
    """Erase all that is held about a reader. What is under a legal hold stays sealed, unseen."""
    report = Report()
    for comment in of_reader(email):
        report.by_state[comment.state] += 1
        with transaction.atomic():
            gone = changes.erase(comment)
            audit.record("erase-reader", actor=actor, subject=comment, detail={"whole": gone})
        report.originals += gone
        report.on_hold += not gone
    return report


def export_reader(email: str, *, actor: User | None) -> Iterator[dict[str, Any]]:
    """What is held about a reader, as plain data, one comment at a time. On record."""
    for comment in of_reader(email).select_related("article", "original__comment"):
        with transaction.atomic():
            audit.record("export-reader", actor=actor, subject=comment)
        yield held_about(comment)


def held_about(comment: Comment) -> dict[str, Any]:
    """Everything about one comment, in plain data. Needs the private key."""
    sent = originals.open_as_staff(comment.original)
    return {
        "comment": comment.public_id,
        "article": comment.article.slug,
        "state": comment.state,
        "submitted_at": comment.submitted_at.isoformat(),
        "as_written": {"name": sent.name, "email": sent.email, "text": sent.body},
        "public": {"name": comment.public_name, "text": comment.text},
        "replies": [
            {"text": reply.text, "signed": reply.signed_as, "private": reply.private}
            for reply in comment.replies.order_by("number")
        ],
        "erased_on": _iso(comment.original.erase_at),
        "legal_hold": comment.original.legal_hold,
    }


def hold(comment: Comment, *, actor: User, on: bool) -> None:
    """Set or lift a legal hold: nothing of the comment is erased while it stands."""
    with transaction.atomic():
        Original.objects.filter(pk=comment.pk).update(legal_hold=on)
        audit.record("hold" if on else "lift-hold", actor=actor, subject=comment)


# --- Steps ----------------------------------------------------------------------------------


def _batches(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """Keys in batches, in order."""
    last = 0
    while keys := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield keys
        last = keys[-1]


def _forget_originals(keys: Iterable[int], report: Report, *, dry_run: bool) -> None:
    """One batch: the words, and what staff wrote about them."""
    keys = list(keys)
    with transaction.atomic():
        states = Comment.objects.filter(pk__in=keys).values_list("state", flat=True)
        report.by_state.update(states)
        report.originals += len(keys)
        notes = SealedNote.objects.filter(case__comment__in=keys)
        report.notes += notes.count()
        if dry_run:
            return
        notes.delete()
        Finding.objects.filter(case__comment__in=keys).exclude(sealed_replacement=b"").update(
            sealed_replacement=b""
        )
        Reply.objects.filter(comment__in=keys, private=True).update(reader_blob=b"")
        Original.objects.filter(pk__in=keys, legal_hold=False).delete()


def _forget_loose_notes(now: datetime, *, dry_run: bool) -> int:
    """Notes on cases that were closed long ago and whose original is gone or never was."""
    before = now - timedelta(days=settings.RETENTION_DAYS)
    loose = SealedNote.objects.filter(
        case__closed_at__lt=before, case__comment__original__isnull=True
    )
    if dry_run:
        return loose.count()
    return loose.delete()[0]


def _forget_names(now: datetime, *, dry_run: bool, progress: Progress) -> int:
    """Names over comments that were decided years ago: "A reader" stands there from now on."""
    before = now - timedelta(days=round(365.25 * settings.PUBLIC_NAME_YEARS))
    named = Comment.objects.filter(IS_PUBLISHED, ~Q(public_name=""), decided_at__lt=before)
    if dry_run:
        return named.count()
    count = 0
    for keys in _batches(named):
        with transaction.atomic():
            some = Comment.objects.filter(pk__in=keys, state=State.PUBLISHED)
            for article in sorted(set(some.values_list("article_id", flat=True))):
                touch_article(article)
            count += some.update(public_name="", version=F("version") + 1)
        progress(len(keys))
    return count


def _on_record(report: Report) -> None:
    detail = {
        "originals": report.originals,
        "notes": report.notes,
        "names": report.names,
        "on_hold": report.on_hold,
    }
    audit.record("forget", actor=None, subject=AuditHead(pk=1), detail=detail)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
