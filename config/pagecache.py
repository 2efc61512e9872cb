"""Keeps the bytes of public pages in this process and answers from them before anything else runs.

A view says with `mark_public` that its page is the same for everybody, how to ask whether it
changed, and until when it may live at all. A kept page is trusted for a second; then its version
is asked for once (one small query) and trusted for another second. Nothing with a cookie, another
method than GET and HEAD, or an unknown query parameter is ever kept or answered from here.
"""

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

TRUST_SECONDS = 1.0
# How long browsers and shared caches may hold a page, and serve it stale while they fetch it
# again: together well under the minute in which a removal must show everywhere.
SHARED_SECONDS = 10
STALE_SECONDS = 30
PAGES = 512
KNOWN_PARAMETERS = frozenset({"after", "before", "page", "q"})
_NOT_KEPT = frozenset({"X-Request-ID", "Date", "Content-Length"})

Version = Callable[[], Hashable]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Public:
    """What a view says of its page."""

    version: Version
    seen: Hashable
    until: float


@dataclass(slots=True)
class Kept:
    """A page as it went out, and how long it holds."""

    plain: HttpResponse
    zipped: HttpResponse
    etag: str
    public: Public
    trusted_until: float


def mark_public(
    response: HttpResponse, *, version: Version, seen: Hashable, until: datetime | None = None
) -> HttpResponse:
    """Say that a page is the same for everybody.

    `seen` is the version that was read before the page was made, `version` asks for it again
    (equal: the page did not change); `until` is the moment at which the page changes by itself,
    such as the next `visible_at` of what it shows.
    """
    left = SHARED_SECONDS
    if until is not None:
        left = max(0, min(left, int((until - timezone.now()).total_seconds())))
    if left < SHARED_SECONDS:  # close to a change nobody may serve it stale
        patch_cache_control(response, public=True, max_age=left)
    else:
        patch_cache_control(
            response, public=True, max_age=left, stale_while_revalidate=STALE_SECONDS
        )
    moment = until.timestamp() if until else float("inf")
    response.public_page = Public(version, seen, moment)  # type: ignore[attr-defined]
    return response


class PageCache:
    """The outermost middleware: it answers hits itself, after checking host and scheme."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[Key, Kept] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        kept = self.pages.get(key)
        if kept is None or not self._holds(key, kept):
            response = self.get_response(request)
            kept = self._keep(key, response)
            if kept is None:
                return response
        return _answer(request, kept)

    def _holds(self, key: Key, kept: Kept) -> bool:
        """Whether the page may still be shown; asks for its version when trust has run out."""
        now = time.time()
        if now < kept.trusted_until:
            return True
        if now < kept.public.until and kept.public.version() == kept.public.seen:
            kept.trusted_until = min(now + TRUST_SECONDS, kept.public.until)
            return True
        self.pages.pop(key, None)
        return False

    def _keep(self, key: Key, response: HttpResponseBase) -> Kept | None:
        public: Public | None = getattr(response, "public_page", None)
        if public is None or response.status_code != 200 or response.cookies:
            return None
        if not isinstance(response, HttpResponse):
            return None
        etag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
        trusted = min(time.time() + TRUST_SECONDS, public.until)
        kept = Kept(_plain(response, etag), _zipped(response, etag), etag, public, trusted)
        self.pages[key] = kept
        self.pages.move_to_end(key)
        while len(self.pages) > PAGES:
            self.pages.popitem(last=False)
        return kept


def _plain(response: HttpResponse, etag: str) -> HttpResponse:
    page = HttpResponse(response.content)
    for name, value in response.items():
        if name not in _NOT_KEPT:
            page[name] = value
    page["ETag"] = etag
    page["Vary"] = "Accept-Encoding"
    page["Content-Length"] = str(len(response.content))
    return page


def _zipped(response: HttpResponse, etag: str) -> HttpResponse:
    # Safe to compress: the page holds no secret and nothing of the request (BREACH needs both).
    page = _plain(response, f"W/{etag}")
    page.content = gzip.compress(response.content, 6, mtime=0)
    page["Content-Encoding"] = "gzip"
    page["Content-Length"] = str(len(page.content))
    return page


def _key(request: HttpRequest) -> Key | None:
    """Scheme, host, path and known parameters; None when the page must be made anew."""
    if request.method not in ("GET", "HEAD"):
        return None
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    query: str = request.META.get("QUERY_STRING", "")
    if query and not KNOWN_PARAMETERS.issuperset(request.GET):
        return None
    return (request.scheme or "", host, request.path, query)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    zipped = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    page = kept.zipped if zipped else kept.plain
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked and kept.etag in (tag.removeprefix("W/") for tag in parse_etags(asked)):
        return _not_modified(page)
    # A fresh object each time: what runs after us may close or change a response.
    answer = HttpResponse(page.content)
    answer.headers = page.headers
    return answer


def _not_modified(page: HttpResponse) -> HttpResponse:
    answer = HttpResponseNotModified()
    for name in ("Cache-Control", "ETag", "Vary", "Content-Security-Policy"):
        if name in page:
            answer[name] = page[name]
    return answer
