"""A reader without a browser: opens the form, looks at the check page, sends, and tries again."""

import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from types import SimpleNamespace
from typing import Any

from tests.comments.forms import forms_of, grouped

SLUG = "immune-cells"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stay)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 when nothing did."""

    status: int
    text: str
    location: str = ""


def call(url: str, fields: dict[str, list[str]] | None = None, *, timeout: float = 40) -> Answer:
    """GET, or POST of the fields."""
    body = urllib.parse.urlencode(fields, doseq=True).encode() if fields is not None else None
    request = urllib.request.Request(url, data=body)  # noqa: S310 - our own loopback
    try:
        with _opener.open(request, timeout=timeout) as answer:
            return Answer(answer.status, answer.read().decode(), "")
    except urllib.error.HTTPError as refused:
        with refused:
            text = refused.read().decode(errors="replace")
            return Answer(refused.code, text, refused.headers.get("Location", ""))
    except (OSError, HTTPException):
        return Answer(0, "")


def check(site: str, body: str, *, email: str = "", slug: str = SLUG) -> Answer:
    """Post the form under the article."""
    fields = {"name": ["Denise"], "email": [email], "body": [body], "homepage": [""]}
    return call(f"{site}/articles/{slug}/comments/", fields)


def sending_form(page: Answer) -> tuple[str, dict[str, list[str]]]:
    """The action and the fields of a check page."""
    forms: list[dict[str, Any]] = forms_of(SimpleNamespace(text=page.text))
    form = next(one for one in forms if one["action"].endswith("/send/"))
    return form["action"], grouped(form["inputs"]) | {"choice": ["as-written"]}


@dataclass(slots=True)
class Crowd:
    """Readers who write at the same time, each trying again until the site says thank you."""

    site: str
    count: int = 4
    thanked: dict[str, str] = field(default_factory=dict)  # body -> address of the private page
    given_up: list[str] = field(default_factory=list)
    lost_answers: int = 0
    refused: list[int] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for number in range(self.count):
            thread = threading.Thread(target=self._write_on, args=(number,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def end(self) -> None:
        """Let everybody finish what they are at."""
        self.stop.set()
        for thread in self._threads:
            thread.join(90)

    def _write_on(self, reader: int) -> None:
        turn = 0
        while not self.stop.is_set():
            turn += 1
            self._write(f"Question {reader}-{turn}: does immunotherapy work for everybody?")

    def _write(self, body: str) -> None:
        page = self._until_answered(lambda: check(self.site, body), {200})
        if page is None:
            return
        action, fields = sending_form(page)
        sent = self._until_answered(lambda: call(self.site + action, fields), {302, 303})
        if sent is None:
            self.given_up.append(body)
        else:
            self.thanked[body] = sent.location

    def _until_answered(self, attempt: Any, wanted: set[int]) -> Answer | None:
        for _ in range(60):
            answer: Answer = attempt()
            if answer.status in wanted:
                return answer
            if answer.status:
                self.refused.append(answer.status)
            else:
                self.lost_answers += 1
            self.stop.wait(0.5) or threading.Event().wait(0.2)
        return None
