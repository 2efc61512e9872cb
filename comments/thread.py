"""The published thread of an article, one page of it, oldest first."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from blog.models import Article
from comments.models import Comment, Reply, State

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_KEY = re.compile(r"(\d{1,17})-(\d{1,18})")


@dataclass(slots=True)
class Item:
    """A comment as the public sees it, the reply beneath, and what follows up on it."""

    comment: Comment
    reply: Reply | None = None
    follow_ups: list["Item"] = field(default_factory=list)

    @property
    def left_out(self) -> bool:
        """Whether something is missing: staff took it out, or the reader before sending."""
        return self.comment.details_left_out or 'class="mark"' in self.comment.html


@dataclass(slots=True)
class Page:
    items: list[Item]
    next_key: str = ""
    is_first: bool = True


def page(article: Article, *, after: str = "", at: datetime | None = None) -> Page:
    """The comments after a key (from the page before). At most three queries."""
    now = at or timezone.now()
    place = _place(after)
    size = settings.COMMENTS_PER_PAGE
    rows = list(_after(_roots(article, now), place)[: size + 1])
    more = len(rows) > size
    return Page(
        items=with_answers(rows[:size], now),
        next_key=key(rows[size - 1]) if more else "",
        is_first=place is None,
    )


def with_answers(comments: list[Comment], at: datetime) -> list[Item]:
    """Comments with what stands beneath them. Two queries; none for no comments."""
    if not comments:
        return []
    answers = Comment.objects.visible(at).filter(parent__in=comments)
    follow_ups = list(answers.order_by("visible_at", "id").defer("text"))
    replies = _replies([*comments, *follow_ups], at)
    beneath: dict[int | None, list[Item]] = defaultdict(list)
    for one in follow_ups:
        beneath[one.parent_id].append(Item(one, replies.get(one.pk)))
    return [Item(one, replies.get(one.pk), beneath[one.pk]) for one in comments]


def key(comment: Comment) -> str:
    """Where a comment stands in its thread, as the `after` of the next page."""
    since = (comment.visible_at or _EPOCH) - _EPOCH
    return f"{since // _MICROSECOND}-{comment.pk}"


def _place(after: str) -> tuple[datetime, int] | None:
    found = _KEY.fullmatch(after)
    return (_EPOCH + int(found[1]) * _MICROSECOND, int(found[2])) if found else None


def _roots(article: Article, at: datetime) -> QuerySet[Comment]:
    """Comments that follow up on nothing the public still sees."""
    on_their_own = Q(parent__isnull=True) | ~Q(parent__state=State.PUBLISHED)
    return Comment.objects.in_thread(article).visible(at).filter(on_their_own).defer("text")


def _after(rows: QuerySet[Comment], place: tuple[datetime, int] | None) -> QuerySet[Comment]:
    if place is None:
        return rows
    moment, number = place
    # The first condition is what the index can seek to.
    return rows.filter(visible_at__gte=moment).exclude(visible_at=moment, pk__lte=number)


def _replies(comments: Iterable[Comment], at: datetime) -> dict[int, Reply]:
    rows = Reply.objects.visible(at).filter(comment__in=comments).defer("text", "reader_blob")
    return {reply.comment_id: reply for reply in rows}
