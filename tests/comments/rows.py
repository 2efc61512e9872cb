"""Comments in the states that readers meet, with their sealed originals and known tokens."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from blog.models import Article
from comments import originals, private_replies
from comments.markup import to_html
from comments.models import Comment, Reply, State, touch_article
from comments.originals import Sent
from tests import factories

_number = count(1)


def written(
    body: str = "Is there a trial for my husband Aurelio?",
    *,
    name: str = "Denise",
    email: str = "",
    **fields: Any,
) -> tuple[Comment, str]:
    """A comment as a reader sent it, and the token of its private page."""
    token = f"reader-token-{next(_number):08}"
    fields.setdefault("article", None)
    fields["article"] = fields["article"] or factories.article()
    comment = Comment.objects.create(token_hash=originals.token_hash(token), **fields)
    originals.seal(comment, Sent(name, email, body, token)).save(force_insert=True)
    return comment, token


def published(
    text: str = "Is there a trial for [name]?", *, hours: float = 1, **fields: Any
) -> tuple[Comment, str]:
    """A comment that has been visible for some hours (negative: will be)."""
    since = timezone.now() - timedelta(hours=hours)
    defaults: dict[str, Any] = {
        "state": State.PUBLISHED,
        "public_name": "Denise",
        "text": text,
        "html": to_html(text),
        "decided_at": since,
        "visible_at": since,
    }
    comment, token = written(**(defaults | fields))
    touch_article(comment.article_id, published=1)
    return comment, token


def reply(comment: Comment, text: str = "Please call us.", **fields: Any) -> Reply:
    """A visible public reply."""
    defaults = {
        "text": text,
        "html": to_html(text),
        "signed_as": "The Bedside team",
        "visible_at": timezone.now() - timedelta(minutes=5),
    }
    Comment.objects.filter(pk=comment.pk).update(answered_at=timezone.now())
    return Reply.objects.create(comment=comment, **(defaults | fields))


def private_reply(comment: Comment, token: str, text: str, **fields: Any) -> Reply:
    """A reply for the reader alone."""
    blob = private_replies.seal(comment, text, token=token)
    return reply(comment, text="", html="", private=True, reader_blob=blob, **fields)


def thread(article: Article, size: int) -> list[Comment]:
    """So many published comments, oldest first."""
    return [
        published(f"Comment {number:03}", article=article, hours=size - number)[0]
        for number in range(size)
    ]
