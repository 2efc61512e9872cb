"""From the form to the private page: nothing is stored before it is sent, and once only."""

import pytest

from comments import originals
from comments.models import Comment, Original, State
from tests import factories
from tests.comments.forms import browser, check, form_to, grouped, send, token_in

pytestmark = pytest.mark.django_db

DETAILS = "I am a 52-year-old woman from Toledo. Please call 212 555 0142 about my PSA."


def test_the_first_post_stores_nothing_of_the_comment() -> None:
    page = check(factories.article(), "Does immunotherapy work for everybody?")
    assert page.status_code == 200
    assert "Not sent yet" in page.text
    assert not Comment.objects.exists()
    assert not Original.objects.exists()


def test_a_client_without_cookies_walks_from_the_article_to_a_page_it_can_reload() -> None:
    article = factories.article()
    client = browser()
    form = form_to(client.get(article.get_absolute_url()), f"/{article.slug}/comments/")
    data = grouped(form["inputs"]) | {"body": ["Is there a trial near me?"], "name": ["Denise"]}
    page = client.post(form["action"], data)
    sent = send(page, client=client)
    assert sent.status_code == 303
    for _time in range(2):
        thanks = client.get(sent.headers["Location"])
        assert thanks.status_code == 200
        assert "Thank you" in thanks.text
    assert not client.cookies
    assert Comment.objects.get().state == State.QUEUED


def test_the_check_page_shows_what_would_be_left_out() -> None:
    page = check(factories.article(), DETAILS)
    preview = page.text.partition('id="preview"')[2].partition("</section>")[0]
    assert "212 555 0142" not in preview
    assert "[phone]" in preview
    assert "Toledo" not in preview


def test_cleaned_words_are_the_only_ones_that_are_kept() -> None:
    sent = send(check(factories.article(), DETAILS), "cleaned")
    original = Original.objects.get()
    kept = originals.open_as_staff(original)
    assert "212 555 0142" not in kept.body
    assert "[phone]" in kept.body
    assert token_in(sent) == kept.token


def test_words_sent_as_written_are_sealed_as_written() -> None:
    send(check(factories.article(), DETAILS, email="denise@example.org"), "as-written")
    kept = originals.open_as_staff(Original.objects.get())
    assert (kept.name, kept.email, kept.body) == ("Denise", "denise@example.org", DETAILS)


def test_the_same_form_sent_twice_is_one_comment_and_one_address() -> None:
    page = check(factories.article(), "Does it work?")
    first, second = send(page), send(page)
    assert first.headers["Location"] == second.headers["Location"]
    assert Comment.objects.count() == Original.objects.count() == 1
