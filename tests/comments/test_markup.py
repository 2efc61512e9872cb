"""The HTML of a published text: safe, quiet, and nothing but what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.markup import to_html
from moderation.redaction import MARKS


def test_paragraphs_and_lines() -> None:
    assert to_html("One\r\ntwo\n\n \nthree\n") == "<p>One<br>two</p><p>three</p>"


def test_markup_is_text() -> None:
    assert to_html("PSA <4 & \"x\" 'y'") == "<p>PSA &lt;4 &amp; &quot;x&quot; &#x27;y&#x27;</p>"


def test_marks_are_quiet_and_other_brackets_are_not() -> None:
    assert to_html("[name] [sic]") == '<p><span class="mark">[name]</span> [sic]</p>'
    for mark in MARKS:
        assert to_html(mark) == f'<p><span class="mark">{mark}</span></p>'


def test_https_links_to_our_own_hosts_only() -> None:
    html = to_html("See https://clinicaltrials.gov/search?a=b&c=(d). (https://www.cancer.gov/x)!")
    rel = 'rel="nofollow ugc noopener"'
    address = "https://clinicaltrials.gov/search?a=b&amp;c=(d)"
    assert html == (
        f'<p>See <a href="{address}" {rel}>{address}</a>. '
        f'(<a href="https://www.cancer.gov/x" {rel}>https://www.cancer.gov/x</a>)!</p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "http://clinicaltrials.gov/",
        "https://evil.example.net/",
        "https://clinicaltrials.gov.evil.net/",
        "https://clinicaltrials.gov@evil.net/",
        "https://clinicaltrials.gov:pw@evil.net/",
        "https://clinicaltrials.gov-evil.net/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://CLINICALTRIALS.gov.evil.net",
    ],
)
def test_nothing_else_becomes_a_link(text: str) -> None:
    assert "<a " not in to_html(text)


def test_directions_and_control_characters_are_dropped() -> None:
    assert to_html("a\u202eb\u2066c\u200f\x07\x9b") == "<p>abc</p>"


@given(st.text())
def test_no_text_makes_a_tag_of_its_own(text: str) -> None:
    html = str(to_html(text))
    for tag in ("<p>", "</p>", "<br>", '<span class="mark">', "</span>"):
        html = html.replace(tag, "")
    assert "<" not in html.replace('<a href="https://', "").replace("</a>", "")
