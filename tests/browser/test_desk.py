"""The desk in a real browser: by keyboard alone, without JavaScript, and when things go wrong."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import (
    PASSWORD,
    Open,
    ask,
    case_numbers,
    once_public,
    put_back,
    sign_in,
    take_newest,
)

QUESTION = (
    "Hello, I am Marisol Quintero, 61, from {town}, Oklahoma. On March 3, 2019 they found my "
    "ovarian cancer and I take 40 mg of a pill. Are there any trials for {whom}? Call 918-555-0142."
)
# Three spans that are open until somebody decides: an age, a town, a date.
THREE = "I am 58, I live in Cedar Rapids, Iowa, and my colon cancer was found on May 4, 2021. "
DETAILS = ("Quintero", "61", "March 3", "40 mg", "918-555-0142")


def quiet(page: Page) -> None:
    """Wait until no answer is on its way. (The policy of the page forbids waiting by script.)"""
    expect(page.locator("form[aria-busy]")).to_have_count(0)


class Keys:
    """Presses keys as a moderator would, and counts them; a chord is one press."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.count += 1
            self.page.keyboard.press(key)
            quiet(self.page)

    def go(self, key: str) -> None:
        """Press a key that leads to another page."""
        self.count += 1
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


def desk_with(open_page: Open, body: str, *, name: str = "", **options: Any) -> Page:
    """A question is asked; its case is taken by the moderator and lies on the desk."""
    page = open_page("/healthz", **options)
    ask(page, body, name=name)
    sign_in(page)
    take_newest(page, body[-40:])
    return page


def decide_open_spans(keys: Keys) -> None:
    """In general words where there are some, else out; the desk goes on to the next by itself."""
    while keys.page.locator('mark[data-state="open"]').count():
        keys.press("g" if keys.page.locator('[data-key="g"]').count() else "a")


# --- A whole case ---------------------------------------------------------------------------


def test_six_details_and_a_reply_take_eight_presses_at_most(open_page: Open) -> None:
    page = desk_with(
        open_page, QUESTION.format(town="Tulsa", whom="a potter like me"), name="Marisol"
    )
    kinds = page.locator("mark").evaluate_all("all => all.map(one => one.dataset.kind)")
    assert {"NAME", "AGE", "LOCATION", "DATE", "MEASUREMENT", "PHONE"} <= set(kinds)
    keys = Keys(page)
    decide_open_spans(keys)
    keys.press("1")
    expect(page.locator("#reply")).not_to_have_value("")
    keys.go("Control+Enter")
    assert keys.count <= 8
    text = once_public(open_page("/healthz"), "Are there any trials for a potter like me?")
    assert "in my 60s" in text
    assert not [detail for detail in (*DETAILS, "Tulsa") if detail in text]


def test_one_chord_publishes_and_lays_the_next_case_on_the_desk(open_page: Open) -> None:
    ask(open_page("/healthz"), "How does a scanner tell a scar from a tumor?")
    page = desk_with(open_page, "Do immune cells ever sleep, and would that be bad for us?")
    Keys(page).go("Control+Enter")
    expect(page.locator("#original-body")).to_be_visible()
    expect(page.locator("#live")).to_contain_text("undo")


def test_a_whole_case_without_javascript(open_page: Open) -> None:
    body = QUESTION.format(town="Lubbock", whom="a baker like me")
    page = desk_with(open_page, body, name="Marisol", java_script_enabled=False)
    page.locator('button[value^="insert:"]').first.click()
    while page.locator('mark[data-state="open"]').count():
        page.locator('button[value="out"]').click()
    page.locator("input[name=sign_personally]").check()
    page.locator('button[value="ask:mark"]').click()
    page.locator("input[name=words]").fill("Hello")
    page.locator("fieldset.asked button[value=mark]").click()
    expect(page.locator("input[name=sign_personally]")).to_be_checked()
    assert "Hello" not in page.locator(".preview").inner_text()
    page.locator('button[value="publish"]').click()
    expect(page.locator("button[value=undo]")).to_be_visible()
    text = once_public(open_page("/healthz"), "Are there any trials for a baker like me?")
    assert "Mona Aldecoa" in text
    assert not [detail for detail in (*DETAILS, "Lubbock") if detail in text]


@dataclass(frozen=True, slots=True)
class Worked:
    """How one demo comment was decided: by which keys, and with how many more when every open
    span is decided by hand."""

    number: int
    about: str
    details: int
    open: int
    pressed: str
    ended: str

    @property
    def presses(self) -> int:
        return len(self.pressed.split())

    def __str__(self) -> str:
        by_hand = self.presses + self.open
        return (
            f"{self.number:>4}  {self.about:<34.34} {self.details:>7} {self.presses:>7}"
            f" {by_hand:>8}  {self.pressed:<22} {self.ended}"
        )


def work(page: Page, number: int) -> Worked:
    """Decide a case as a moderator would: the best reply and on; in danger, privately."""
    page.goto(f"/admin/moderation/case/{number}/")
    if page.locator("[data-take]").count():
        page.locator("[data-take]").click()
    expect(page.locator("#original-body")).to_be_visible()
    chosen = page.locator(".guesses select").evaluate_all(
        "all => all.slice(0, 3).map(one => one.selectedOptions[0].text)"
    )
    details = page.locator("mark:not([data-tier=info])").count()
    left_open = page.locator('mark[data-state="open"]').count()
    last = "v" if page.locator(".banner.crisis").count() else "Control+Enter"
    pressed: list[str] = []
    for reply in ("1", "2", "3"):
        pressed += [reply, last]
        Keys(page).press(reply)
        with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            page.keyboard.press(last)
        if "json" in answered.value.headers["content-type"]:  # decided: it says where to go on
            page.wait_for_url(lambda url: f"/case/{number}/" not in url)
            break
    ended = page.locator("button.undo, .banner.undo").first.inner_text().split("\n")[0]
    return Worked(number, " · ".join(chosen), details, left_open, " ".join(pressed), ended)


def is_free(page: Page, number: int) -> bool:
    """Whether no colleague (of another test) works on the case just now."""
    page.goto(f"/admin/moderation/case/{number}/")
    return not page.get_by_text("works on this case until").count()


def test_each_demo_comment_takes_few_presses(open_page: Open) -> None:
    page = open_page("/healthz")
    sign_in(page)
    of_the_demo = Path("demo/comments.toml").read_text(encoding="utf-8").count("[[comment]]")
    waiting = sorted(number for number in case_numbers(page) if number <= of_the_demo)
    worked = [work(page, number) for number in waiting if is_free(page, number)]
    head = f"case  {'about':<34} details presses  by hand  pressed"
    sys.stdout.write("\n".join(["", head, *map(str, worked), ""]))
    assert len(worked) > 5  # other tests' moderators may hold or have decided a few
    assert max(one.presses for one in worked) <= 8


# --- What every press leaves as it was ------------------------------------------------------


def test_nothing_jumps_when_a_reply_is_chosen(open_page: Open) -> None:
    page = desk_with(open_page, "My mother has lymphoma. Are there trials in Ohio for her?")
    place = "document.getElementById('offers').getBoundingClientRect().top + scrollY"
    before = page.evaluate(place), page.evaluate("scrollY")
    Keys(page).press("1", "q", "q")
    assert (page.evaluate(place), page.evaluate("scrollY")) == before


def test_a_reply_that_is_being_typed_keeps_caret_and_words(open_page: Open) -> None:
    page = desk_with(open_page, "Is a rash a good sign or a bad one, generally speaking?")
    reply = page.locator("#reply")
    reply.press_sequentially("Thank you for this question")
    page.keyboard.press("Home")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.type("Many: ")
    quiet(page)
    page.keyboard.type("more")
    expect(reply).to_have_value("Many: moreThank you for this question")
    expect(page.locator(".preview-reply")).to_contain_text("Thank you for this question")


def test_keys_pressed_while_an_answer_is_on_its_way_are_not_lost(open_page: Open) -> None:
    page = desk_with(open_page, THREE + "Was it worth all that driving?")
    slow: list[str] = []

    def wait_a_little(route: Route) -> None:
        slow.append(route.request.method)
        page.wait_for_timeout(300)
        route.continue_()

    assert page.locator('mark[data-state="open"]').count() == 3
    page.route("**/case/**", wait_a_little)
    for _ in range(3):
        page.keyboard.press("a")
    expect(page.locator('mark[data-state="out"]')).to_have_count(3)
    assert slow == ["POST"] * 3


# --- Spans and guesses ----------------------------------------------------------------------

SELECT = """(words) => {
  const node = [...document.getElementById("original-body").childNodes]
    .find((one) => one.textContent.includes(words));
  const text = node.firstChild ?? node, at = text.textContent.indexOf(words);
  getSelection().setBaseAndExtent(text, at, text, at + words.length);
}"""


def test_words_are_marked_by_selecting_them_also_after_emoji(open_page: Open) -> None:
    page = desk_with(open_page, "😀🎗️ A question about the Xylophone ward: does it open on Sundays?")
    page.evaluate(SELECT, "ylophon")
    Keys(page).press("m")
    expect(page.locator("mark", has_text="Xylophone")).to_have_attribute("data-state", "out")
    assert "Xylophone" not in page.locator(".preview").inner_text()


def test_a_span_shrinks_and_grows_and_can_be_kept(open_page: Open) -> None:
    page = desk_with(open_page, THREE + "Do I qualify for such a study?")
    town = page.locator('mark[data-kind="LOCATION"]')
    expect(town).to_have_text("Cedar Rapids")
    keys = Keys(page)
    keys.press("Tab", "[")
    expect(town).to_have_text("Cedar")
    keys.press("]", "]")
    expect(town).to_have_text("Cedar Rapids, Iowa")
    keys.press("x")
    expect(town).to_have_attribute("data-state", "kept")
    assert "Cedar Rapids, Iowa" in page.locator(".preview").inner_text()


def test_the_machines_guesses_are_corrected_by_key(open_page: Open) -> None:
    page = desk_with(
        open_page, "My sister has breast cancer. Are there clinical trials for her in Utah?"
    )
    keys = Keys(page)
    first = page.locator("#offers").inner_text()
    keys.press("w")
    menu = page.locator("select[name=about]")
    expect(menu).to_be_focused()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        menu.select_option("friend")
    quiet(page)
    expect(menu).to_have_value("friend")
    assert page.locator("#offers").inner_text() != first
    page.keyboard.press("Escape")
    keys.press("q")
    expect(page.locator("[data-key=q]")).to_have_attribute("aria-pressed", "false")


# --- Keys that rest, and keys that never catch anybody --------------------------------------


def test_letters_rest_while_typing(open_page: Open) -> None:
    page = desk_with(open_page, "Does this also work for cats? I wonder about Duluth winters.")
    page.locator("#reply").press_sequentially("sad news, better than expected")
    expect(page.locator("#reply")).to_have_value("sad news, better than expected")
    expect(page).to_have_url(re.compile(r"/case/\d+/"))
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.body")


@pytest.fixture
def keys_on_again(open_page: Open) -> Iterator[None]:
    yield
    page = open_page("/healthz")
    sign_in(page)
    page.locator("#help summary").click()
    page.get_by_role("button", name="Switch single keys on").click()
    expect(page.locator("#live")).to_contain_text("Single keys are on")


@pytest.mark.usefixtures("keys_on_again")
def test_single_keys_can_be_switched_off(open_page: Open) -> None:
    page = desk_with(open_page, "Is it true that Boise has its own programme for this illness?")
    keys = Keys(page)
    keys.press("?")
    expect(page.locator("#help summary")).to_be_focused()
    page.keyboard.press("Tab")
    keys.press("Enter")
    expect(page.locator("#live")).to_contain_text("Single keys are off")
    before = page.locator("#original-body").inner_html()
    page.locator("#original-body").focus()
    keys.press("a", "s", "d", "1")
    assert page.locator("#original-body").inner_html() == before
    expect(page.locator("#reply")).to_have_value("")
    expect(page.locator("[data-key=a] kbd")).to_be_hidden()
    page.reload()
    keys.press("d")
    expect(page.locator(".asked")).to_have_count(0)
    keys.go("Control+Enter")  # no single key: it goes on working


def test_nobody_is_caught_by_the_tab_key(open_page: Open) -> None:
    page = desk_with(open_page, THREE + "Where would it be best to go?")
    spans = page.locator('mark[data-state="open"]')
    assert spans.count() == 3
    visited: list[str] = []
    keys = Keys(page)
    for _ in range(80):
        keys.press("Tab")
        visited.append(page.evaluate("document.activeElement.id || document.activeElement.value"))
        if visited[-1] == "reply":
            break
    assert visited[:2] == ["original-body", "original-body"]
    assert visited[-1] == "reply"
    expect(spans.last).to_have_attribute("aria-current", "true")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") != "reply"


def test_escape_takes_a_question_back(open_page: Open) -> None:
    page = desk_with(open_page, "Could you please write about the spleen one of these days?")
    keys = Keys(page)
    keys.press("d")
    expect(page.locator(".asked")).to_be_visible()
    expect(page.locator(".asked button").first).to_be_focused()
    keys.press("Escape")
    expect(page.locator(".asked")).to_have_count(0)
    expect(page.locator("[data-key=d]")).to_be_focused()
    keys.press("r")
    expect(page.locator("#offers button, #reply-search").first).to_be_focused()


def test_what_was_done_is_said_in_one_live_region(open_page: Open) -> None:
    page = desk_with(open_page, THREE + "Is celery juice of any use?")
    assert page.locator("[aria-live]").count() == 1
    live = page.locator("#live")
    assert live.get_attribute("aria-live") == "polite"
    keys = Keys(page)
    keys.press("a")
    expect(live).to_have_text("Left out.")
    keys.press("1")
    expect(live).to_contain_text("Reply inserted")


# --- When others, or the clock, come in between ---------------------------------------------


def test_the_second_on_a_case_keeps_every_word(open_page: Open) -> None:
    first = desk_with(open_page, "What becomes of old T cells, do they retire somewhere nice?")
    other_window = first.context.new_page()
    other_window.goto(first.url)
    put_back(other_window)
    second = open_page("/healthz")
    sign_in(second, "moderator2")
    second.goto(first.url)
    second.locator("[data-take]").click()
    expect(second.locator("#original-body")).to_be_visible()
    Keys(second).go("Control+Enter")
    first.locator("#reply").fill("What I had begun to write, and then some more")
    with first.expect_response(lambda answer: answer.status == 409):
        first.keyboard.press("Control+Enter")
    expect(first.locator("h1")).to_have_text("Somebody was quicker")
    expect(first.locator("#desk .banner")).to_contain_text("Milo")
    kept = first.locator("#kept")
    expect(kept).to_have_value("What I had begun to write, and then some more")


def test_z_takes_a_publication_back_within_the_window(open_page: Open) -> None:
    page = desk_with(open_page, "Who sweeps up the dead cells after such a long fight, I ask?")
    address = page.url
    keys = Keys(page)
    keys.press("1")
    reply = page.locator("#reply").input_value()
    keys.go("Control+Enter")
    keys.go("z")
    assert page.url == address
    expect(page.locator("#original-body")).to_contain_text("Who sweeps up the dead cells")
    expect(page.locator("#reply")).to_have_value(reply)


def test_a_session_that_ends_while_typing_loses_nothing(open_page: Open) -> None:
    page = desk_with(open_page, "Do these cells also live in the skin of quite old people?")
    address = page.url
    page.locator("#reply").press_sequentially("Kept before. ")
    page.wait_for_timeout(1000)
    quiet(page)
    page.context.clear_cookies(name="bedside")
    page.keyboard.type("Typed after the session had ended.")
    live = page.locator("#live")
    expect(live).to_contain_text("signed out")
    expect(page).to_have_url(address)
    with page.expect_popup() as popup:
        live.get_by_role("link", name="Sign in").click()
    tab = popup.value
    tab.get_by_label("Username").fill("moderator")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.locator("body")).to_contain_text("Close this tab")
    tab.close()
    expect(page.locator("#reply")).to_have_value("Kept before. Typed after the session had ended.")
    with page.expect_response(
        lambda answer: answer.status == 200 and answer.request.method == "POST"
    ):
        page.locator("#reply").press_sequentially("!")
    quiet(page)
    page.reload()
    expect(page.locator("#reply")).to_have_value("Kept before. Typed after the session had ended.!")


def test_losing_all_cookies_loses_nothing_either(open_page: Open) -> None:
    page = desk_with(open_page, "Do these cells mind the cold, as all of us up here do mind it?")
    page.context.clear_cookies()
    page.locator("#reply").press_sequentially("Still here")
    link = page.locator("#live").get_by_role("link", name="Sign in")
    expect(link).to_have_attribute("href", re.compile("signed-in"))
    expect(page.locator("#reply")).to_have_value("Still here")


def test_a_server_that_does_not_answer_loses_nothing(open_page: Open) -> None:
    page = desk_with(open_page, "Is there a picture of a macrophage that I could knit at home?")
    page.context.set_offline(True)
    page.locator("#reply").press_sequentially("Typed in a tunnel")
    expect(page.locator("#live")).to_contain_text("Nothing is lost")
    page.context.set_offline(False)
    expect(page.locator("#reply")).to_have_value("Typed in a tunnel")


# --- The queue ------------------------------------------------------------------------------


def test_the_queue_is_walked_and_worked_by_keys(open_page: Open) -> None:
    page = open_page("/healthz")
    ask(page, "How long does a macrophage live, in days or in months?")
    sign_in(page)
    keys = Keys(page)
    keys.press("j")
    expect(page.locator(".rows a").first).to_be_focused()
    keys.press("k")
    expect(page.locator(".rows a").last).to_be_focused()
    keys.go("n")
    expect(page.locator("#original-body")).to_be_visible()
    keys.go("u")
    expect(page.locator(".rows")).to_be_visible()
