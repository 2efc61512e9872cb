"""The page cache: what it keeps, when it asks again, what it never touches."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from config.pagecache import PageCache, mark_public


class Origin:
    """A view behind the cache that counts how often it was asked."""

    def __init__(self) -> None:
        self.made = 0
        self.version = 1
        self.asked = 0
        self.until: datetime | None = None
        self.cookie = False

    def current(self) -> int:
        self.asked += 1
        return self.version

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        response = HttpResponse(f"page {self.made}" + " and more" * 200)
        response["X-Request-ID"] = "one request's own"
        if self.cookie:
            response.set_cookie("a", "b")
        return mark_public(response, version=self.current, seen=self.version, until=self.until)


@pytest.fixture
def origin() -> Origin:
    return Origin()


@pytest.fixture
def cache(origin: Origin) -> PageCache:
    return PageCache(origin)


def get(cache: PageCache, path: str = "/", **headers: str) -> HttpResponse:
    response = cache(RequestFactory().get(path, headers=headers))
    assert isinstance(response, HttpResponse)
    return response


def test_a_second_visit_is_answered_from_the_kept_bytes(cache: PageCache, origin: Origin) -> None:
    assert get(cache).content == get(cache).content
    assert (origin.made, origin.asked) == (1, 0)


def test_after_a_second_the_version_is_asked_for(cache: PageCache, origin: Origin) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        get(cache)
        clock.shift(1.1)
        get(cache)
        assert (origin.made, origin.asked) == (1, 1)


def test_a_changed_version_makes_the_page_anew(cache: PageCache, origin: Origin) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        get(cache)
        origin.version = 2
        clock.shift(1.1)
        assert b"page 2" in get(cache).content


def test_a_page_dies_when_something_on_it_becomes_visible(cache: PageCache, origin: Origin) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        origin.until = timezone.now() + timedelta(seconds=0.5)
        assert get(cache)["Cache-Control"] == "public, max-age=0"
        clock.shift(0.6)
        get(cache)
        assert origin.made == 2


def test_an_unchanged_page_is_a_304(cache: PageCache) -> None:
    etag = get(cache)["ETag"]
    again = get(cache, if_none_match=etag)
    assert again.status_code == 304
    assert again.content == b""


def test_compressed_and_plain_are_the_same_page(cache: PageCache) -> None:
    zipped = get(cache, accept_encoding="gzip")
    assert zipped["Content-Encoding"] == "gzip"
    assert zipped["Vary"] == "Accept-Encoding"
    assert len(zipped.content) < len(get(cache).content)


def test_a_page_with_a_cookie_is_never_kept(cache: PageCache, origin: Origin) -> None:
    origin.cookie = True
    get(cache)
    get(cache)
    assert origin.made == 2


def test_an_unknown_parameter_bypasses(cache: PageCache, origin: Origin) -> None:
    get(cache, "/?after=1")
    get(cache, "/?after=1")
    get(cache, "/?utm=1")
    get(cache, "/?utm=1")
    assert origin.made == 3


def test_a_post_bypasses(cache: PageCache, origin: Origin) -> None:
    cache(RequestFactory().post("/"))
    cache(RequestFactory().post("/"))
    assert origin.made == 2


def test_one_hosts_page_is_not_anothers(
    cache: PageCache, origin: Origin, settings: pytest.FixtureRequest
) -> None:
    get(cache, host="localhost")
    get(cache, host="127.0.0.1")
    get(cache, host="evil.example.net")
    assert origin.made == 3
    assert len(cache.pages) == 2


def test_the_request_id_of_one_reader_is_not_told_another(cache: PageCache) -> None:
    get(cache)
    assert "X-Request-ID" not in get(cache)
