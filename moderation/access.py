"""The one door to a reader's words for people: a claim opens it, else a reason on record."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from comments import originals
from comments.models import Comment, Original
from comments.originals import Sent
from moderation import audit, drafts
from moderation.models import Base, Case, OriginalAccess
from staff.models import User

REASON_MAX = 200


class ReasonNeededError(Exception):
    """Opening this outside a claimed case takes a reason."""

    def __init__(self) -> None:
        self.message = _("Please say why you need to see this; the reason is kept on record.")
        super().__init__(self.message)


class OriginalGoneError(Exception):
    """The original was erased: nobody can read it any more."""


def open_original(case_or_comment: Case | Comment, *, user: User, reason: str = "") -> Sent:
    """The words that are worked on, for somebody who may read them.

    Free in the user's own live claim (taking it was put on record). Otherwise it takes the
    permission and a reason, and writes an access row and an audit event. Without the e-mail
    address: `reveal_email` has that. Raises PermissionDenied, ReasonNeededError,
    OriginalGoneError.
    """
    case, comment = _both(case_or_comment)
    if not (case and case.held_by() == user):
        _on_record(comment, user=user, what="original", permission="view_original", reason=reason)
    sent = words_of(case) if case else original_of(comment)
    return Sent(name=sent.name, email="", body=sent.body)


def reveal_email(case_or_comment: Case | Comment, *, user: User, reason: str) -> str:
    """The reader's address: always with permission, reason and record, in a claim too."""
    _case, comment = _both(case_or_comment)
    _on_record(comment, user=user, what="email", permission="view_email", reason=reason)
    return original_of(comment).email


def words_of(case: Case) -> Sent:
    """The words a case works on, for the road's own steps: nobody is shown them by this.

    The original; for reported and re-scanned comments what is public, or was until it was hidden.
    """
    if case.base == Base.ORIGINAL:
        return original_of(case.comment)
    if case.comment.text:
        return Sent(name=case.comment.public_name, email="", body=case.comment.text)
    held = drafts.take(case, purpose=drafts.Purpose.HELD)
    if held is None:
        raise OriginalGoneError(case.comment.public_id)
    return Sent(name=held["public_name"], email="", body=held["text"])


def original_of(comment: Comment) -> Sent:
    """What the reader sent, for the road's own steps. Raises OriginalGoneError."""
    try:
        return originals.open_as_staff(comment.original)
    except Original.DoesNotExist:
        raise OriginalGoneError(comment.public_id) from None


def _both(case_or_comment: Case | Comment) -> tuple[Case | None, Comment]:
    if isinstance(case_or_comment, Case):
        return case_or_comment, case_or_comment.comment
    return case_or_comment.cases.open().select_related("comment").first(), case_or_comment


@transaction.atomic
def _on_record(comment: Comment, *, user: User, what: str, permission: str, reason: str) -> None:
    if not user.has_perm(f"comments.{permission}"):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonNeededError
    OriginalAccess.objects.create(
        user=user,
        comment_public_id=comment.public_id,
        what=what,
        reason=reason.strip()[:REASON_MAX],
    )
    audit.record(f"open-{what}", actor=user, subject=comment)
