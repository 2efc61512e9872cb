"""Whatever is thrown at the form: a clear answer, nothing stored, nothing typed lost, no 500."""

import html

import pytest
from django.db import OperationalError
from django.test import Client

from blog.models import Article, ArticleState, CommentsMode
from comments import submission
from comments.models import Comment
from tests import factories
from tests.comments.forms import Response, browser, check, form_to, send

pytestmark = pytest.mark.django_db
URLENCODED = "application/x-www-form-urlencoded"


def typed(page: Response) -> dict[str, str]:
    return dict(form_to(page, "/comments/")["inputs"])


@pytest.mark.parametrize(
    "body", ["", "   ", "\r\n\t \u00a0", "\u200b\u200d\u2060\ufeff", "\u202e\u202c"]
)
def test_a_comment_without_a_visible_character_is_refused(body: str) -> None:
    page = check(factories.article(), body)
    assert page.status_code == 200
    assert "Error:" in page.text
    assert "Please write your question or comment." in page.text


def test_a_comment_that_is_too_long_is_refused_and_kept_whole() -> None:
    body = "\u00e4\U0001f600" * 2_501
    page = check(factories.article(), body)
    assert "2 characters too long" in page.text
    assert typed(page)["body"] == body


def test_line_ends_count_once() -> None:
    body = "\r\n".join("x" * 9 for _line in range(500))
    assert "Not sent yet" in check(factories.article(), body).text


def test_the_longest_comment_fits_in_its_widest_form() -> None:
    page = check(factories.article(), "\U0001f600" * 5_000)
    assert "Not sent yet" in page.text
    assert send(page).status_code == 303


@pytest.mark.parametrize("url", ["", "send/"])
def test_ten_megabytes_are_too_much(url: str) -> None:
    article = factories.article()
    page = browser().post(f"/articles/{article.slug}/comments/{url}", {"body": "x" * 10_000_000})
    assert page.status_code == 413
    assert "far too much" in page.text


def test_a_nul_is_taken_out_and_said() -> None:
    page = check(factories.article(), "before\0after", name="De\0nise")
    assert "characters that cannot be sent" in page.text
    assert (typed(page)["body"], typed(page)["name"]) == ("beforeafter", "Denise")
    assert "\0" not in page.text


@pytest.mark.parametrize(
    "raw", [b"half a character: %ED%A0%80 there", b"latin: %E9t%E9", b"%FF%FE"]
)
def test_broken_utf8_is_said_and_comes_back_readable(raw: bytes) -> None:
    article = factories.article()
    page = browser().post(
        f"/articles/{article.slug}/comments/", b"name=Denise&body=" + raw, content_type=URLENCODED
    )
    assert page.status_code == 200
    assert "could not be read" in page.text
    assert "\ufffd" in typed(page)["body"]


def test_a_replacement_character_of_the_readers_own_is_taken() -> None:
    assert "Not sent yet" in check(factories.article(), "copied: \ufffd").text


def multipart(body: bytes, charset: str) -> tuple[bytes, str]:
    part = b'--X\r\nContent-Disposition: form-data; name="body"\r\n\r\n' + body + b"\r\n--X--\r\n"
    return part, f"multipart/form-data; boundary=X; charset={charset}"


@pytest.mark.parametrize("charset", ["unicode_escape", "rot13", "utf-16", "utf-7", "nonsense"])
def test_a_client_cannot_choose_how_its_bytes_are_read(charset: str) -> None:
    data, content_type = multipart(b"\\ud800 +2AA- words", charset)
    url = f"/articles/{factories.article().slug}/comments/"
    page = browser().generic("POST", url, data, content_type=content_type)
    assert page.status_code == 200
    assert "\\ud800 +2AA- words" in page.text


@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data", "multipart/form-data; boundary=", "application/json", "text/plain", ""],
)
def test_forms_of_the_wrong_shape_are_refused_cleanly(content_type: str) -> None:
    page = browser().post(
        f"/articles/{factories.article().slug}/comments/",
        b'{"body": "x"}',
        content_type=content_type,
    )
    assert page.status_code in (200, 400)
    assert not Comment.objects.exists()


def test_hundreds_of_fields_are_refused_cleanly() -> None:
    data = {f"field{number}": "x" for number in range(600)}
    page = browser().post(f"/articles/{factories.article().slug}/comments/", data)
    assert page.status_code == 400


def test_directions_and_invisible_characters_never_reach_the_preview() -> None:
    page = check(factories.article(), "ab\u202ecd\u202c e\u200bf \u2066g\u2069")
    preview = page.text.partition('id="preview"')[2].partition("</section>")[0]
    assert "abcd ef g" in preview
    assert send(page).status_code == 303


@pytest.mark.parametrize(
    "body", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "PSA <4 & >2"]
)
def test_markup_is_only_text(body: str) -> None:
    page = check(factories.article(), body, name=body[:60])
    assert body not in page.text
    assert html.escape(body) in page.text


def test_a_name_of_five_hundred_characters_is_refused_and_kept() -> None:
    page = check(factories.article(), "A question?", name="N" * 500)
    assert "420 characters too long" in page.text
    assert typed(page)["name"] == "N" * 500
    assert typed(page)["body"] == "A question?"


def test_a_name_is_one_line() -> None:
    page = check(factories.article(), "A question?", name="Denise\r\nBcc: x")
    assert dict(form_to(page, "/send/")["inputs"])["name"] == "Denise Bcc: x"


@pytest.mark.parametrize(
    "email",
    [
        "nobody",
        "a@b",
        "x" * 250 + "@example.org",
        "a@example.org\nBcc: b@example.org",
        "\0@example.org",
    ],
)
def test_a_wrong_mail_address_is_refused_and_the_words_are_kept(email: str) -> None:
    page = check(factories.article(), "A question?", email=email)
    assert "error-summary" in page.text
    assert typed(page)["body"] == "A question?"


def test_errors_stand_on_top_with_links_and_take_the_focus() -> None:
    page = check(factories.article(), "", email="nobody")
    summary = page.text.partition('class="error-summary"')[2].partition("</div>")[0]
    assert "autofocus" in summary
    assert 'href="#id_body"' in summary
    assert 'href="#id_email"' in summary
    assert 'aria-invalid="true"' in page.text
    assert 'aria-describedby="id_email_helptext id_email_error"' in page.text
    assert 'id="id_email_error"' in page.text


def test_a_missing_article_is_a_404_that_gives_the_words_back() -> None:
    page = browser().post("/articles/nowhere/comments/", {"body": "My words"})
    assert page.status_code == 404
    assert "My words" in page.text


@pytest.mark.parametrize(
    "state", [ArticleState.DRAFT, ArticleState.IN_REVIEW, ArticleState.UNPUBLISHED]
)
def test_a_draft_is_as_good_as_missing(state: str) -> None:
    article = factories.article(state=state, title="A secret title")
    for url in ("", "send/"):
        page = browser().post(f"/articles/{article.slug}/comments/{url}", {"body": "My words"})
        assert page.status_code == 404
        assert "A secret title" not in page.text


def test_closed_comments_say_so_and_give_the_words_back() -> None:
    article = factories.article()
    page = check(article, "My words")
    Article.objects.filter(pk=article.pk).update(comments_mode=CommentsMode.CLOSED)
    for answer in (check(article, "My words"), send(page)):
        assert answer.status_code == 403
        assert "Comments are closed" in answer.text
        assert "My words" in answer.text
    assert not Comment.objects.exists()


def test_a_failing_database_gives_the_words_back_and_can_be_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = check(factories.article(), "Words for a full disk", email="denise@example.org")

    def fail(*args: object, **kwargs: object) -> None:
        raise OperationalError("disk full, could not write 'Words for a full disk'")

    with monkeypatch.context() as patched:
        patched.setattr(submission, "_keep", fail)
        answer = send(page)
    assert answer.status_code == 503
    assert "Words for a full disk" in answer.text
    assert "full disk" not in caplog.text
    assert not Comment.objects.exists()
    form = form_to(answer, "/send/")
    assert Client().post(form["action"], dict(form["inputs"])).status_code == 303
