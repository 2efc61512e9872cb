"""A real Chromium against the real site: server, worker, demo content, a data folder of its own."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)

from tests import services
from tests.comments.forms import form_to
from tests.services import Site

PASSWORD = "a demo password for tests"
UNDO_SECONDS = 5  # long enough to press z on a busy machine, short enough to wait for
ARTICLE = "immune-cells-that-switch-sides"
CHROMIUM = services.chromium()
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not on this machine"))


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo as `make run` serves it, shared by all browser tests."""
    folder = tmp_path_factory.mktemp("site")
    with services.site(folder, BEDSIDE_UNDO_SECONDS=str(UNDO_SECONDS)) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, demo_site: Site) -> Iterator[Open]:
    """Opens pages that note every policy violation and script error; the test fails on any."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(path: str = "/", *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(
            base_url=demo_site.url, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: _note(line.text, complaints))
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def _note(line: str, complaints: list[str]) -> None:
    if re.search(r"Content.Security.Policy|Refused to", line, re.IGNORECASE):
        complaints.append(line)


_sessions: dict[tuple[str, str], list[Any]] = {}


def sign_in(page: Page, username: str = "moderator") -> None:
    """To the queue as this person: through the sign-in page once, with that session afterwards."""
    page.goto("/healthz")
    which = (page.url, username)
    if which in _sessions:
        page.context.add_cookies(_sessions[which])
        page.goto("/admin/moderation/queue/")
        return
    fill_sign_in(page, username)
    _sessions[which] = page.context.cookies()


def fill_sign_in(page: Page, username: str = "moderator") -> None:
    """Through the sign-in page, as staff do."""
    page.goto("/admin/login/?next=/admin/moderation/queue/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/moderation/queue/")


def check(
    page: Page, body: str, *, name: str = "", email: str = "", article: str = ARTICLE
) -> None:
    """Write a comment and go as far as the page that answers."""
    page.goto(f"/articles/{article}/")
    page.locator("#id_body").fill(body)
    page.locator("#id_name").fill(name)
    page.locator("#id_email").fill(email)
    page.locator("form:has(#id_body) button[type=submit]").click()


def ask(page: Page, body: str, *, name: str = "", article: str = ARTICLE) -> None:
    """A reader's question through the front door, as written; by plain posts, which are quicker."""
    front = page.request.get(f"/articles/{article}/")
    looked = _post(page, front, "/comments/", name=name, body=body)
    sent = _post(page, looked, "/comments/send/", choice="as-written")
    assert "/my/" in sent.url


def _post(page: Page, shown: APIResponse, ending: str, **answers: str) -> APIResponse:
    form = form_to(SimpleNamespace(text=shown.text()), ending)
    return page.request.post(form["action"], form=dict(form["inputs"]) | answers)


def case_numbers(page: Page) -> list[int]:
    """The numbers of the open cases, read from the queue."""
    if not page.url.endswith("/queue/"):
        page.goto("/admin/moderation/queue/")
    links = page.locator(".rows a").evaluate_all("rows => rows.map(row => row.href)")
    return [int(re.findall(r"case/(\d+)/", link)[0]) for link in links]


def newest_case(page: Page) -> int:
    """The number of the case that was opened last."""
    return max(case_numbers(page))


def take_newest(page: Page, words: str) -> int:
    """Take the case that was opened last; its words must be these."""
    number = newest_case(page)
    page.goto(f"/admin/moderation/case/{number}/")
    if page.locator("[data-take]").count():
        page.locator("[data-take]").click()
    expect(page.locator("#original-body")).to_contain_text(words)
    return number


def put_back(page: Page) -> None:
    """Leave the case that is open to others."""
    page.locator("button[value=release]").click()
    page.wait_for_url("**/queue/")


def once_public(page: Page, words: str, *, article: str = ARTICLE) -> str:
    """The article page's words, once these are among them (the undo window is over)."""
    deadline = time.monotonic() + UNDO_SECONDS + 10
    while time.monotonic() < deadline:
        page.goto(f"/articles/{article}/")
        text = page.locator("main").inner_text()
        if words in text:
            return text
        time.sleep(0.5)
    raise AssertionError("the comment did not appear")
