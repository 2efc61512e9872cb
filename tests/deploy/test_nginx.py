"""nginx before a site: keeps what is public, lets go in time, logs nobody, stops floods."""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.deploy import nginx

pytestmark = pytest.mark.skipif(nginx.program() is None, reason="nginx is not on this machine")

PUBLIC = "public, max-age=1, stale-while-revalidate=2"


class Origin(BaseHTTPRequestHandler):
    """Answers with a number that counts up, and notes what it was asked with."""

    asked: list[tuple[str, dict[str, str]]] = []
    cache_control = PUBLIC

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        body = f"answer {len(self.asked)}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/html")
        self.send_header("ETag", f'"{len(self.asked)}"')
        self.send_header("Cache-Control", type(self).cache_control)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    Origin.asked, Origin.cache_control = [], PUBLIC
    server = ThreadingHTTPServer(("127.0.0.1", 0), Origin)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with nginx.before(f"127.0.0.1:{server.server_port}", tmp_path) as url:
            yield url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def get(
    url: str, body: bytes | None = None, *, headers: dict[str, str] | None = None
) -> tuple[int, str, Message]:
    request = urllib.request.Request(url, data=body, headers=headers or {})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, "", error.headers


def test_a_public_page_is_asked_for_once(site: str) -> None:
    answers = {get(f"{site}/articles/a/")[1] for _time in range(20)}
    assert answers == {"answer 1"}


def test_a_page_is_gone_once_its_life_is_over(site: str) -> None:
    assert get(f"{site}/articles/a/")[1] == "answer 1"
    time.sleep(4.2)  # max-age and stale-while-revalidate are over
    assert get(f"{site}/articles/a/")[1] == "answer 2"


def test_while_it_is_asked_for_anew_the_old_one_is_shown(site: str) -> None:
    get(f"{site}/articles/a/")
    time.sleep(2.1)
    assert get(f"{site}/articles/a/")[1] == "answer 1"
    time.sleep(0.5)
    assert get(f"{site}/articles/a/")[1] == "answer 2"


def test_what_stands_behind_asks_each_time_and_hears_that_nothing_changed(site: str) -> None:
    _status, _body, headers = get(f"{site}/articles/a/")
    assert headers.get_all("Cache-Control") == ["public, no-cache"]
    again = get(f"{site}/articles/a/", headers={"If-None-Match": str(headers["ETag"])})
    assert again[0] == 304
    assert again[2].get_all("Cache-Control") == ["public, no-cache"]
    assert len(Origin.asked) == 1


@pytest.mark.parametrize("said", ["private, no-store", "no-store", "max-age=0, no-cache", ""])
def test_nothing_else_is_kept(site: str, said: str) -> None:
    Origin.cache_control = said
    assert get(f"{site}/search/?q=a")[1] != get(f"{site}/search/?q=a")[1]
    assert get(f"{site}/search/?q=a")[2].get_all("Cache-Control", [""]) == [said]


def test_private_pages_are_never_kept(site: str) -> None:
    for path in ("/my/a-token/", "/es/my/a-token/held/", "/preview/a-token/"):
        assert get(site + path)[1] != get(site + path)[1]


def test_the_log_tells_no_token_no_query_and_no_address(site: str, tmp_path: Path) -> None:
    for path in ("/my/a-token/", "/es/my/a-token/held/", "/preview/a-token/", "/search/?q=a-token"):
        get(site + path)
    log = (tmp_path / "access.log").read_text()
    assert len(log.splitlines()) == 4
    assert "a-token" not in log
    assert "127.0.0.1" not in log
    assert "GET /es/my/- 200" in log


def test_the_site_hears_the_reader_s_address_and_not_what_the_reader_claims(site: str) -> None:
    get(f"{site}/", headers={"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "gopher"})
    _path, headers = Origin.asked[0]
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "http"


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_figures_are_not_for_outsiders(site: str, path: str) -> None:
    assert get(site + path)[0] == 404
    assert not Origin.asked


def test_a_comment_may_be_long_and_a_flood_not(site: str) -> None:
    path = f"{site}/articles/a/comments/"
    assert get(path, b"x" * 200_000)[0] == 200
    assert get(path, b"x" * 300_000)[0] == 413
    assert get(f"{site}/admin/picture/", b"x" * 3_000_000)[0] == 200


def test_posts_are_held_off_when_they_come_too_fast(site: str) -> None:
    statuses = [get(f"{site}/articles/a/comments/", b"a=b")[0] for _time in range(60)]
    assert statuses[:20] == [200] * 20
    assert 429 in statuses
    assert get(f"{site}/articles/a/")[0] == 200
