"""How long a public page may be kept, and how to tell whether a kept one is still right.

A page depends on versions (the article's, which its comments move too, and the site's, which
lists move) and on the clock: something becomes visible, is published, or closes. Whatever renders
a part of the page says when it will next change; the page is kept no longer than that.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from blog.models import Article, SiteVersion
from config.pagecache import mark_public


@dataclass(frozen=True, slots=True)
class Version:
    """What a kept page was made of; `article` is 0 for pages that show lists."""

    site: int
    article: int = 0


def now(slug: str = "") -> Version | None:
    """The version that a page made now would have; None when there is no such public article.

    One small query: it is asked about once a second for every page that is kept.
    """
    if not slug:
        return Version(SiteVersion.current())
    row = (
        with_site_version(Article.objects.published())
        .filter(slug=slug)
        .values_list("site_version", "public_version")
        .first()
    )
    return None if row is None else Version(row[0] or 1, row[1])


def with_site_version(articles: Any) -> Any:
    """The articles, each with the site's version as it was at the same moment."""
    site = SiteVersion.objects.filter(pk=1).values("number")
    return articles.annotate(site_version=Subquery(site))


def changes_at(request: HttpRequest, moment: datetime | None) -> None:
    """Say when a part of this page will look different without anybody saving anything."""
    known: datetime | None = getattr(request, "page_changes_at", None)
    if moment is not None and moment > timezone.now() and (known is None or moment < known):
        request.page_changes_at = moment  # type: ignore[attr-defined]


def keepable(
    request: HttpRequest, response: HttpResponse, seen: Version | None, slug: str = ""
) -> HttpResponse:
    """Let a public page be kept, by our own cache and by others; answer 304 to who has it.

    `seen` is the version that was read before the page was made; `slug` is the article's, or
    empty for pages that show lists.
    """
    until: datetime | None = getattr(request, "page_changes_at", None)
    mark_public(response, version=partial(now, slug), seen=seen, until=until)
    # From the bytes: right also when time alone has changed the page.
    etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer if isinstance(answer, HttpResponse) else response
