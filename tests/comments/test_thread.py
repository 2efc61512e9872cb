"""The published thread under an article, permalinks and reports."""

from datetime import timedelta
from typing import Any

import pytest
import pytest_django
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Article
from comments import thread
from comments.models import Comment, Report, State
from moderation.models import CaseKind
from tests import factories
from tests.comments import rows
from tests.comments.forms import Response, browser, form_to

pytestmark = pytest.mark.django_db


def article_page(article: Article, query: str = "") -> str:
    answer = browser().get(f"{article.get_absolute_url()}{query}")
    assert answer.status_code == 200
    return answer.text


def texts(page: thread.Page) -> list[str]:
    return [item.comment.html.removeprefix("<p>").removesuffix("</p>") for item in page.items]


def test_comments_stand_oldest_first() -> None:
    article = factories.article()
    rows.thread(article, 3)
    text = article_page(article)
    assert text.index("Comment 000") < text.index("Comment 001") < text.index("Comment 002")


def test_pages_go_on_by_key_and_lose_nothing(settings: pytest_django.Settings) -> None:
    settings.COMMENTS_PER_PAGE = 2
    article = factories.article()
    rows.thread(article, 5)
    # Two at the very same moment are kept apart by their number.
    moment = timezone.now() - timedelta(hours=2)
    Comment.objects.filter(html__contains="Comment 00").exclude(html__contains="000").update(
        visible_at=moment
    )
    seen, after = [], ""
    for _page in range(3):
        page = thread.page(article, after=after)
        seen += texts(page)
        after = page.next_key
    assert seen == [f"Comment 00{number}" for number in range(5)]
    assert after == ""


def test_the_next_page_is_a_link(settings: pytest_django.Settings) -> None:
    settings.COMMENTS_PER_PAGE = 2
    article = factories.article()
    rows.thread(article, 3)
    text = article_page(article)
    assert "Comment 002" not in text
    link = text.partition("?after=")[2].partition("#")[0]
    second = article_page(article, f"?after={link}")
    assert "Comment 002" in second
    assert "Comment 001" not in second
    assert "Earlier comments" in second


@pytest.mark.parametrize(
    "after", ["x", "1-", "9" * 40 + "-1", "99999999999999999-1", "-1--1", "\0", "1-1;--"]
)
def test_a_nonsense_key_is_no_error(after: str) -> None:
    article = factories.article()
    rows.thread(article, 1)
    assert browser().get(article.get_absolute_url(), {"after": after}).status_code == 200


def test_nothing_is_shown_before_its_time() -> None:
    article = factories.article()
    comment, _token = rows.published("Words to come", hours=-0.01, article=article)
    assert "Words to come" not in article_page(article)
    assert browser().get(comment.get_absolute_url()).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert "Words to come" in article_page(article)


def test_a_thread_says_when_it_will_change() -> None:
    article = factories.article()
    comment, _token = rows.published(article=article)
    soon = timezone.now() + timedelta(seconds=20)
    rows.reply(comment, visible_at=soon)
    rows.published(article=article, visible_at=timezone.now() + timedelta(seconds=40))
    assert thread.page(article).changes_at == soon


@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_only_published_comments_are_shown(state: str) -> None:
    comment, _token = rows.written(state=state, public_name="")
    assert comment.public_id not in article_page(comment.article)
    assert browser().get(comment.get_absolute_url()).status_code == 404
    assert browser().get(f"{comment.get_absolute_url()}report/").status_code == 404


def test_the_reply_and_follow_ups_stand_beneath() -> None:
    article = factories.article()
    comment, _token = rows.published("The question", article=article, hours=5)
    rows.reply(comment, "The answer")
    child, _token = rows.published("The follow-up", article=article, parent=comment, hours=4)
    rows.reply(child, "The second answer")
    rows.published("Another question", article=article, hours=4.5)
    text = article_page(article)
    order = ["The question", "The answer", "The follow-up", "The second answer", "Another question"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_superseded_private_and_coming_replies_are_not_shown() -> None:
    comment, token = rows.published()
    rows.reply(comment, "The first wording", superseded=True)
    rows.reply(comment, "The corrected wording", number=2, corrected=True)
    other, _token = rows.published(article=comment.article)
    rows.reply(other, "Not yet", visible_at=timezone.now() + timedelta(seconds=10))
    third, third_token = rows.published(article=comment.article)
    rows.private_reply(third, third_token, "For one alone")
    text = article_page(comment.article)
    assert "The corrected wording" in text
    assert "This reply has been corrected." in text
    for words in ("The first wording", "Not yet", "For one alone", token):
        assert words not in text


def test_a_follow_up_outlives_what_it_follows_up_on() -> None:
    comment, _token = rows.published("The question")
    rows.published("The follow-up", article=comment.article, parent=comment)
    Comment.objects.filter(pk=comment.pk).update(
        state=State.UNPUBLISHED, text="", html="", public_name=""
    )
    text = article_page(comment.article)
    assert "The question" not in text
    assert "The follow-up" in text


def test_a_quiet_note_says_that_details_are_left_out() -> None:
    plain, _token = rows.published("Nothing is missing here")
    assert "Some details are left out" not in article_page(plain.article)
    marked, _token = rows.published("I live in [place]")
    assert "Some details are left out" in article_page(marked.article)
    generalised, _token = rows.published("I am in my 50s", details_left_out=True)
    assert "Some details are left out" in article_page(generalised.article)


def test_authors_carry_a_badge_and_nameless_readers_a_name() -> None:
    article = factories.article()
    rows.published("By an author", article=article, is_author=True, public_name="Ming")
    assert '<span class="badge">Author</span>' in article_page(article)
    other, _token = rows.published("By nobody", public_name="")
    assert "A reader" in article_page(other.article)


@pytest.mark.parametrize(("roots", "queries"), [(0, 1), (1, 3), (20, 3)])
def test_a_thread_adds_at_most_three_queries(roots: int, queries: int) -> None:
    article = factories.article()
    for comment in rows.thread(article, roots):
        rows.reply(comment)
        rows.reply(rows.published(article=article, parent=comment)[0])
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page = thread.page(article)
        [item.reply for item in page.items]
    assert len(captured) == queries


def test_a_closed_thread_is_still_shown_without_a_form() -> None:
    article = factories.article(comments_mode="closed")
    rows.published("An old question", article=article)
    text = article_page(article)
    assert "An old question" in text
    assert "Comments are closed" in text
    assert "<textarea" not in text


# --- Permalinks -----------------------------------------------------------------------------


def test_a_permalink_shows_the_comment_in_its_context_and_is_not_indexed() -> None:
    comment, _token = rows.published("The question")
    rows.reply(comment, "The answer")
    child, _token = rows.published("The follow-up", article=comment.article, parent=comment)
    answer = browser().get(comment.get_absolute_url())
    assert answer.headers["X-Robots-Tag"] == "noindex"
    for words in ("The question", "The answer", "The follow-up", comment.article.title):
        assert words in answer.text
    below = browser().get(child.get_absolute_url())
    assert "Follows up on the comment by Denise" in below.text


def test_a_comment_on_an_unpublished_article_has_no_page() -> None:
    comment, _token = rows.published(article=factories.article(state="draft"))
    assert browser().get(comment.get_absolute_url()).status_code == 404


# --- Reports --------------------------------------------------------------------------------


def reported(comment: Comment, reason: str = "personal-details", **extra: Any) -> Response:
    return browser().post(f"{comment.get_absolute_url()}report/", {"reason": reason}, **extra)


def test_a_report_reaches_staff_and_thanks() -> None:
    comment, _token = rows.published("Wrong words")
    form = form_to(browser().get(f"{comment.get_absolute_url()}report/"), "/report/")
    answer = browser().post(form["action"], {"reason": "wrong"})
    assert answer.status_code == 303
    assert "Thank you" in browser().get(answer.headers["Location"]).text
    assert comment.cases.get().kind == CaseKind.REPORTED
    assert Report.objects.get().reason == "wrong"


def test_the_same_visitor_reports_a_comment_once_a_day() -> None:
    comment, _token = rows.published()
    assert [reported(comment).status_code for _time in range(2)] == [303, 303]
    assert Report.objects.count() == 1
    reported(comment, REMOTE_ADDR="192.0.2.7")
    assert Report.objects.count() == 2


def test_a_report_without_a_reason_asks_for_one() -> None:
    comment, _token = rows.published()
    assert "Please choose what is wrong." in reported(comment, "").text
    assert "error-summary" in reported(comment, "nonsense").text
    assert not Report.objects.exists()


def test_reports_are_limited_and_refused_from_other_sites(
    settings: pytest_django.Settings,
) -> None:
    settings.REPORTS_PER_HOUR = 1
    comment, _token = rows.published()
    url = f"{comment.get_absolute_url()}report/"
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert browser().post(url, {"reason": "wrong"}, headers=headers).status_code == 403
    assert [reported(comment).status_code for _time in range(2)] == [303, 429]
