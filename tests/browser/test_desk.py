"""The desk in a real browser: by keyboard alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, ask, sign_in

QUESTION = (
    "Hello, I am Marisol Quintero from Tulsa, Oklahoma. On March 3, 2019 they found my ovarian "
    "cancer and I take 40 mg of a new pill. Are there any trials for me? Call 918-555-0142."
)
DETAILS = ("Marisol", "Quintero", "Tulsa", "March 3", "40 mg", "918-555-0142")


class Keys:
    """Presses keys as a moderator would, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)
        self.page.wait_for_timeout(50)
        self.page.wait_for_function("!document.querySelector('form[aria-busy]')")


def open_case(page: Page, words: str) -> None:
    """Find the case by its article and time: the newest one of the queue, then look inside."""
    page.goto("/admin/moderation/queue/")
    links = page.locator(".rows a").evaluate_all("rows => rows.map(row => row.href)")
    for link in sorted(links, key=lambda one: -int(re.findall(r"case/(\d+)/", one)[0])):
        page.goto(link)
        page.get_by_role("button", name="Take this case").click()
        page.locator("#original-body").wait_for()
        if words in page.locator("#original-body").inner_text():
            return
        page.get_by_role("button", name="Put back").click()
        page.wait_for_url("**/queue/")
    raise AssertionError("no case has these words")


def test_a_whole_case_by_keyboard_alone(open_page: Open) -> None:
    reader = open_page("/")
    ask(reader, QUESTION, name="Marisol")
    page = open_page("/admin/")
    sign_in(page)
    open_case(page, "Tulsa")
    keys = Keys(page)
    keys.press("1")
    expect(page.locator("#reply")).not_to_have_value("")
    for _ in range(8):
        if not page.locator('mark[data-state="open"]').count():
            break
        keys.press("a")
        keys.press("Tab")
    shown = page.locator(".preview").inner_text()
    assert not [detail for detail in DETAILS[1:] if detail in shown]
    keys.press("Control+Enter")
    page.wait_for_url(re.compile(r"/(case/\d+|queue)/"))
    assert keys.count <= 20
    page.wait_for_timeout(2500)  # the undo window of the test site is two seconds
    public = open_page("/articles/immune-cells-that-switch-sides/")
    text = public.locator("main").inner_text()
    assert "Are there any trials for me?" in text
    assert not [detail for detail in DETAILS[1:] if detail in text]


def test_a_whole_case_without_javascript(open_page: Open) -> None:
    reader = open_page("/", java_script_enabled=False)
    ask(reader, QUESTION.replace("Tulsa", "Lubbock"), name="Marisol")
    page = open_page("/admin/", java_script_enabled=False)
    sign_in(page)
    open_case(page, "Lubbock")
    page.get_by_role("button", name=re.compile("^Use")).first.click()
    while page.locator('mark[data-state="open"]').count():
        page.get_by_role("button", name=re.compile("Next open span")).click()
        page.get_by_role("button", name=re.compile("^Leave out")).click()
    page.get_by_role("button", name=re.compile("^Publish with reply")).click()
    page.wait_for_url(re.compile(r"/(case/\d+|queue)/"))
    expect(page.locator("body")).to_contain_text("Undo")


def test_letters_rest_while_typing(open_page: Open) -> None:
    reader = open_page("/")
    ask(reader, "Does this also work for cats? I wonder about Duluth winters.", name="")
    page = open_page("/admin/")
    sign_in(page)
    open_case(page, "Duluth winters")
    page.locator("#reply").fill("")
    page.locator("#reply").press_sequentially("sad news, better than expected")
    expect(page.locator("#reply")).to_have_value("sad news, better than expected")
    expect(page).to_have_url(re.compile(r"/case/\d+/"))


@pytest.mark.parametrize("width", [1280, 768])
def test_the_desk_fits_the_screen(open_page: Open, width: int) -> None:
    page = open_page("/admin/", width=width)
    sign_in(page)
    overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(overflow)
