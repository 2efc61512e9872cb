"""The whole road by hand: five details are asked, seen, left out, answered, and found nowhere."""

import sys
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import (
    ARTICLE,
    UNDO_SECONDS,
    Open,
    fill_sign_in,
    newest_case,
    once_public,
)
from tests.services import Site

NAME, TOWN, DAY, DOSE, PHONE = (
    "Rosalind Ostrander",
    "Kokomo",
    "February 11, 2022",
    "137 mg",
    "212-555-0187",
)
DETAILS = (NAME, "Ostrander", TOWN, DAY, "February 11", DOSE, PHONE, "5550187")
WORDS = (
    f"Hello, my name is {NAME} and I live in {TOWN}, Indiana. My melanoma was found on {DAY} and I "
    f"take {DOSE} of dabrafenib a day. Are there clinical trials for somebody who paints barns? "
    f"Please call {PHONE}."
)
EMAIL = "barn.painter@example.org"
PUBLIC = [f"/articles/{ARTICLE}/", "/", "/feed/", "/sitemap.xml", "/search/?q=melanoma", "/es/"]


class Hand:
    """A person at a screen, whose clicks and keys are counted; a field's words are one entry."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.keys = self.fields = 0

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.page.locator(selector).first.click()

    def fill(self, selector: str, words: str) -> None:
        self.fields += 1
        self.page.locator(selector).fill(words)

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.keys} keys, {self.fields} fields filled"


def files_with(folder: Path, words: str) -> list[str]:
    """Files of the data folder in which the words stand in clear, in any usual encoding."""
    needles = [words.encode(), words.encode("utf-16-le"), words.replace(" ", "+").encode()]
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and any(needle in path.read_bytes() for needle in needles):
            found.append(str(path.relative_to(folder)))
    return found


def write_and_send(reader: Hand) -> None:
    page = reader.page
    page.goto(f"/articles/{ARTICLE}/")
    reader.fill("#id_body", WORDS)
    reader.fill("#id_email", EMAIL)
    reader.click("form:has(#id_body) button[type=submit]")
    shown = page.locator("#preview").inner_text()
    assert not [detail for detail in DETAILS if detail in shown]
    listed = page.locator(".details").inner_text()
    assert [one for one in (NAME, TOWN, DAY, DOSE, PHONE) if one not in listed] == []
    reader.click("button[value=as-written]")
    expect(page.locator("h1")).to_contain_text("Thank you")


def answer(staff: Hand) -> None:
    page = staff.page
    staff.fields += 2
    staff.clicks += 1
    fill_sign_in(page)
    staff.click(f".rows a[href$='/case/{newest_case(page)}/']")
    expect(page.locator("[data-take]")).to_be_focused()
    staff.press("Enter")
    expect(page.locator("#original-body")).to_contain_text(NAME)
    staff.press("1")
    expect(page.locator(".preview-reply")).to_contain_text("melanoma")
    with page.expect_navigation():
        staff.press("Control+Enter")


def mails_to(folder: Path, address: str) -> list[str]:
    """The mails that the worker has written so far, the undo window waited for."""
    deadline = time.monotonic() + UNDO_SECONDS + 60
    while time.monotonic() < deadline:
        mails = [path.read_text() for path in (folder / "mail").glob("*")]
        if found := [mail for mail in mails if address in mail]:
            return found
        time.sleep(0.5)
    return []


def test_five_details_are_seen_left_out_and_found_nowhere(open_page: Open, demo_site: Site) -> None:
    assert [words for words in DETAILS if files_with(demo_site.data, words)] == []
    reader, staff = Hand(open_page("/healthz")), Hand(open_page("/healthz"))
    write_and_send(reader)
    answer(staff)
    sys.stdout.write(f"\nreader: {reader}; moderator: {staff}\n")
    assert (reader.clicks, staff.clicks + staff.keys) == (2, 5)

    page = open_page("/healthz")
    text = once_public(page, "Are there clinical trials for somebody who paints barns?")
    thread = text[text.index("somebody who paints barns") :]
    assert "clinicaltrials.gov" in thread
    for path in PUBLIC:
        everything = page.request.get(path).text()
        assert not [detail for detail in DETAILS if detail in everything]
    mails = mails_to(demo_site.data, EMAIL)
    assert len(mails) == 1
    assert "/my/" in mails[0]
    assert "melanoma" not in mails[0].casefold()
    assert {words: files_with(demo_site.data, words) for words in DETAILS} == {
        words: [] for words in DETAILS
    }
