"""Builders with sensible defaults; every argument can be overridden. Invented people only."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from blog.models import Article, ArticleState, Topic
from comments import originals
from comments.intake import Wanted, Words, want_case
from comments.models import Comment
from comments.originals import Sent
from moderation import claims, decisions
from moderation.models import Approval, CannedReply, CannedReplyVersion, Case
from staff.models import User

_number = count(1)


def staff(username: str = "", *, group: str = "", **fields: Any) -> User:
    """A signed-up member of staff; in the group, when it exists."""
    user = User.objects.create_user(
        username or f"staff{next(_number)}",
        password="a long test password",
        is_staff=True,
        **fields,
    )
    if group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def topic(slug: str = "lung", name: str = "Lung cancer") -> Topic:
    return Topic.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def article(slug: str = "", **fields: Any) -> Article:
    """A published article that takes comments."""
    defaults = {
        "title": "Immune cells in tumors",
        "dek": "What they do there",
        "body": "<h2>What was found</h2><p>Cells.</p>",
        "state": ArticleState.PUBLISHED,
        "publish_at": timezone.now() - timedelta(days=1),
    }
    return Article.objects.create(slug=slug or f"article-{next(_number)}", **(defaults | fields))


def sent(body: str = "Does immunotherapy work for everybody?", **fields: str) -> Sent:
    """What a reader sends."""
    defaults = {"name": "Denise", "email": "denise@example.org", "token": f"token-{next(_number)}"}
    return Sent(body=body, **(defaults | fields))


def comment(body: str = "Does immunotherapy work for everybody?", **fields: Any) -> Comment:
    """A waiting comment with its sealed original, without a case."""
    words = sent(body, **{key: fields.pop(key) for key in ("name", "email") if key in fields})
    row = Comment.objects.create(
        article=fields.pop("article", None) or article(),
        token_hash=originals.token_hash(words.token),
        **fields,
    )
    originals.seal(row, words).save(force_insert=True)
    return row


def case(body: str = "Does immunotherapy work for everybody?", **fields: Any) -> Case:
    """A comment as it comes in through the one door, with its open case."""
    words = Words(name=fields.get("name", "Denise"), body=body)
    row = comment(body, **fields)
    want_case(row, Wanted.NEW, words=words)
    return row.cases.get()


def claimed(
    user: User, body: str = "Does immunotherapy work for everybody?", **fields: Any
) -> Case:
    """Such a case, held by the user."""
    return claims.claim(case(body, **fields), user=user)


def published(
    user: User, body: str = "Does immunotherapy work for everybody?", **fields: Any
) -> Comment:
    """A comment that was published long enough ago to be seen."""
    held = claimed(user, body, **fields)
    decisions.publish(held, moderator=user, seen_version=held.version)
    Comment.objects.filter(pk=held.comment_id).update(visible_at=timezone.now())
    return Comment.objects.get(pk=held.comment_id)


def canned_reply(slug: str = "trials", **fields: Any) -> CannedReplyVersion:
    """An approved canned reply with a trial link."""
    body = (
        "{{ greeting }} thank you for your question. Studies on {{ condition }} are listed here:\n"
        "{{ trial_link }}"
    )
    body = fields.pop("body", body)
    language = fields.pop("language", "en")
    defaults = {"title": "Clinical trials", "intents": ["trial-eligibility"]}
    reply, _created = CannedReply.objects.get_or_create(slug=slug, defaults=defaults | fields)
    return CannedReplyVersion.objects.create(
        reply=reply, language=language, body=body, status=Approval.APPROVED
    )
