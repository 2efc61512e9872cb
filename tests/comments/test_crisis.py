"""Somebody in danger gets numbers and kindness, not marks and counts."""

import pytest

from comments import helplines, originals
from comments.models import Original
from tests import factories
from tests.comments.forms import browser, check, form_to, send

pytestmark = pytest.mark.django_db
WORDS = "I want to kill myself tonight. Call me on 212-555-0142."


def test_the_page_has_numbers_and_no_marks_or_counts() -> None:
    page = check(factories.article(), WORDS)
    assert 'href="tel:988"' in page.text
    assert "800-555-0199" in page.text
    for word in ('class="mark"', "[phone]", "left out", 'name="leave"', 'id="preview"'):
        assert word not in page.text


def test_numbers_are_there_for_several_countries_and_in_spanish() -> None:
    article = factories.article()
    page = browser().post(f"/es/articles/{article.slug}/comments/", {"body": WORDS})
    for number in ("988", "024", "800 911 2000", "116 123"):
        assert number in page.text


def test_one_button_sends_the_words_to_staff_all_the_same() -> None:
    page = check(factories.article(), WORDS)
    buttons = form_to(page, "/send/")["buttons"]
    assert buttons == [("choice", "as-written"), ("back", "1")]
    sent = send(page, "as-written")
    assert originals.open_as_staff(Original.objects.get()).body == WORDS
    thanks = browser().get(sent.headers["Location"])
    assert 'href="tel:988"' in thanks.text


def test_a_calm_comment_gets_no_crisis_page() -> None:
    sent = send(check(factories.article(), "This waiting is killing me. Any news?"))
    assert "Línea de la Vida" not in browser().get(sent.headers["Location"]).text


def test_an_emergency_names_911_first() -> None:
    assert helplines.lines(helplines.EMERGENCY)[0].number == "911"
    assert helplines.lines("none") == ()
