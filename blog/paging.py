"""Pages of articles by key, newest first: no OFFSET, no COUNT, the same price at any depth."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from blog.models import Article

PER_PAGE = 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    articles: list[Article]
    # The key of the page of older articles; empty on the last page.
    older: str
    first: bool


def page(articles: "QuerySet[Article]", *, before: str, size: int = PER_PAGE) -> Page:
    """The page of published articles that are older than the key, or the first one."""
    key = _read(before)
    rows = articles.order_by("-publish_at", "-id")
    if key is not None:
        moment, pk = key
        rows = rows.filter(Q(publish_at__lt=moment) | Q(publish_at=moment, pk__lt=pk))
    found = list(rows[: size + 1])
    older = _written(found[size - 1]) if len(found) > size else ""
    return Page(found[:size], older, first=key is None)


def _written(article: Article) -> str:
    moment = article.publish_at or _EPOCH  # a published article has a time: a constraint says so
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}-{article.pk}"


def _read(text: str) -> tuple[datetime, int] | None:
    """The key, or None for one that we never wrote: such an address shows the first page."""
    moment, _, pk = text.partition("-")
    if not (moment.isdecimal() and pk.isdecimal() and len(moment) < 18 and len(pk) < 19):
        return None
    return _EPOCH + timedelta(microseconds=int(moment)), int(pk)
