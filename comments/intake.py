"""The one door from the reader's side forward to the staff's: a case is wanted.

The receiver (moderation.intake) runs in the caller's transaction, so a failure there rolls the
submission back too. The reader's words travel in memory only, as `words`.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.dispatch import Signal

from comments.models import Comment
from comments.reading import Reading


class Wanted(StrEnum):
    NEW = "new"
    RESUBMITTED = "resubmitted"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """What the reader wrote. No repr, so that no log line or traceback can show it."""

    name: str
    body: str
    reading: Reading | None = None  # made before the transaction; else the receiver reads


case_wanted = Signal()


def want_case(
    comment: Comment, why: Wanted, *, words: Words | None = None, reason: str = ""
) -> None:
    """Tell the staff's side. `words` for new ones; `reason` (a code) for reports."""
    case_wanted.send(sender=Comment, comment=comment, why=why, words=words, reason=reason)
