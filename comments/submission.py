"""A reader sends a comment: the empty public row, the sealed original and the case, or nothing."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from blog.models import Article
from comments import originals
from comments.intake import Wanted, Words, want_case
from comments.models import Comment, Original, State
from comments.originals import Sent

DUPLICATE = "duplicate"
_DUPLICATE_WITHIN = timedelta(hours=24)
# Many people may say "Thank you so much!"; longer words twice are the same words.
_DUPLICATE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a submission besides its words."""

    language: str = "en"  # of the pages it was written on: in it we answer by mail
    parent: Comment | None = None
    spam: bool = False


def submit(article: Article, sent: Sent, *, about: Circumstances | None = None) -> Comment:
    """Keep what a reader sent and ask for a case, in one transaction.

    The token decides what is the same submission: sent again it is the comment that is there.
    """
    about = about or Circumstances()
    fresh = {
        "article": article,
        "language": about.language,
        "parent": about.parent,
        "state": State.SPAM if about.spam else State.QUEUED,
    }
    with transaction.atomic():
        comment, created = Comment.objects.get_or_create(
            token_hash=originals.token_hash(sent.token), defaults=fresh
        )
        if created:
            _seal_and_tell(comment, sent)
    return comment


def already_sent(token: str) -> bool:
    """Whether a comment with this token is there."""
    return Comment.objects.filter(token_hash=originals.token_hash(token)).exists()


def _seal_and_tell(comment: Comment, sent: Sent) -> None:
    original = originals.seal(comment, sent)
    reason = DUPLICATE if _is_duplicate(comment, original, sent) else ""
    if comment.state == State.SPAM:
        original.erase_at = timezone.now() + timedelta(days=settings.SPAM_RETENTION_DAYS)
    original.save(force_insert=True)
    if comment.state != State.SPAM:
        want_case(comment, Wanted.NEW, words=Words(sent.name, sent.body), reason=reason)


def _is_duplicate(comment: Comment, original: Original, sent: Sent) -> bool:
    """The same words under the same article a day ago or less. Kept all the same, and marked."""
    if len(sent.body) < _DUPLICATE_LENGTH:
        return False
    return Original.objects.filter(
        text_hash=original.text_hash,
        comment__article=comment.article,
        comment__submitted_at__gte=timezone.now() - _DUPLICATE_WITHIN,
    ).exists()
