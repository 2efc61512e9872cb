"""Tells a CDN to forget pages from which something was taken away, when PURGE_URL is set.

Caches let go of a page by themselves within a minute; this is for those who cannot wait for that.
What goes out is paths, never a word of a page.
"""

import json
from collections.abc import Iterable
from datetime import timedelta
from urllib.request import Request, urlopen

from django.conf import settings
from django.tasks import task
from django.urls import reverse
from django.utils import timezone, translation

TIMEOUT_SECONDS = 10
DELAY_SECONDS = 2
PUBLIC_URLS = "config.public_urls"  # a staff process serves none of them


def purge_article(slug: str) -> None:
    """Have an article's pages forgotten, and the lists that show it; in the transaction."""
    if settings.PURGE_URL:
        # By then no web process of ours trusts the bytes it had kept (config.pagecache).
        later = timezone.now() + timedelta(seconds=DELAY_SECONDS)
        tell_cdn.using(run_after=later).enqueue(paths_of(slug))


def paths_of(slug: str) -> list[str]:
    """Where an article, or what is under it, is shown: in every language."""
    return [path for language, _name in settings.LANGUAGES for path in _paths(language, slug)]


def _paths(language: str, slug: str) -> Iterable[str]:
    with translation.override(language):
        yield reverse("blog:article", args=[slug], urlconf=PUBLIC_URLS)
        yield reverse("blog:front", urlconf=PUBLIC_URLS)
        yield reverse("blog:feed", urlconf=PUBLIC_URLS)


@task()
def tell_cdn(paths: list[str]) -> None:
    """Post the paths once; an error that is raised has the worker try again later."""
    body = {"paths": paths, "urls": [f"{settings.SITE_URL}{path}" for path in paths]}
    headers = {"Content-Type": "application/json"}
    if settings.PURGE_TOKEN:
        headers["Authorization"] = f"Bearer {settings.PURGE_TOKEN}"
    request = Request(  # noqa: S310 - the operator's own address
        settings.PURGE_URL, data=json.dumps(body).encode(), headers=headers, method="POST"
    )
    with urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
        pass
