"""From the form to the private page: nothing is stored before it is sent, and once only."""

import re
import threading
from datetime import timedelta

import pytest
import pytest_django
import time_machine
from django.db import connection
from django.utils import timezone

from blog.models import Article, FormerSlug
from comments import originals
from comments.models import Comment, DayCount, Original, State
from moderation.models import Case
from tests import factories
from tests.comments.forms import Response, browser, check, form_to, grouped, send, token_in

pytestmark = pytest.mark.django_db

DETAILS = "I am from Toledo, Ohio. Please call 212-555-0142 about my scan."


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
    data = grouped(form["inputs"])
    assert {"name", "email", "body"} <= data.keys()
    page = client.post(form["action"], data | {"body": ["Is there a trial?"], "name": ["Denise"]})
    sent = send(page, client=client)
    assert sent.status_code == 303
    assert re.fullmatch(r"/my/[A-Za-z0-9_-]{22}/", sent.headers["Location"])
    for _time in range(2):
        thanks = client.get(sent.headers["Location"])
        assert thanks.status_code == 200
        assert "Thank you" in thanks.text
    assert not client.cookies
    assert Comment.objects.get().state == State.QUEUED


def test_the_check_page_shows_what_would_be_left_out() -> None:
    page = check(factories.article(), DETAILS)
    preview = page.text.partition('id="preview"')[2].partition("</section>")[0]
    assert "212-555-0142" not in preview
    assert "[phone]" in preview
    assert "Some details are left out to protect privacy" in page.text
    for unkind in ("violation", "removed by", "detected", "found"):
        assert unkind not in page.text.lower()


def test_cleaned_words_are_the_only_ones_that_are_kept() -> None:
    sent = send(check(factories.article(), DETAILS), "cleaned")
    kept = originals.open_as_staff(Original.objects.get())
    assert "212-555-0142" not in kept.body
    assert "[phone]" in kept.body
    assert token_in(sent) == kept.token


def test_words_sent_as_written_are_sealed_as_written() -> None:
    send(check(factories.article(), DETAILS, email="denise@example.org"), "as-written")
    kept = originals.open_as_staff(Original.objects.get())
    assert (kept.name, kept.email, kept.body) == ("Denise", "denise@example.org", DETAILS)


def test_a_detail_that_is_unticked_stays_in() -> None:
    page = check(factories.article(), DETAILS)
    form = form_to(page, "/send/")
    assert [name for name, _value in form["inputs"]].count("leave") == 1  # the place
    send(page, "cleaned", leave=[])
    kept = originals.open_as_staff(Original.objects.get())
    assert "Toledo" in kept.body


def test_a_direct_identifier_cannot_be_kept() -> None:
    page = check(factories.article(), DETAILS)
    at = DETAILS.index("212")
    send(page, "cleaned", shown=[f"PHONE-{at}-{at + 12}"], leave=[])
    assert "0142" not in originals.open_as_staff(Original.objects.get()).body


def test_a_client_that_posts_no_boxes_keeps_no_details() -> None:
    page = check(factories.article(), DETAILS)
    send(page, "cleaned", shown=[], leave=[])
    assert "Toledo" not in originals.open_as_staff(Original.objects.get()).body


def test_looking_again_keeps_the_ticks_and_shows_the_words() -> None:
    article = factories.article()
    form = form_to(check(article, DETAILS), "/send/")
    data = grouped(form["inputs"]) | {"leave": [], "look": ["1"]}
    again = browser().post(f"/articles/{article.slug}/comments/", data)
    preview = again.text.partition('id="preview"')[2].partition("</section>")[0]
    assert "Toledo" in preview
    assert "212-555-0142" not in preview
    assert "leave" not in [name for name, _v in form_to(again, "/send/")["inputs"]]


def test_the_name_is_shortened_to_the_first_one() -> None:
    page = check(factories.article(), "A question?", name="Philip Q. Vanterpool")
    preview = page.text.partition('id="preview"')[2].partition("</section>")[0]
    assert "Philip" in preview
    assert "Vanterpool" not in preview


def test_the_same_form_sent_twice_is_one_comment_and_one_address() -> None:
    page = check(factories.article(), "Does it work?")
    first, second = send(page), send(page)
    assert first.headers["Location"] == second.headers["Location"]
    assert Comment.objects.count() == Original.objects.count() == 1


def test_a_second_press_after_the_other_button_changes_nothing() -> None:
    page = check(factories.article(), DETAILS)
    first, second = send(page, "cleaned"), send(page, "as-written")
    assert first.headers["Location"] == second.headers["Location"]
    assert "0142" not in originals.open_as_staff(Original.objects.get()).body


def test_going_back_fills_the_form_again_and_complains_about_nothing() -> None:
    article = factories.article()
    body = "\n\nFirst line\r\n  second \u201cline\u201d & <b>\n"
    form = form_to(check(article, body, name="Denise", email="d@example.org"), "/send/")
    data = grouped(form["inputs"]) | {"back": ["1"]}
    page = browser().post(f"/articles/{article.slug}/comments/", data)
    assert dict(form_to(page, "/comments/")["inputs"]) == {
        "body": body.replace("\r\n", "\n"),
        "name": "Denise",
        "email": "d@example.org",
        "homepage": "",
    }
    assert "error-summary" not in page.text


@pytest.mark.parametrize("stamp", ["", "nonsense", "a:b:c", "\0"])
def test_a_failed_stamp_shows_the_check_page_again(stamp: str) -> None:
    page = send(check(factories.article(), DETAILS), stamp=[stamp])
    assert page.status_code == 200
    assert "Not sent yet" in page.text
    assert "Nothing is lost" in page.text
    assert not Comment.objects.exists()
    assert send(page).status_code == 303


def test_a_stamp_older_than_a_day_shows_the_check_page_again() -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=25)):
        page = check(factories.article(), "An old question?")
    again = send(page)
    assert "Not sent yet" in again.text
    assert dict(form_to(again, "/send/")["inputs"])["body"] == "An old question?"
    assert send(again).status_code == 303


def test_a_stamp_of_another_article_is_foreign() -> None:
    one, other = factories.article(), factories.article()
    form = form_to(check(one, "A question?"), "/send/")
    data = grouped(form["inputs"]) | {"choice": ["cleaned"]}
    page = browser().post(f"/articles/{other.slug}/comments/send/", data)
    assert "Not sent yet" in page.text
    assert not Comment.objects.exists()


def test_words_that_nobody_checked_are_not_sent() -> None:
    page = send(check(factories.article(), "A question?"), body=["Other words"])
    assert "Not sent yet" in page.text
    assert not Comment.objects.exists()


def test_a_missing_choice_sends_nothing() -> None:
    page = send(check(factories.article(), "A question?"), "")
    assert "Not sent yet" in page.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example.net"},
        {"Origin": "null"},
    ],
)
def test_posts_from_other_sites_are_refused_and_the_words_come_back(
    headers: dict[str, str],
) -> None:
    article = factories.article()
    form = form_to(check(article, "My own words"), "/send/")
    data = grouped(form["inputs"]) | {"choice": ["cleaned"]}
    for url in (f"/articles/{article.slug}/comments/", form["action"]):
        page = browser().post(url, data, headers=headers)
        assert page.status_code == 403
        assert "My own words" in page.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
    ],
)
def test_posts_from_our_own_pages_are_taken(headers: dict[str, str]) -> None:
    page = browser().post(
        f"/articles/{factories.article().slug}/comments/", {"body": "Mine"}, headers=headers
    )
    assert page.status_code == 200
    assert "Not sent yet" in page.text


def test_a_filled_trap_gets_the_same_thanks_and_no_case() -> None:
    page = check(factories.article(), "Buy this", homepage="https://example.net/")
    sent = send(page)
    comment = Comment.objects.get()
    assert comment.state == State.SPAM
    assert not comment.cases.exists()
    assert comment.original.erase_at is not None
    assert "Thank you" in browser().get(sent.headers["Location"]).text


def test_the_same_words_again_are_kept_and_marked() -> None:
    article = factories.article()
    words = "Is there a trial for a second recurrence of this kind of cancer?"
    first, second = send(check(article, words)), send(check(article, words + "  "))
    assert first.headers["Location"] != second.headers["Location"]
    cases = [comment.cases.get().reason for comment in Comment.objects.order_by("id")]
    assert cases == ["", "duplicate"]


def test_too_many_from_one_address_are_told_so_with_their_words(
    settings: pytest_django.Settings,
) -> None:
    settings.SENDS_PER_HOUR = 2
    article = factories.article()
    for number in range(2):
        assert send(check(article, f"Question {number}?")).status_code == 303
    page = send(check(article, "My third question"))
    assert page.status_code == 429
    assert "My third question" in page.text
    assert "Retry-After" in page.headers
    assert Comment.objects.count() == 2
    settings.SENDS_PER_HOUR = 3
    assert send_again(page).status_code == 303


def send_again(page: Response) -> Response:
    form = form_to(page, "/send/")
    return browser().post(form["action"], grouped(form["inputs"]))


def test_a_repeated_press_costs_nothing(settings: pytest_django.Settings) -> None:
    settings.SENDS_PER_HOUR = 1
    page = check(factories.article(), "A question?")
    assert [send(page).status_code for _time in range(3)] == [303, 303, 303]


def test_one_mail_address_is_limited_from_many_places(settings: pytest_django.Settings) -> None:
    settings.SENDS_PER_HOUR = 1
    article = factories.article()
    codes = []
    for number in range(2):
        page = check(article, f"Question {number}?", email=f"D{'e' * number}nise@example.org")
        codes.append(page.status_code)
    form = form_to(check(article, "One?", email="denise@example.org"), "/send/")
    data = grouped(form["inputs"]) | {"choice": ["cleaned"]}
    assert browser().post(form["action"], data, REMOTE_ADDR="192.0.2.1").status_code == 303
    form = form_to(check(article, "Two?", email="Denise@Example.org "), "/send/")
    data = grouped(form["inputs"]) | {"choice": ["cleaned"]}
    assert browser().post(form["action"], data, REMOTE_ADDR="192.0.2.2").status_code == 429


def test_too_many_checks_are_refused_with_the_words(settings: pytest_django.Settings) -> None:
    settings.CHECKS_PER_HOUR = 1
    article = factories.article()
    check(article, "One")
    page = check(article, "Two words")
    assert page.status_code == 429
    assert "Two words" in page.text


def test_what_happens_is_counted_without_anybody_in_it() -> None:
    article = factories.article()
    page = check(article, DETAILS)
    send(page, "cleaned")
    send(page, "cleaned")
    send(check(article, "Another"), "as-written")
    counted: dict[str, int] = {}
    for row in DayCount.objects.all():
        counted[row.what] = counted.get(row.what, 0) + row.count
    assert counted == {"check-shown": 2, "sent-cleaned": 1, "sent-as-written": 1}


def test_a_comment_remembers_the_language_of_its_pages() -> None:
    article = factories.article()
    page = browser().post(f"/es/articles/{article.slug}/comments/", {"body": "¿Hay un ensayo?"})
    sent = send(page)
    assert sent.headers["Location"].startswith("/es/my/")
    assert Comment.objects.get().language == "es"


def test_a_get_of_the_check_page_leads_to_the_form() -> None:
    article = factories.article()
    for ending in ("", "send/"):
        answer = browser().get(f"/articles/{article.slug}/comments/{ending}")
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/articles/{article.slug}/#write"


def test_an_article_that_moved_takes_forms_at_its_old_address() -> None:
    article = factories.article()
    page = check(article, "A question?")
    FormerSlug.objects.create(slug=article.slug, article=article)
    Article.objects.filter(pk=article.pk).update(slug="somewhere-else")
    assert send(page).status_code == 303


@pytest.mark.parametrize(
    "words",
    ["これは私の夫の話です。彼は東京に住んでいます。", "Мой муж живёт в Томске и болен раком."],
)
def test_a_language_the_machine_does_not_know_is_never_shown_as_clean(words: str) -> None:
    page = check(factories.article(), words)
    assert "does not know this language" in page.text


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_two_tabs_at_once_is_one_comment() -> None:
    page = check(factories.article(), "Does it work?")
    answers: list[Response] = []

    def press() -> None:
        try:
            answers.append(send(page))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Comment.objects.count() == Original.objects.count() == Case.objects.count() == 1
