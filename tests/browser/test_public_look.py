"""The public pages: readable at every width, by keyboard, in the dark, and light to load."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Open

ARTICLE = "/articles/immune-cells-that-switch-sides/"
PAGES = [
    "/",
    ARTICLE,
    "/topics/",
    "/topics/breast/",
    "/search/?q=tumor",
    "/search/?q=nothing-like-this",
    "/privacy/",
    "/no-such-page/",
    "/es/",
    f"/es{ARTICLE}",
    "/es/privacy/",
]
WIDTHS = [1280, 768, 375, 320]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Of one thing on the page after the other: how far it moved by itself.
SHIFTS = """() => new Promise((done) => {
  let total = 0;
  const watch = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) total += entry.value;
  });
  watch.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(total), 600);
})"""


def complaints(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Open, path: str, scheme: Any) -> None:
    page = open_page(path, color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    assert complaints(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(open_page: Open, path: str, width: int) -> None:
    page = open_page(path, width=width)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("path", ["/", ARTICLE])
def test_nothing_jumps_while_a_page_loads(open_page: Open, path: str, width: int) -> None:
    page = open_page(path, width=width)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTS) < 0.01


@pytest.mark.parametrize("path", PAGES)
def test_targets_are_large_enough_for_a_finger(open_page: Open, path: str) -> None:
    page = open_page(path, width=375, height=800)
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, select, textarea")]
            .filter((element) => element.checkVisibility())
            .filter((element) => !element.closest(".hidden, .skip, .trap"))
            .filter((element) => !element.closest("p, figcaption, li li, .body, .comment-text"))
            .filter((element) => element.type !== "hidden" && !element.ariaHidden)
            .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
            .filter(([, box]) => box.height > 0 && box.height < 24)
            .map(([html, box]) => `${html} ${box.height}`)"""
    )
    assert small == []


def test_the_first_tab_leads_past_the_header(open_page: Open) -> None:
    page = open_page(ARTICLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_focus_is_always_to_be_seen(open_page: Open) -> None:
    page = open_page(ARTICLE)
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"


@pytest.fixture
def weighed(open_page: Open) -> tuple[Page, dict[str, int]]:
    page = open_page("/robots.txt")
    sizes: dict[str, int] = {}

    def weigh(response: Any) -> None:
        kind = response.request.resource_type
        if kind != "image":
            sizes[f"{kind} {response.url.rsplit('/', 1)[-1]}"] = response.request.sizes()[
                "responseBodySize"
            ]

    page.on("requestfinished", lambda request: weigh(request.response()))
    return page, sizes


def test_an_article_without_its_pictures_weighs_less_than_60_kb(
    weighed: tuple[Page, dict[str, int]],
) -> None:
    page, sizes = weighed
    page.goto(ARTICLE)
    page.wait_for_load_state("networkidle")
    assert 5_000 < sum(sizes.values()) < 60_000, sizes


def test_an_article_is_whole_without_scripts(open_page: Open) -> None:
    page = open_page(ARTICLE, java_script_enabled=False)
    assert page.locator(".body h2").count() > 2
    assert page.locator(".toc a").count() > 2
    assert page.locator("textarea[name=body]").count() == 1
