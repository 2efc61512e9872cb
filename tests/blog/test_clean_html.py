"""What editors paste comes out safe, tidy and in the words they wrote."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bleach._vendor import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from blog import body, html
from blog.models import Article
from tests import factories
from tests.blog import corpus

CASES = corpus.cases()
ALLOWED = {
    "a": {"href", "hreflang", "lang"},
    "abbr": {"title", "lang"},
    "img": {"src", "alt", "width", "height", "data-file", "lang"},
    "ol": {"start", "lang"},
    "td": {"colspan", "rowspan", "lang"},
    "th": {"colspan", "rowspan", "scope", "lang"},
}
# fmt: off
TAGS = {
    "a", "abbr", "blockquote", "br", "caption", "code", "em", "figcaption", "figure", "h2", "h3",
    "hr", "img", "li", "ol", "p", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead",
    "tr", "ul",
}
# fmt: on


class _Inspector(HTMLParser):
    """Finds what an allow-list written a second time does not have."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in ALLOWED.get(tag, {"lang"}):
                self.wrong.append(f"{tag} {name}")
            if name == "href" and urlsplit(value or "").scheme not in {
                *("", "http", "https", "mailto", "tel"),
            }:
                self.wrong.append(f"{tag} {value}")
            if name == "src" and not re.fullmatch(r"/media/pictures/[\w.-]+", value or ""):
                self.wrong.append(f"{tag} {value}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.wrong.append("instruction")


def wrong_in(text: str) -> list[str]:
    inspector = _Inspector()
    inspector.feed(text)
    inspector.close()
    return inspector.wrong


def test_the_corpus_is_large_and_each_case_is_there_once() -> None:
    assert len(CASES) >= 150
    assert len(set(CASES)) == len(CASES)


@pytest.mark.parametrize("case", CASES)
def test_nothing_outside_the_allow_list_survives(case: str) -> None:
    assert wrong_in(html.clean(case)) == []


@pytest.mark.parametrize("case", CASES)
def test_a_browsers_parser_reads_the_same_few_elements(case: str) -> None:
    tree = html5lib.parseFragment(html.clean(case), namespaceHTMLElements=False)
    assert {element.tag for element in tree.iter()} - {"DOCUMENT_FRAGMENT"} <= TAGS


@pytest.mark.parametrize("case", CASES)
def test_cleaning_twice_changes_nothing(case: str) -> None:
    once = html.clean(case)
    assert html.clean(once) == once


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(CASES),
            st.sampled_from(
                ["<p>", "</p>", "<table>", "<svg>", "<h2>", "<!--", "-->", "<style>", '"']
            ),
            st.text(max_size=20),
        ),
        max_size=8,
    )
)
def test_no_mixture_of_cases_and_noise_survives(pieces: list[str]) -> None:
    cleaned = html.clean("".join(pieces))
    assert wrong_in(cleaned) == []
    assert html.clean(cleaned) == cleaned


@pytest.mark.django_db
def test_the_page_adds_nothing_that_was_not_allowed() -> None:
    shown = body.render(html.clean("\n".join(CASES))).html
    assert "<script" not in shown.lower()
    assert not re.search(r"<[^>]*\son\w+\s*=", shown)


@pytest.mark.django_db
def test_every_way_of_saving_cleans_and_notes_the_policy() -> None:
    article = factories.article(body="<p onclick=alert(1)>Words</p><script>alert(1)</script>")
    article.refresh_from_db()
    assert article.body == "<p>Words</p>"
    assert article.body_policy == html.POLICY
    article.body += "<iframe src=x></iframe>"
    article.save()
    assert Article.objects.get(pk=article.pk).body == "<p>Words</p>"


WORD = Path(__file__).with_name("word.html").read_text(encoding="utf-8")


def test_pasted_word_html_comes_out_clean() -> None:
    cleaned = re.sub(r"\s*\n\s*", "", html.clean(WORD))
    assert cleaned == (
        "<h2>Results</h2><p>We saw <strong>more</strong> cells (p &lt;0.05) in 5 mg.</p>"
        "<ul><li>One</li><li>Two</li></ul><ol><li>First</li><li>Second</li></ol>"
        "<table><tbody><tr><td><p>a</p></td></tr></tbody></table>"
    )


def test_headings_of_other_levels_become_ours() -> None:
    assert html.clean("<h1>A</h1><h4>B</h4>") == "<h2>A</h2><h3>B</h3>"


def test_figures_tables_and_quotes_stay() -> None:
    kept = (
        '<figure><img src="/media/pictures/ab12.jpg" alt="Cells" data-file="3">'
        "<figcaption>Seen</figcaption></figure><blockquote><p>Said</p></blockquote>"
        '<table><tbody><tr><th scope="col" colspan="2">Dose</th></tr></tbody></table>'
    )
    assert html.clean(kept) == kept


def test_less_than_signs_stay_words() -> None:
    assert html.plain_text(html.clean("<p>PSA <4 & 5 mg <10, I <3 you</p>")) == (
        "PSA <4 & 5 mg <10, I <3 you"
    )


def test_plain_text_has_a_line_for_every_block() -> None:
    assert html.plain_text("<h2>A</h2><p>b &amp; c</p><ul><li>d</li></ul>") == "A\nb & c\nd"
