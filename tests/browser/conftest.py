"""A real Chromium against the real site: server, worker, demo content, a data folder of its own."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import services
from tests.services import Site

PASSWORD = "a demo password for tests"
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
    with services.site(tmp_path_factory.mktemp("site"), BEDSIDE_UNDO_SECONDS="2") as running:
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

    def open_one(
        path: str = "/", *, width: int = 1280, height: int = 900, **options: object
    ) -> Page:
        context = browser.new_context(
            base_url=demo_site.url, viewport={"width": width, "height": height}, **options
        )
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


def sign_in(page: Page, username: str = "moderator") -> None:
    """Through the sign-in page, as staff do."""
    page.goto("/admin/login/?next=/admin/moderation/queue/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/moderation/queue/")


def ask(
    page: Page,
    body: str,
    *,
    name: str = "",
    article: str = "immune-cells-that-switch-sides",
    as_written: bool = True,
) -> None:
    """A reader's question through the front door, sent as it was written."""
    page.goto(f"/articles/{article}/")
    page.locator("textarea[name=body]").fill(body)
    page.locator("input[name=name]").fill(name)
    page.locator("form:has(textarea[name=body]) button[type=submit]").first.click()
    page.wait_for_selector("text=Not sent yet")
    choice = "as-written" if as_written else "cleaned"
    page.locator(f"button[name=choice][value={choice}]").click()
    page.wait_for_url("**/my/**")
