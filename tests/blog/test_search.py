"""Search finds published articles whatever the reader types, and nothing else."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.models import ArticleState, Author, Byline, SearchRow, Topic
from blog.search import MAX_WORDS, search, words
from tests import factories

pytestmark = pytest.mark.django_db


def titles(query: str) -> list[str]:
    return [hit.article.title for hit in search(query)]


def written(title: str, body: str = "<p>Words.</p>", **fields: Any) -> Any:
    return factories.article(title=title, body=body, **({"dek": ""} | fields))


def test_titles_weigh_more_than_the_text() -> None:
    written("Nothing of the kind", "<p>macrophages</p>")
    written("Macrophages")
    assert titles("macrophages") == ["Macrophages", "Nothing of the kind"]


def test_words_are_found_in_dek_text_topics_synonyms_and_byline() -> None:
    Topic.objects.create(slug="grawitz", name="Kidney", synonyms="renal cell\nhypernephroma")
    for number, fields in enumerate(({"dek": "about zebras"}, {"body": "<p>zebras</p>"})):
        written(f"Zebra {number}", **fields)
    tagged = written("Tagged")
    tagged.topics.add(Topic.objects.get(slug="grawitz"))
    author = Author.objects.create(name="Hedda Lindqvist")
    Byline.objects.create(article=tagged, author=author)
    tagged.reindex()
    assert len(titles("zebras")) == 2
    assert titles("hypernephroma") == titles("lindqvist") == ["Tagged"]


def test_other_forms_of_a_word_and_its_beginning_are_found() -> None:
    written("Treating tumors")
    assert titles("tumor") == titles("treat") == titles("treated") == ["Treating tumors"]


def test_all_words_come_before_any_word() -> None:
    written("Lungs")
    written("Scans")
    written("Scans of lungs")
    assert titles("scans lungs") == ["Scans of lungs"]
    assert sorted(titles("scans zebras")) == ["Scans", "Scans of lungs"]


def test_a_saved_change_is_found_at_once_and_the_old_words_are_not() -> None:
    article = written("Zebras")
    article.title = "Quokkas"
    article.save()
    assert titles("zebras") == []
    assert titles("quokkas") == ["Quokkas"]
    article.state = ArticleState.UNPUBLISHED
    article.save()
    assert titles("quokkas") == []


def test_a_deleted_article_leaves_no_row() -> None:
    written("Zebras").delete()
    assert not SearchRow.objects.exists()
    assert titles("zebras") == []


def test_snippets_mark_what_was_found_and_escape_the_rest() -> None:
    written("Trials", "<p>In 5 of 7 &lt;b&gt; trials, zebras &amp; quokkas took part.</p>")
    (hit,) = search("zebras")
    assert "<mark>zebras</mark>" in hit.snippet
    assert "<b>" not in hit.snippet
    assert "&amp;" in hit.snippet


SYNTAX = [
    '"',
    "'",
    "AND",
    "NOT zebras",
    "zebras OR",
    "NEAR(zebras, 3)",
    "title:zebras",
    "zebras*",
    "^zebras",
    "(zebras",
    "zebras -quokkas",
    "zebras & | !",
    "zebras:*",
    "<->",
    "zebras\\",
    "zebras\x00quokkas",
    "'; DROP TABLE blog_article; --",
    "%",
    "{zebras}",
    "z" * 5000,
    "zebra " * 500,
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "ßẞİı",
    "日本語",
    "_",
    "²",
]


@pytest.mark.parametrize("query", SYNTAX, ids=range(len(SYNTAX)))
def test_no_syntax_of_the_readers_can_fail(client: Client, query: str) -> None:
    written("Zebras")
    assert client.get("/search/", {"q": query}).status_code == 200


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
def test_no_text_at_all_can_fail(query: str) -> None:
    assert isinstance(search(query), list)


def test_a_query_is_cut_to_a_number_of_words() -> None:
    assert len(words("word " * 100)) == MAX_WORDS


def test_the_page_shows_the_query_escaped_and_is_not_indexed(client: Client) -> None:
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_spanish_articles_are_found_by_spanish_forms() -> None:
    written("Tratamientos nuevos", language="es", body="<p>Las células atacan.</p>")
    assert titles("tratamientos") == titles("células") == ["Tratamientos nuevos"]
