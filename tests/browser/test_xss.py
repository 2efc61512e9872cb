"""Hostile HTML, cleaned and published, does nothing in a real browser under the real policy."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.blog import corpus
from tests.services import Site

CASES = corpus.cases()
# One article a case: together, an unclosed element of one would hide the next.
PUBLISH = """
import json, sys
from datetime import timedelta
from django.utils import timezone
from blog.models import Article
long_ago = timezone.now() - timedelta(days=9000)
for number, case in enumerate(json.load(sys.stdin)):
    Article.objects.create(slug=f"xss-{number}", title="Case", dek="-", body=case,
        state="published", publish_at=long_ago, comments_mode="closed")
"""
# Whatever waits for a reader to do something gets it.
EVENTS = """() => {
  const names = ["mouseover", "mouseenter", "pointerover", "pointerenter", "focus", "focusin",
    "load", "error", "toggle", "animationstart", "input", "begin"];
  for (const element of document.querySelectorAll(".body, .body *"))
    for (const name of names) element.dispatchEvent(new Event(name, { bubbles: true }));
  return [...document.querySelectorAll(".body a[href]")].map((link) => link.protocol);
}"""


class Watched:
    """A page, and everything that hostile code would cause on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: list[str] = []
        page.on("dialog", self._dialog)
        page.on("console", lambda line: self._line(line.text))
        page.on("pageerror", lambda error: self.seen.append(str(error)))
        page.on("request", lambda request: self._request(request.url))

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _line(self, text: str) -> None:
        if re.search(r"Content.Security.Policy|Refused to", text, re.IGNORECASE):
            self.seen.append(text)

    def _request(self, url: str) -> None:
        if "evil.example.org" in url:
            self.seen.append(url)


@pytest.fixture
def watched(browser: Browser, demo_site: Site) -> Iterator[Watched]:
    context = browser.new_context(base_url=demo_site.url)
    yield Watched(context.new_page())
    context.close()


def test_no_case_opens_a_dialog_breaks_the_policy_or_leads_astray(
    watched: Watched, demo_site: Site
) -> None:
    demo_site.manage("shell", "--verbosity=0", "-c", PUBLISH, text=json.dumps(CASES))
    for number, case in enumerate(CASES):
        answer = watched.page.goto(f"/articles/xss-{number}/")
        assert answer is not None
        assert answer.status == 200
        protocols = watched.page.evaluate(EVENTS)
        assert set(protocols) <= {"http:", "https:", "mailto:", "tel:"}, case
        assert watched.seen == [], case


def test_the_same_html_uncleaned_is_noticed(watched: Watched) -> None:
    watched.page.goto("/")
    add = "html => document.body.insertAdjacentHTML('beforeend', html)"
    watched.page.evaluate(add, "<img src=x onerror=alert(1)>")
    watched.page.wait_for_timeout(300)
    assert watched.seen
