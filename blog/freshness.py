"""How long a public page may be kept, and how to tell whether a kept one is still right.

A page depends on versions (the article's, which its comments move too, and the site's, which
lists move) and on the clock: something becomes visible, is published, or closes. Whatever renders
a part of the page says when it will next change; the page is kept no longer than that.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from blog.models import Article, SiteVersion

# With as much again while a cache asks, nothing taken down is seen for more than a minute.
LIFE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Version:
    """What a kept page was made of; `article` is 0 for pages that show lists."""

    site: int
    article: int = 0


def now(slug: str = "") -> Version | None:
    """The version that a page made now would have; None when there is no such article."""
    if not slug:
        return Version(SiteVersion.current())
    article = Article.objects.published().filter(slug=slug)
    number = article.values_list("public_version", flat=True).first()
    return None if number is None else Version(SiteVersion.current(), number)


def changes_at(request: HttpRequest, moment: datetime | None) -> None:
    """Say when a part of this page will look different without anybody saving anything."""
    known: datetime | None = getattr(request, "page_changes_at", None)
    if moment is not None and moment > timezone.now() and (known is None or moment < known):
        request.page_changes_at = moment  # type: ignore[attr-defined]


def keepable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a public page its ETag and its life; answer 304 when the reader has it already."""
    moment: datetime | None = getattr(request, "page_changes_at", None)
    left = LIFE_SECONDS
    if moment is not None:
        left = max(0, min(left, int((moment - timezone.now()).total_seconds())))
    response.headers["Cache-Control"] = (
        f"public, max-age={left}, stale-while-revalidate={left}" if left else "public, no-cache"
    )
    # From the bytes: right also when time alone has changed the page.
    etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    response.headers["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer if isinstance(answer, HttpResponse) else response
