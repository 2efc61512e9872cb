"""WCAG 2.2 A and AA by axe on the reader's and the staff's pages, light and dark, wide and narrow.

The editorial pages' own tests are in test_public_look; here are the pages of a comment's road and
of the desk, and what axe cannot see: focus, reflow, targets, motion.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import ARTICLE, Open, ask, check, put_back, sign_in, take_newest

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PHONE, TABLET = 320, 768
PERSONAL = (
    "I am Rosalind Ostrander, 58, from Cedar Rapids, Iowa. My colon cancer was found on May 4, "
    "2021. Are there trials for me? Call 212-555-0142."
)
CRISIS = "I want to end my life tonight. I can't do this any more."
SMALL = """(root) => [...document.querySelectorAll(`${root} :is(a, button, input, select)`)]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.type !== "hidden")
  .filter((one) => !one.closest("p, .public-text, .default-press"))
  .map((one) => [one.outerHTML.slice(0, 90), (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < 24 || box.width < 24))
  .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""
MOVING = """(root) => [...document.querySelectorAll(`${root} *`)]
  .filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0
    || getComputedStyle(one).animationName !== "none"
    || getComputedStyle(one).scrollBehavior === "smooth")
  .map((one) => one.outerHTML.slice(0, 90))"""


def complaints(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def hold_to_it(page: Page, *, narrow: int, root: str = "main") -> None:
    """Light and dark, wide and narrow: nothing for axe, nothing sideways, nothing too small."""
    assert complaints(page) == []
    page.emulate_media(color_scheme="dark")
    assert complaints(page) == []
    page.set_viewport_size({"width": narrow, "height": 900})
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= narrow
    assert page.evaluate(SMALL, root) == []


# --- The reader's pages ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", f"/articles/{ARTICLE}/", "/topics/", "/search/?q=tumor", "/privacy/", "/nowhere/"]
)
def test_the_editorial_pages_on_a_phone_in_the_dark(open_page: Open, path: str) -> None:
    page = open_page(path, width=PHONE, color_scheme="dark")
    assert complaints(page) == []


def test_the_check_page(open_page: Open) -> None:
    page = open_page("/healthz")
    check(page, PERSONAL, name="Rosalind", email="rosalind@example.org")
    expect(page.locator("h1")).to_have_text("Not sent yet")
    hold_to_it(page, narrow=PHONE)


def test_the_page_for_somebody_in_danger(open_page: Open) -> None:
    page = open_page("/healthz")
    check(page, CRISIS)
    expect(page.locator("h1")).to_contain_text("alone")
    hold_to_it(page, narrow=PHONE)


def test_the_error_summary_takes_the_focus(open_page: Open) -> None:
    page = open_page("/healthz")
    check(page, " ", email="nobody")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    hold_to_it(page, narrow=PHONE)
    links = summary.locator("a")
    for number in range(links.count()):
        target = links.nth(number).get_attribute("href") or ""
        expect(page.locator(target)).to_have_attribute("aria-invalid", "true")


def test_the_private_page_and_what_it_leads_to(open_page: Open) -> None:
    page = open_page("/healthz")
    check(page, PERSONAL, name="Rosalind", email="rosalind@example.org")
    page.locator("button[value=cleaned]").click()
    page.wait_for_url("**/my/**")
    home = page.url
    hold_to_it(page, narrow=PHONE)
    for path in ("withdraw/", "erase/", "email/", "stop/"):
        page.goto(home + path)
        assert complaints(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_the_report_page(open_page: Open) -> None:
    page = open_page(f"/articles/{ARTICLE}/")
    page.locator(".comment-acts a").first.click()
    expect(page.locator("h1")).to_have_text("Report a comment")
    hold_to_it(page, narrow=PHONE)
    page.locator("main form button[type=submit]").click()
    assert complaints(page) == []


@pytest.mark.parametrize("path", ["/", f"/articles/{ARTICLE}/"])
def test_whoever_wants_no_motion_gets_none(open_page: Open, path: str) -> None:
    page = open_page(path, reduced_motion="reduce")
    assert page.evaluate(MOVING, "html") == []
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


# --- The staff's pages ----------------------------------------------------------------------


@pytest.fixture
def desk(open_page: Open) -> Iterator[Page]:
    """A case with open spans, taken, and put back afterwards."""
    page = open_page("/healthz")
    ask(page, PERSONAL, name="Rosalind")
    sign_in(page)
    take_newest(page, "212-555-0142")
    address = page.url
    yield page
    page.goto(address)
    if page.locator("button[value=release]").count():
        put_back(page)


def test_signing_in(open_page: Open) -> None:
    hold_to_it(open_page("/admin/login/"), narrow=PHONE, root="#content")


def test_the_queue(open_page: Open) -> None:
    page = open_page("/healthz")
    ask(page, PERSONAL)
    sign_in(page)
    page.locator("#help summary").click()
    hold_to_it(page, narrow=TABLET, root="#desk")


def test_a_case(desk: Page) -> None:
    hold_to_it(desk, narrow=TABLET, root="#desk")


def test_a_case_with_reply_note_and_search(desk: Page) -> None:
    desk.keyboard.press("1")
    expect(desk.locator("#reply")).not_to_have_value("")
    desk.locator("#reply-search").fill("trials")
    expect(desk.locator(".found")).to_be_visible()
    for summary in desk.locator("summary").all():
        summary.click()
    hold_to_it(desk, narrow=TABLET, root="#desk")


@pytest.mark.parametrize("key", ["d", "b", "e", "m"])
def test_a_case_that_asks_something(desk: Page, key: str) -> None:
    desk.keyboard.press(key)
    expect(desk.locator(".asked")).to_be_visible()
    hold_to_it(desk, narrow=TABLET, root="#desk")


def test_a_case_that_the_gate_stops(desk: Page) -> None:
    desk.locator("#reply").fill("Dear {{ first_name }}, call 212-555-0142.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".blocks li").first).to_be_visible()
    hold_to_it(desk, narrow=TABLET, root="#desk")


def test_a_case_that_nobody_or_somebody_else_holds(desk: Page, open_page: Open) -> None:
    colleague = open_page("/healthz")
    sign_in(colleague, "moderator2")
    colleague.goto(desk.url)
    expect(colleague.locator(".banner.warn")).to_be_visible()
    hold_to_it(colleague, narrow=TABLET, root="#desk")
    put_back(desk)
    colleague.reload()
    expect(colleague.locator("[data-take]")).to_be_focused()
    hold_to_it(colleague, narrow=TABLET, root="#desk")


def test_the_page_for_whoever_was_slower(desk: Page, open_page: Open) -> None:
    colleague = open_page("/healthz")
    sign_in(colleague, "moderator2")
    colleague.goto(desk.url)
    token = colleague.locator("#desk input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    colleague.evaluate(
        """([token]) => {
          const form = document.createElement("form");
          form.method = "post";
          for (const [name, value] of Object.entries(
            { csrfmiddlewaretoken: token, do: "publish", reply: "My own words" })) {
            const field = document.createElement("input");
            field.name = name;
            field.value = value;
            form.append(field);
          }
          document.body.append(form);
          form.submit();
        }""",
        [token],
    )
    expect(colleague.locator("#kept")).to_have_value("My own words")
    hold_to_it(colleague, narrow=TABLET, root="#desk")


def test_ten_to_be_read_together(open_page: Open) -> None:
    page = open_page("/healthz")
    ask(page, "Thank you for this fine and patient article.")
    sign_in(page)
    page.goto("/admin/moderation/queue/together/")
    page.locator("button[value=take]").click()
    hold_to_it(page, narrow=TABLET, root="#desk")


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/moderation/queue/mine/", "/admin/moderation/dashboard/"]
)
def test_the_other_pages_of_the_staff(open_page: Open, path: str) -> None:
    page = open_page("/healthz")
    sign_in(page)
    page.goto(path)
    hold_to_it(page, narrow=TABLET, root="#desk")


def test_the_desk_stands_still_for_whoever_wants_it_so(open_page: Open) -> None:
    page = open_page("/healthz", reduced_motion="reduce")
    sign_in(page)
    assert page.evaluate(MOVING, "#desk") == []
