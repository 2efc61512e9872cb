"""What stops an article from being published, in words, at its field."""

from typing import Any

import pytest

from blog.models import FormerSlug
from blog.publishing import problems
from tests import factories

pytestmark = pytest.mark.django_db
READY: dict[str, Any] = {
    "title": "Cells",
    "dek": "What they do",
    "slug": "cells",
    "body": '<h2>One</h2><p>See <a href="https://www.example.org/x">the study</a>.</p>',
}


def found(**fields: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in problems(READY | fields)]


def test_a_finished_article_has_no_problems() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"title": ""}, "title", "no title"),
        ({"dek": ""}, "dek", "dek is empty"),
        ({"dek": "TK"}, "dek", "to come"),
        ({"body": ""}, "body", "no text"),
        ({"body": "<h2></h2><p>a</p>"}, "body", "heading is empty"),
        ({"body": "<h3>Small</h3><p>a</p>"}, "body", "“Small” is a small heading"),
        ({"body": "<p>Numbers TK.</p>"}, "body", "“TK” is still"),
        ({"body": "<p>Lorem ipsum dolor</p>"}, "body", "is still in the text"),
        ({"hero": 1}, "hero_alt", "Say what the hero image shows"),
        ({"hero": 1, "hero_alt": "x", "hero_decorative": True}, "hero_decorative", "choose"),
        ({"medical_reviewer": 1}, "reviewed_on", "when"),
        ({"reviewed_on": "2026-01-01"}, "medical_reviewer", "who"),
    ],
)
def test_each_problem_is_named_at_its_field(fields: dict[str, Any], field: str, words: str) -> None:
    assert [(where, words in message) for where, message in found(**fields)] == [(field, True)]


@pytest.mark.parametrize(
    "fields",
    [
        {"hero": 1, "hero_alt": "A cell"},
        {"hero": 1, "hero_decorative": True},
        {"body": "<h2>A</h2><h3>B</h3><h2>C</h2><p>a</p>"},
        {"body": '<p><img src="/media/pictures/a.jpg" alt="A cell"></p><p>a</p>'},
    ],
)
def test_what_is_right_is_let_through(fields: dict[str, Any]) -> None:
    assert found(**fields) == []


def test_pictures_in_the_text_need_alternative_text() -> None:
    body = '<p>a</p><img src="/media/pictures/a.jpg" alt=""><img src="/media/pictures/b.jpg">'
    assert "2 of the pictures" in found(body=body)[0][1]


def linked(target: str, words: str = "the study") -> list[tuple[str, str]]:
    return found(body=f'<h2>Next steps</h2><p>See <a href="{target}">{words}</a>.</p>')


@pytest.mark.parametrize(
    "target",
    [
        "",
        "#",
        "#no-such-part",
        "http://",
        "https://nowhere",
        "study.html",
        "mailto:",
        "tel:",
        "/articles/no-such-article/",
        "/es/articles/no-such-article/",
        "/articles/a-draft/",
    ],
)
def test_a_link_to_nothing_is_named_with_its_words(target: str) -> None:
    factories.article("a-draft", state="draft")
    (problem,) = linked(target)
    assert "“the study” leads nowhere" in problem[1]


@pytest.mark.parametrize(
    "target",
    [
        "#next-steps",
        "#comments",
        "https://www.example.org/",
        "mailto:press@example.org",
        "tel:+1-800-555-0123",
        "/topics/lung/",
        "/articles/cells/",
        "/articles/public/",
        "/articles/former/",
        "/es/articles/public/",
    ],
)
def test_a_link_that_leads_somewhere_is_let_through(target: str) -> None:
    public = factories.article("public")
    FormerSlug.objects.create(slug="former", article=public)
    assert linked(target) == []


def test_links_without_words_or_without_meaning_are_named() -> None:
    assert "has no words" in linked("https://www.example.org/", "")[0][1]
    assert "does not say where" in linked("https://www.example.org/", "Click here")[0][1]
