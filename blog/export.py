"""Everything public as plain data, a JSON object a line: for moving out, and for keeping."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings

from blog.models import Article, Author, Picture

Line = dict[str, Any]
# Apps further along the road add what they have to say; blog knows nothing of them.
_further: list[Callable[[], Iterator[Line]]] = []


def also(make_lines: Callable[[], Iterator[Line]]) -> Callable[[], Iterator[Line]]:
    """Register a function whose lines follow those of the articles."""
    _further.append(make_lines)
    return make_lines


def lines(*, unpublished: bool = False) -> Iterator[Line]:
    """Articles first, oldest first, then what was registered; with drafts when asked for."""
    rows = Article.objects.all() if unpublished else Article.objects.published()
    rows = rows.select_related("hero", "medical_reviewer").order_by("pk")
    for article in rows.prefetch_related("topics", "bylines__author").iterator(chunk_size=200):
        yield _article(article)
    for make_lines in _further:
        yield from make_lines()


def _article(article: Article) -> Line:
    names = ("slug", "language", "title", "dek", "place", "body", "state", "correction", "people")
    moments = ("publish_at", "revised_at", "corrected_at", "reviewed_on", "review_due", "closes_at")
    plain = {name: getattr(article, name) for name in names}
    times = {name: getattr(article, name) for name in moments}
    return {
        "kind": "article",
        "url": f"{settings.SITE_URL}{article.get_absolute_url()}",
        **plain,
        **times,
        "authors": [_person(byline.author) for byline in article.bylines.all()],
        "medical_reviewer": article.medical_reviewer and _person(article.medical_reviewer),
        "topics": [topic.slug for topic in article.topics.all()],
        "hero": article.hero and _picture(article.hero, article),
        "comments": article.comments_mode,
    }


def _person(author: Author) -> Line:
    return {"name": author.name, "credentials": author.credentials, "role": author.role}


def _picture(picture: Picture, article: Article) -> Line:
    return {
        "file": picture.file.name,
        "alt": article.hero_alt,
        "decorative": article.hero_decorative,
        "caption": article.hero_caption,
        "credit": article.hero_credit or picture.credit,
    }
