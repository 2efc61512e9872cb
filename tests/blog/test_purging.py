"""What a CDN is told when something is taken down: paths, soon, and again when it did not hear."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.utils import timezone
from django_ox.models import OxTask

from blog import purging
from blog.models import ArticleState
from comments.models import touch_article
from tests import factories

pytestmark = pytest.mark.django_db
PAGES = {"/articles/about-cells/", "/es/articles/about-cells/", "/", "/es/", "/feed/", "/es/feed/"}


class Cdn(BaseHTTPRequestHandler):
    heard: list[tuple[str, dict[str, Any]]] = []
    status = 200

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.heard.append((self.headers.get("Authorization", ""), body))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(autouse=True)
def cdn(settings: Any) -> Iterator[None]:
    Cdn.heard, Cdn.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Cdn)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
    settings.PURGE_TOKEN = "a-test-token"
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def planned() -> list[OxTask]:
    return list(OxTask.objects.filter(task_path="blog.purging.tell_cdn"))


def test_it_is_told_the_paths_and_nothing_else(settings: Any) -> None:
    purging.tell_cdn.call(purging.paths_of("about-cells"))
    [(authorization, body)] = Cdn.heard
    assert authorization == "Bearer a-test-token"
    assert set(body["paths"]) == PAGES
    assert set(body["urls"]) == {f"{settings.SITE_URL}{path}" for path in PAGES}
    assert set(body) == {"paths", "urls"}


def test_an_error_is_raised_so_that_the_worker_tries_again() -> None:
    Cdn.status = 503
    with pytest.raises(OSError, match="503"):
        purging.tell_cdn.call(["/"])


@pytest.mark.parametrize("change", [-1, 0])
def test_a_comment_that_goes_or_says_less_has_its_page_forgotten(change: int) -> None:
    article = factories.article("about-cells", comment_count=1)
    OxTask.objects.all().delete()
    touch_article(article.pk, published=change)
    [task] = planned()
    assert set(task.args[0]) == PAGES
    assert task.run_after is not None
    assert task.run_after > timezone.now()


def test_a_new_comment_waits_for_the_caches_own_clock() -> None:
    article = factories.article()
    OxTask.objects.all().delete()
    touch_article(article.pk, published=1)
    assert planned() == []


def test_an_article_that_is_taken_down_is_forgotten_at_once() -> None:
    article = factories.article("about-cells")
    OxTask.objects.all().delete()
    article.state = ArticleState.UNPUBLISHED
    article.save()
    assert len(planned()) == 1


def test_a_new_address_has_the_old_one_forgotten_too() -> None:
    article = factories.article("about-cells")
    OxTask.objects.all().delete()
    article.slug = "about-immune-cells"
    article.save()
    assert len(planned()) == 2


def test_without_an_address_nobody_is_told(settings: Any) -> None:
    settings.PURGE_URL = ""
    article = factories.article()
    touch_article(article.pk, published=-1 if article.comment_count else 0)
    assert planned() == []
