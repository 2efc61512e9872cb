"""Words of staff about a case: unfinished replies, notes, proposals. Sealed, as the original is.

Nothing here asks who holds the case: what somebody typed survives a conflict.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from comments import sealing
from comments.models import Comment
from moderation.models import Case, Finding, SealedNote
from staff.models import User

Purpose = SealedNote.Purpose
TEXT_MAX = 10_000


@dataclass(frozen=True, slots=True, repr=False)
class Note:
    """A note as staff read it. No repr, so that no log line or traceback can show it."""

    author: str
    saved_at: datetime
    text: str


def save(case: Case, *, user: User, text: str) -> None:
    """Keep the user's unfinished reply; an empty one is taken away."""
    mine = SealedNote.objects.filter(case=case, author=user, purpose=Purpose.DRAFT)
    if not text.strip():
        mine.delete()
        return
    blob = seal(case.comment, {"text": text[:TEXT_MAX]})
    if not mine.update(blob=blob, saved_at=timezone.now()):
        SealedNote.objects.bulk_create(
            [SealedNote(case=case, author=user, purpose=Purpose.DRAFT, blob=blob)],
            update_conflicts=False,
            ignore_conflicts=True,  # the same person in two windows: the other's was first
        )


def load(case: Case, *, user: User) -> str:
    """The user's unfinished reply, or an empty text."""
    note = SealedNote.objects.filter(case=case, author=user, purpose=Purpose.DRAFT).first()
    return str(_open(note, case.comment)["text"]) if note else ""


def add_note(case: Case, *, user: User, text: str) -> None:
    """A note for colleagues."""
    blob = seal(case.comment, {"text": text.strip()[:TEXT_MAX]})
    SealedNote.objects.create(case=case, author=user, purpose=Purpose.NOTE, blob=blob)


def notes(case: Case) -> list[Note]:
    """All notes on the comment, of its earlier cases too, oldest first."""
    rows = SealedNote.objects.filter(case__comment_id=case.comment_id, purpose=Purpose.NOTE)
    ordered = rows.select_related("author").order_by("pk")
    return [_note(row, case.comment) for row in ordered]


def papers(case: Case, *, user: User) -> tuple[str, list[Note]]:
    """The user's unfinished reply and all notes on the comment, in one read."""
    rows = SealedNote.objects.filter(case__comment_id=case.comment_id).select_related("author")
    draft, found = "", []
    for row in rows.order_by("pk"):
        if row.purpose == Purpose.NOTE:
            found.append(_note(row, case.comment))
        elif row.purpose == Purpose.DRAFT and row.case_id == case.pk and row.author_id == user.pk:
            draft = str(_open(row, case.comment)["text"])
    return draft, found


def put(case: Case, *, purpose: Purpose, content: dict[str, Any], user: User | None) -> None:
    """The one sealed note of this purpose on the case, replacing an earlier one."""
    with transaction.atomic():
        SealedNote.objects.filter(case=case, purpose=purpose).delete()
        blob = seal(case.comment, content)
        SealedNote.objects.create(case=case, author=user, purpose=purpose, blob=blob)


def take(case: Case, *, purpose: Purpose) -> dict[str, Any] | None:
    """What `put` kept, or None."""
    note = SealedNote.objects.filter(case=case, purpose=purpose).order_by("-pk").first()
    return _open(note, case.comment) if note else None


def drop(comment: Comment) -> int:
    """Delete all that staff wrote about a comment; returns how many notes."""
    Finding.objects.filter(case__comment=comment).exclude(sealed_replacement=b"").update(
        sealed_replacement=b""
    )
    count, _by_model = SealedNote.objects.filter(case__comment=comment).delete()
    return count


def seal(comment: Comment, content: dict[str, Any]) -> bytes:
    """Sealed to the staff keys and bound to the comment; needs no private key."""
    return sealing.seal_for_staff(content, binding=comment.public_id)


def _note(row: SealedNote, comment: Comment) -> Note:
    author = row.author.shown_name() if row.author else ""
    return Note(author=author, saved_at=row.saved_at, text=str(_open(row, comment)["text"]))


def _open(note: SealedNote, comment: Comment) -> dict[str, Any]:
    return sealing.open_as_staff(note.blob, binding=comment.public_id)
