"""The reader's private page: where a comment stands, and what its reader may do with it."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Article
from comments import originals
from comments.models import Comment, Original, Reply, State
from tests.comments import rows
from tests.comments.forms import Response, browser, form_to, send, token_in

pytestmark = pytest.mark.django_db
BODY = "Is there a trial for my husband Aurelio?"


def page(token: str, ending: str = "") -> str:
    answer = browser().get(f"/my/{token}/{ending}")
    assert answer.status_code == 200
    return answer.text


def press(token: str, what: str, **data: str) -> Response:
    return browser().post(f"/my/{token}/{what}/", data)


def test_it_is_kept_from_caches_search_engines_and_referrers() -> None:
    _comment, token = rows.written()
    answer = browser().get(f"/my/{token}/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "canonical" not in answer.text
    assert not answer.cookies


@pytest.mark.parametrize("token", ["nobody", "x" * 500, "%00", "..", "a%2Fb", "\u202e"])
def test_an_unknown_link_is_a_kind_404(token: str) -> None:
    answer = browser().get(f"/my/{token}/")
    assert answer.status_code == 404


def test_it_shows_the_words_as_they_were_written() -> None:
    _comment, token = rows.written()
    assert "my husband Aurelio" in page(token)


def test_a_waiting_comment_says_when_to_expect_an_answer() -> None:
    _comment, token = rows.written()
    assert "We aim to answer by" in page(token)


def test_it_works_in_spanish() -> None:
    _comment, token = rows.written()
    answer = browser().get(f"/es/my/{token}/")
    assert answer.status_code == 200
    assert f"/es/my/{token}/erase/" in answer.text


@pytest.mark.parametrize("state", [State.QUEUED, State.ESCALATED, State.AWAITING_SECOND])
def test_what_staff_do_among_themselves_stays_there(state: str) -> None:
    _comment, token = rows.written(state=state)
    assert "Your comment is with our staff" in page(token)


def test_a_published_comment_says_which_kinds_were_left_out() -> None:
    comment, token = rows.published("I am from [place], call [phone].")
    text = page(token)
    assert comment.get_absolute_url() in text
    assert "a place" in text
    assert "a phone number" in text


def test_in_the_undo_window_a_comment_is_not_published_yet() -> None:
    _comment, token = rows.published(hours=-0.01)
    text = page(token)
    assert "is published" not in text
    assert "with our staff" in text


def test_a_rejected_comment_says_why() -> None:
    _comment, token = rows.written(state=State.REJECTED, reason="advert", decided_at=timezone.now())
    assert "It advertises something." in page(token)


def test_a_private_reply_opens_with_the_link_only() -> None:
    comment, token = rows.written(state=State.PRIVATE_REPLY)
    rows.private_reply(comment, token, "Please call us about <this>.")
    assert "Please call us about &lt;this&gt;." in page(token)
    assert not any(b"Please call" in bytes(row.reader_blob) for row in Reply.objects.all())


def test_a_private_reply_waits_for_the_undo_window() -> None:
    comment, token = rows.written(state=State.PRIVATE_REPLY)
    later = timezone.now() + timedelta(seconds=10)
    rows.private_reply(comment, token, "Please call us.", visible_at=later)
    assert "Please call us" not in page(token)


# --- Change it and send it again ------------------------------------------------------------


def resubmitted(token: str, body: str, choice: str = "as-written", **data: str) -> Response:
    form = form_to(browser().get(f"/my/{token}/edit/"), "/edit/")
    filled = dict(form["inputs"]) | {"body": body} | data
    return send(browser().post(form["action"], filled), choice)


def test_a_returned_comment_can_be_changed_and_sent_again() -> None:
    comment, token = rows.written(BODY, email="denise@example.org", state=State.RETURNED)
    assert f"/my/{token}/edit/" in page(token)
    Original.objects.update(erase_at=timezone.now())
    sent = resubmitted(token, "Is there a trial for prostate cancer?")
    assert sent.headers["Location"] == f"/my/{token}/"
    comment.refresh_from_db()
    original = Original.objects.get(comment=comment)
    kept = originals.open_as_staff(original)
    assert (comment.state, original.revision) == (State.QUEUED, 2)
    assert kept.body == "Is there a trial for prostate cancer?"
    # The public side cannot read the address, and has not lost it.
    assert kept.email == "denise@example.org"
    assert original.wants_mail
    assert original.erase_at is None  # new words wait for a new decision
    assert comment.cases.filter(closed_at=None).count() == 1


def test_the_form_of_a_change_holds_the_words_and_not_the_address() -> None:
    _comment, token = rows.written(BODY, email="denise@example.org", state=State.RETURNED)
    answer = browser().get(f"/my/{token}/edit/")
    assert dict(form_to(answer, "/edit/")["inputs"])["body"] == BODY
    assert "denise@example.org" not in answer.text


def test_a_change_sent_twice_is_one_change() -> None:
    comment, token = rows.written(state=State.RETURNED)
    form = form_to(browser().get(f"/my/{token}/edit/"), "/edit/")
    checked = browser().post(form["action"], dict(form["inputs"]) | {"body": "In other words?"})
    first, second = send(checked), send(checked)
    assert first.headers["Location"] == second.headers["Location"] == f"/my/{token}/"
    assert Original.objects.get(comment=comment).revision == 2


@pytest.mark.parametrize("state", [State.QUEUED, State.PUBLISHED, State.REJECTED])
def test_a_comment_that_was_not_sent_back_cannot_be_changed(state: str) -> None:
    _comment, token = rows.published() if state == State.PUBLISHED else rows.written(state=state)
    assert browser().get(f"/my/{token}/edit/").status_code == 303
    answer = browser().post(f"/my/{token}/edit/", {"body": "New words"})
    assert answer.status_code == 409
    assert "New words" in answer.text


# --- Follow up ------------------------------------------------------------------------------


def test_a_follow_up_is_a_new_comment_beneath_the_first() -> None:
    comment, token = rows.published(email="denise@example.org")
    rows.reply(comment)
    form = form_to(browser().get(f"/my/{token}/follow-up/"), "/follow-up/")
    checked = browser().post(form["action"], dict(form["inputs"]) | {"body": "And in Nevada?"})
    sent = send(checked)
    child = Comment.objects.get(parent=comment)
    assert token_in(sent) != token
    kept = originals.open_as_staff(child.original)
    assert (kept.body, kept.email) == ("And in Nevada?", "denise@example.org")
    assert child.original.email_hash == comment.original.email_hash
    assert child.original.wants_mail


def test_a_follow_up_to_a_follow_up_stays_on_the_second_level() -> None:
    comment, _token = rows.published()
    child, token = rows.published(parent=comment, article=comment.article)
    rows.reply(child)
    form = form_to(browser().get(f"/my/{token}/follow-up/"), "/follow-up/")
    send(browser().post(form["action"], dict(form["inputs"]) | {"body": "One more?"}))
    assert Comment.objects.order_by("-pk")[0].parent == comment


def test_nothing_follows_up_on_what_has_no_answer_or_is_closed() -> None:
    comment, token = rows.published()
    assert browser().get(f"/my/{token}/follow-up/").status_code == 303
    rows.reply(comment)
    Article.objects.update(comments_mode="closed")
    assert browser().get(f"/my/{token}/follow-up/").status_code == 303


# --- Mails ----------------------------------------------------------------------------------


def test_an_address_can_be_given_later() -> None:
    comment, token = rows.written()
    assert "You get no mails" in page(token)
    assert press(token, "email", email="denise@example.org").status_code == 303
    original = Original.objects.get(comment=comment)
    assert originals.open_as_staff(original).email == "denise@example.org"
    assert original.email_hash == originals.email_hash("denise@example.org")
    assert original.revision == 1
    assert "denise@example.org" not in page(token)


def test_a_wrong_address_changes_nothing() -> None:
    comment, token = rows.written(email="denise@example.org")
    assert "error-summary" in press(token, "email", email="nobody").text
    assert originals.open_as_staff(comment.original).email == "denise@example.org"


def test_mails_can_be_stopped_by_one_press_and_the_address_is_gone() -> None:
    comment, token = rows.written(email="denise@example.org")
    assert "Stop mails?" in page(token, "stop/")
    # A mail program's one-click (RFC 8058): no page, no headers of a browser.
    assert Client(enforce_csrf_checks=True).post(f"/my/{token}/stop/").status_code == 303
    original = Original.objects.get(comment=comment)
    assert not original.wants_mail
    assert original.email_hash == ""
    assert originals.open_as_staff(original).email == ""
    assert originals.open_as_staff(original).body == originals.open_as_reader(original, token).body


# --- Take back, erase, export ---------------------------------------------------------------


def test_a_published_comment_that_is_withdrawn_is_gone_at_once() -> None:
    comment, token = rows.published("Words in public")
    article = comment.article
    assert "Words in public" in browser().get(article.get_absolute_url()).text
    assert "Take your comment back?" in page(token, "withdraw/")
    assert Comment.objects.get().state == State.PUBLISHED
    assert press(token, "withdraw").status_code == 303
    assert "Words in public" not in browser().get(article.get_absolute_url()).text
    assert browser().get(comment.get_absolute_url()).status_code == 404
    article.refresh_from_db()
    assert article.comment_count == 0
    assert "You took your comment back" in page(token)


def test_withdrawing_twice_is_harmless() -> None:
    comment, token = rows.written()
    assert [press(token, "withdraw").status_code for _time in range(2)] == [303, 303]
    assert Comment.objects.get(pk=comment.pk).state == State.WITHDRAWN


def test_a_rejected_comment_cannot_be_withdrawn() -> None:
    comment, token = rows.written(state=State.REJECTED)
    press(token, "withdraw")
    assert Comment.objects.get(pk=comment.pk).state == State.REJECTED


def test_erasing_leaves_a_row_without_words() -> None:
    comment, token = rows.published("Words in public", email="denise@example.org")
    rows.reply(comment, "A reply that repeats them")
    assert "Erase everything" in page(token, "erase/")
    assert press(token, "erase").status_code == 303
    comment.refresh_from_db()
    assert comment.state == State.ERASED
    assert (comment.text, comment.html, comment.public_name) == ("", "", "")
    assert not Original.objects.exists()
    assert not Reply.objects.exists()
    assert "Everything you wrote is erased" in page(token)
    assert press(token, "erase").status_code == 303


def test_a_legal_hold_keeps_the_sealed_original_and_sets_its_clock() -> None:
    comment, token = rows.written()
    Original.objects.update(legal_hold=True)
    assert "obliges us" in page(token, "erase/")
    press(token, "erase")
    original = Original.objects.get(comment=comment)
    assert original.erase_at is not None
    assert Comment.objects.get(pk=comment.pk).state == State.ERASED


def test_all_that_is_held_can_be_downloaded() -> None:
    comment, token = rows.published("Public [name]", email="denise@example.org")
    rows.reply(comment, "A reply")
    answer = press(token, "held")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    held = json.loads(answer.content)
    assert held["as_you_wrote_it"]["body"] == BODY
    assert held["public"]["text"] == "Public [name]"
    assert held["replies"][0]["text"] == "A reply"
    assert held["sealed"]["email"] is True
    assert "denise@example.org" not in answer.text


# --- Only by POST, only by the reader -------------------------------------------------------


@pytest.mark.parametrize("what", ["withdraw", "erase", "stop", "email", "held"])
def test_nothing_changes_by_get(what: str) -> None:
    comment, token = rows.written(email="denise@example.org")
    before = Comment.objects.values().get(), Original.objects.values_list("sealed_at").get()
    browser().get(f"/my/{token}/{what}/")
    assert before == (
        Comment.objects.values().get(),
        Original.objects.values_list("sealed_at").get(),
    )
    assert comment.state == State.QUEUED


@pytest.mark.parametrize("what", ["withdraw", "erase", "stop", "email", "held"])
def test_other_sites_cannot_press_the_buttons(what: str) -> None:
    comment, token = rows.written(email="denise@example.org")
    answer = browser().post(
        f"/my/{token}/{what}/",
        {"email": "evil@example.net"},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example.net"},
    )
    assert answer.status_code == 403
    assert Comment.objects.get(pk=comment.pk).state == State.QUEUED
    assert originals.open_as_staff(comment.original).email == "denise@example.org"


def test_an_old_browser_without_a_referrer_may_press_them() -> None:
    """The page's own no-referrer policy makes such a browser send "Origin: null"."""
    _comment, token = rows.written()
    answer = browser().post(f"/my/{token}/withdraw/", headers={"Origin": "null"})
    assert answer.status_code == 303


def test_an_erased_original_leaves_the_page_standing() -> None:
    comment, token = rows.published()
    Original.objects.all().delete()
    assert "no longer kept" in page(token)
    assert browser().get(f"/my/{token}/email/").status_code == 303
    assert press(token, "stop").status_code == 303
    assert press(token, "withdraw").status_code == 303
    assert Comment.objects.get(pk=comment.pk).state == State.WITHDRAWN


def test_a_damaged_envelope_is_no_error_page() -> None:
    _comment, token = rows.written()
    Original.objects.update(reader_blob=b"\x01" + b"x" * 60)
    assert "Aurelio" not in page(token)
