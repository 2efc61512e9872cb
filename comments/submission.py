"""A reader sends a comment: the empty public row, the sealed original and the case, or nothing."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import Article
from comments import originals, reading
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
    if already := _with_token(sent.token):
        return already
    # Sealing and reading take their time: nobody is kept waiting for the database meanwhile.
    comment = Comment(token_hash=originals.token_hash(sent.token), **fresh)
    original = originals.seal(comment, sent)
    words = Words(sent.name, sent.body, None if about.spam else reading.read(sent.body, article))
    try:
        with transaction.atomic():
            comment.save(force_insert=True)
            _keep(comment, original, words)
    except IntegrityError:  # the same form, sent twice at once: the other one was first
        if already := _with_token(sent.token):
            return already
        raise
    return comment


def already_sent(token: str) -> bool:
    """Whether a comment with this token is there."""
    return _with_token(token) is not None


def _with_token(token: str) -> Comment | None:
    return Comment.objects.filter(token_hash=originals.token_hash(token)).first()


def _keep(comment: Comment, original: Original, words: Words) -> None:
    reason = DUPLICATE if _is_duplicate(comment, original, words.body) else ""
    if comment.state == State.SPAM:
        original.erase_at = timezone.now() + timedelta(days=settings.SPAM_RETENTION_DAYS)
    original.comment = comment
    original.save(force_insert=True)
    if comment.state != State.SPAM:
        want_case(comment, Wanted.NEW, words=words, reason=reason)


def _is_duplicate(comment: Comment, original: Original, body: str) -> bool:
    """The same words under the same article a day ago or less. Kept all the same, and marked."""
    if len(body) < _DUPLICATE_LENGTH:
        return False
    return Original.objects.filter(
        text_hash=original.text_hash,
        comment__article=comment.article,
        comment__submitted_at__gte=timezone.now() - _DUPLICATE_WITHIN,
    ).exists()
