"""What a reader may do with a comment that is sent: change it, withdraw it, have it erased.

Each verb is one transaction on the locked row, and tells the staff's side through its one door.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from comments import originals, reading
from comments.intake import Wanted, Words, want_case
from comments.models import WAITING, Comment, Original, Reply, State
from comments.originals import Sent

MAY_WITHDRAW = frozenset({*WAITING, State.PUBLISHED, State.PRIVATE_REPLY})


class TooLateError(Exception):
    """The comment is no longer in a state in which this can be done."""


def resubmit(comment: Comment, sent: Sent) -> None:
    """New words for a comment that staff sent back. Raises TooLateError."""
    words = Words(sent.name, sent.body, reading.read(sent.body, comment.article))
    with transaction.atomic():
        row = _locked(comment)
        if row.state != State.RETURNED:
            raise TooLateError
        old = Original.objects.select_for_update().get(comment=row)
        _reseal(row, old, sent, revision=old.revision + 1)
        row.state, row.version = State.QUEUED, row.version + 1
        row.save(update_fields=["state", "version"])
        want_case(row, Wanted.RESUBMITTED, words=words)


def withdraw(comment: Comment) -> None:
    """Take the comment back. A published one is gone at once. Raises TooLateError.

    The staff's side moves the row and writes it down, in this transaction.
    """
    with transaction.atomic():
        row = _locked(comment)
        if row.state not in MAY_WITHDRAW:
            raise TooLateError
        due = timezone.now() + timedelta(days=settings.RETENTION_DAYS)
        Original.objects.filter(comment=row).update(erase_at=due, wants_mail=False)
        want_case(row, Wanted.WITHDRAWN)


def erase(comment: Comment) -> bool:
    """Erase everything the reader wrote; a row without words stays. Twice is harmless.

    A legal hold keeps the sealed original until it is lifted: then False, and the clock is set.
    """
    with transaction.atomic():
        row = _locked(comment)
        held = Original.objects.filter(comment=row, legal_hold=True)
        if row.state != State.ERASED:
            held.update(erase_at=timezone.now(), wants_mail=False)
            Original.objects.filter(comment=row, legal_hold=False).delete()
            Reply.objects.filter(comment=row).delete()
            want_case(row, Wanted.ERASED)
        return not held.exists()


def set_email(comment: Comment, token: str, email: str) -> None:
    """Where to write when there is an answer; "" forgets the address and stops mails.

    Raises TooLateError when the words are erased already.
    """
    with transaction.atomic():
        row = _locked(comment)
        old = Original.objects.select_for_update().filter(comment=row).first()
        if old is None:
            raise TooLateError
        words = originals.open_as_reader(old, token)
        sent = Sent(name=words.name, email=email, body=words.body, token=token)
        _reseal(row, old, sent, revision=old.revision)


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update().get(pk=comment.pk)


def _reseal(comment: Comment, old: Original, sent: Sent, *, revision: int) -> None:
    fresh = originals.seal(comment, sent, revision=revision)
    fresh.legal_hold = old.legal_hold
    # New words wait for a new decision, and so for a new clock.
    fresh.erase_at = old.erase_at if revision == old.revision else None
    fresh.save(force_update=True)
