"""The demo's data files keep what their README promises."""

import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

DEMO = Path(__file__).parent.parent / "demo"
FIELD = re.compile(r"\{\{ (\w+) \}\}")
PHONE = re.compile(r"\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}")
ADDRESS = re.compile(r"https?://\S+")
HOSTS = (
    "clinicaltrials.gov",
    "www.cancer.gov",
    "medlineplus.gov",
    "www.fda.gov",
    "988lifeline.org",
)
TAGS = {"p", "h2", "ul", "ol", "li", "a", "strong", "em", "blockquote"}
REPLIES: list[dict[str, Any]] = tomllib.loads((DEMO / "replies.toml").read_text(encoding="utf-8"))[
    "reply"
]
COMMENTS: list[dict[str, Any]] = tomllib.loads(
    (DEMO / "comments.toml").read_text(encoding="utf-8")
)["comment"]
ARTICLES = sorted((DEMO / "articles").glob("*.html"))


def split(path: Path) -> tuple[dict[str, Any], str]:
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(front), body


class TagCollector(HTMLParser):
    def __init__(self, body: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.words = 0
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += len(data.split())


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply["slug"])
def test_a_reply_greets_is_short_and_uses_the_same_fields_in_both_languages(
    reply: dict[str, Any],
) -> None:
    documented = set(re.findall(r"`(\w+)`", (DEMO / "README.md").read_text(encoding="utf-8")))
    assert reply["en"].startswith("{{ greeting }} ")
    assert reply["es"].startswith("{{ greeting }} ")
    assert set(FIELD.findall(reply["en"])) == set(FIELD.findall(reply["es"])) <= documented
    assert len(reply["en"].split()) <= 90
    assert "{{" not in FIELD.sub("", reply["en"] + reply["es"])


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply["slug"])
def test_a_reply_links_only_to_known_places(reply: dict[str, Any]) -> None:
    for address in ADDRESS.findall(reply["en"] + reply["es"]):
        assert address.startswith(tuple(f"https://{host}" for host in HOSTS)), address


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply["slug"])
def test_a_reply_claims_nothing_about_the_reader(reply: dict[str, Any]) -> None:
    claims = r"your (?:chart|visit|results|scan|diagnosis|tumor|cancer|surgery|treatment)\b"
    promises = r"\byou (?:qualify|are eligible|will be accepted)|we (?:recommend|advise)\b"
    assert not re.search(f"{claims}|{promises}", reply["en"], re.IGNORECASE)


def test_no_two_replies_share_a_slug_and_the_crises_have_their_own() -> None:
    slugs = [reply["slug"] for reply in REPLIES]
    assert len(slugs) == len(set(slugs)) >= 24
    crises = {reply.get("crisis") for reply in REPLIES}
    assert crises == {None, "distress", "self-harm", "medical-emergency"}
    assert all("988" in reply["en"] for reply in REPLIES if reply.get("crisis") == "self-harm")
    assert all(
        "911" in reply["en"] for reply in REPLIES if reply.get("crisis") == "medical-emergency"
    )


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_is_whole(path: Path) -> None:
    front, body = split(path)
    tags = TagCollector(body)
    assert tags.seen <= TAGS
    assert body.count("<h2>") >= 4
    assert 600 <= tags.words <= 1100
    assert len(front["title"]) <= 180
    assert len(front["dek"]) <= 300
    assert front["authors"]
    assert front["reviewer"]["credentials"]
    assert all(front[f"hero_{key}"] for key in ("alt", "caption", "credit"))


def test_comments_answer_to_articles_and_replies_that_exist() -> None:
    articles = {split(path)[0]["slug"]: split(path)[0]["days_ago"] for path in ARTICLES}
    replies = {reply["slug"] for reply in REPLIES}
    for comment in COMMENTS:
        decided = comment.get("decided_days_ago")
        assert comment["days_ago"] < articles[comment["article"]]
        assert comment.get("reply") in {None, *replies}
        assert (decided is not None) == (comment["outcome"] in {"published", "private"})
        assert decided is None or decided < comment["days_ago"]


def test_every_person_can_only_be_an_invented_one() -> None:
    for path in (DEMO / "comments.toml", DEMO / "replies.toml", *ARTICLES):
        for number in PHONE.findall(path.read_text(encoding="utf-8")):
            assert re.search(r"555[-. ]01\d\d$", number), number
    for comment in COMMENTS:
        assert re.fullmatch(r"|[\w.]+@example\.(org|net|com)", comment["email"])
