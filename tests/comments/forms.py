"""A reader's browser for tests: reads the forms of a page and posts them back, cookie-free."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from blog.models import Article

Response = Any  # the test client's response has more than Django's own says


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._textarea = ""

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.forms.append({"action": attrs.get("action", ""), "inputs": [], "buttons": []})
        if not self.forms:
            return
        form = self.forms[-1]
        if tag == "input" and attrs.get("name"):
            if attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs:
                form["inputs"].append((attrs["name"], attrs.get("value", "")))
        elif tag == "textarea" and attrs.get("name"):
            self._textarea = attrs["name"]
            form["inputs"].append((self._textarea, ""))
        elif tag == "button" and attrs.get("name"):
            form["buttons"].append((attrs["name"], attrs.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            # HTML drops the first line feed of a textarea.
            text = data.removeprefix("\n")
            self.forms[-1]["inputs"][-1] = (self._textarea, text)
            self._textarea = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""


def forms_of(response: Response) -> list[dict[str, Any]]:
    """Every form of a page: action, inputs in order, named buttons."""
    parser = _Forms()
    parser.feed(response.text)
    return parser.forms


def form_to(response: Response, ending: str) -> dict[str, Any]:
    """The form whose action ends so."""
    return next(form for form in forms_of(response) if form["action"].endswith(ending))


def grouped(inputs: list[tuple[str, str]]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in inputs:
        data.setdefault(name, []).append(value)
    return data


def browser() -> Client:
    """A strict client: CSRF is enforced, as in real life."""
    return Client(enforce_csrf_checks=True)


def check(article: Article, body: str, *, client: Client | None = None, **fields: str) -> Response:
    """Post the form under the article; answers the check page."""
    data = {"name": "Denise", "email": "", "body": body, "homepage": ""} | fields
    url = f"/articles/{article.slug}/comments/"
    return (client or browser()).post(url, data)


def send(
    page: Response, choice: str = "cleaned", *, client: Client | None = None, **changes: Any
) -> Response:
    """Post a check page's form with all its inputs and a choice."""
    form = form_to(page, "/send/")
    data = grouped(form["inputs"]) | {"choice": [choice]} | changes
    return (client or browser()).post(form["action"], data)


def token_in(response: Response) -> str:
    """The token of the private page a response goes on to."""
    return str(response.headers["Location"]).rstrip("/").rsplit("/", 1)[-1]
