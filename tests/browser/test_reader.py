"""What a reader's browser does with the form, the check page and the private page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

ARTICLE = "/articles/immune-cells-that-switch-sides/"
WORDS = "I am from Toledo, Ohio. Please call 212-555-0142.\n\nAre there trials near us?"


def write(page: Page, body: str = WORDS, **fields: str) -> None:
    page.locator("#id_body").fill(body)
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("form:has(#id_body) button[type=submit]").click()


def typed(page: Page) -> str:
    return page.locator("textarea[name=body]").input_value()


def preview(page: Page) -> str:
    return page.locator("#preview").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_the_whole_road_with_and_without_scripts(open_page: Open, *, script: bool) -> None:
    page = open_page(ARTICLE, java_script_enabled=script)
    write(page, name="Denise")
    expect(page).to_have_title(re.compile("Not sent yet"))
    assert "212-555-0142" not in preview(page)
    page.locator("button[value=cleaned]").click()
    page.wait_for_url("**/my/**")
    expect(page.locator("h1")).to_contain_text("Thank you")
    page.reload()
    expect(page.locator("h1")).to_contain_text("Thank you")
    assert page.context.cookies() == []


def test_taking_a_tick_away_shows_the_words_at_once(open_page: Open) -> None:
    page = open_page(ARTICLE)
    write(page)
    page.locator("input[name=leave]").first.uncheck()
    expect(page.locator("#preview")).to_contain_text("Toledo")
    page.locator("input[name=leave]").first.check()
    expect(page.locator("#preview")).not_to_contain_text("Toledo")
    expect(page.locator("button[name=look]")).to_be_hidden()


def test_without_scripts_a_button_shows_them(open_page: Open) -> None:
    page = open_page(ARTICLE, java_script_enabled=False)
    write(page)
    page.locator("input[name=leave]").first.uncheck()
    page.locator("button[name=look]").click()
    assert "Toledo" in preview(page)
    assert not page.locator("input[name=leave]").first.is_checked()


def test_back_and_reload_lose_nothing(open_page: Open) -> None:
    page = open_page(ARTICLE)
    write(page)
    expect(page).to_have_title(re.compile("Not sent yet"))
    page.reload()
    expect(page).to_have_title(re.compile("Not sent yet"))
    page.go_back()
    assert typed(page) == WORDS
    page.go_forward()
    page.locator("button[name=back]").click()
    assert typed(page) == WORDS


def test_going_back_after_sending_and_sending_again_is_one_comment(open_page: Open) -> None:
    page = open_page(ARTICLE)
    write(page)
    page.locator("button[value=cleaned]").click()
    page.wait_for_url("**/my/**")
    first = page.url
    page.go_back()
    page.locator("button[value=cleaned]").click()
    page.wait_for_url("**/my/**")
    assert page.url == first


@pytest.mark.parametrize("script", [True, False])
def test_errors_take_the_focus_and_lead_to_their_fields(open_page: Open, *, script: bool) -> None:
    page = open_page(ARTICLE, java_script_enabled=script)
    write(page, "", email="nobody")
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").last.click()
    expect(page.locator("#id_email")).to_be_focused()
    assert page.locator("#id_email").input_value() == "nobody"


def test_characters_are_counted_as_the_server_counts_them(open_page: Open) -> None:
    page = open_page(ARTICLE)
    page.locator("#id_body").fill("\U0001f600" * 4_999 + "ab")
    expect(page.locator("[data-count]")).to_contain_text("too many: 1")


def test_a_small_screen_never_scrolls_sideways(open_page: Open) -> None:
    page = open_page(ARTICLE, width=320, height=640)
    for step in ("#id_body", "button[value=cleaned]", ".my-link"):
        expect(page.locator(step).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        if step == "#id_body":
            write(page, "x" * 400)
        elif step.startswith("button"):
            page.locator(step).click()


def test_the_private_link_can_be_copied(open_page: Open) -> None:
    page = open_page(ARTICLE, permissions=["clipboard-read", "clipboard-write"])
    write(page)
    page.locator("button[value=cleaned]").click()
    page.wait_for_url("**/my/**")
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
