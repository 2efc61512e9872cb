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
from comments.models import Comment, CommentQuerySet, Reply, State

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
    # When something published becomes visible here: until then the page may be kept.
    changes_at: datetime | None = None


def page(article: Article, *, after: str = "", at: datetime | None = None) -> Page:
    """The comments after a key (from the page before). At most three queries."""
    now = at or timezone.now()
    place = _place(after)
    size = settings.COMMENTS_PER_PAGE
    # What is not visible yet comes last, so it costs no query to know when it will be.
    rows = list(_after(_roots(article), place)[: size + 1])
    visible = [row for row in rows if row.is_visible(now)]
    items, later = _with_answers(visible[:size], now)
    return Page(
        items=items,
        next_key=key(visible[size - 1]) if len(visible) > size else "",
        is_first=place is None,
        changes_at=min(_moments(rows, now) + later, default=None),
    )


def with_answers(comments: list[Comment], at: datetime) -> list[Item]:
    """Comments with what stands beneath them. Two queries; none for no comments."""
    return _with_answers(comments, at)[0]


def _with_answers(comments: list[Comment], at: datetime) -> tuple[list[Item], list[datetime]]:
    if not comments:
        return [], []
    answers = list(_published().filter(parent__in=comments).order_by("visible_at", "id"))
    replies = list(
        Reply.objects.current()
        .filter(private=False, comment__in=[*comments, *answers])
        .defer("text", "reader_blob")
    )
    visible = {row.comment_id: row for row in replies if row.visible_at <= at}
    beneath: dict[int | None, list[Item]] = defaultdict(list)
    for one in answers:
        if one.is_visible(at):
            beneath[one.parent_id].append(Item(one, visible.get(one.pk)))
    items = [Item(one, visible.get(one.pk), beneath[one.pk]) for one in comments]
    return items, _moments([*answers, *replies], at)


def _moments(rows: Iterable[Comment | Reply], at: datetime) -> list[datetime]:
    """When those that are not visible yet will be."""
    return [row.visible_at for row in rows if row.visible_at and row.visible_at > at]


def key(comment: Comment) -> str:
    """Where a comment stands in its thread, as the `after` of the next page."""
    since = (comment.visible_at or _EPOCH) - _EPOCH
    return f"{since // _MICROSECOND}-{comment.pk}"


def _place(after: str) -> tuple[datetime, int] | None:
    found = _KEY.fullmatch(after)
    return (_EPOCH + int(found[1]) * _MICROSECOND, int(found[2])) if found else None


def _published() -> CommentQuerySet:
    return Comment.objects.filter(state=State.PUBLISHED).defer("text")


def _roots(article: Article) -> CommentQuerySet:
    """Comments that follow up on nothing the public still sees."""
    on_their_own = Q(parent__isnull=True) | ~Q(parent__state=State.PUBLISHED)
    return _published().in_thread(article).filter(on_their_own)


def _after(rows: QuerySet[Comment], place: tuple[datetime, int] | None) -> QuerySet[Comment]:
    if place is None:
        return rows
    moment, number = place
    # The first condition is what the index can seek to.
    return rows.filter(visible_at__gte=moment).exclude(visible_at=moment, pk__lte=number)
