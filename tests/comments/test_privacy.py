"""Unmistakable words in an original turn up nowhere that they must not."""

import logging
from pathlib import Path

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client

from comments import keys, originals, preview, sealing, submission
from comments.models import Comment, Original
from tests import factories
from tests.comments import rows
from tests.comments.forms import browser, check, form_to, grouped, send, token_in

NAME = "Quillonette"
EMAIL = "quillonette.zarn@example.org"
PHONE = "212-555-0177"
WORD = "zebrafinchsong"
CANARIES = (NAME, EMAIL, PHONE, WORD, "quillonette.zarn")
BODY = f"My name is {NAME} and I sing of {WORD}. Please call {PHONE}. Is there a trial?"


def road(choice: str = "as-written") -> tuple[Comment, str]:
    page = check(factories.article(), BODY, name=NAME, email=EMAIL)
    token = token_in(send(page, choice))
    return Comment.objects.get(), token


def clean(text: str) -> bool:
    return not any(canary.lower() in text.lower() for canary in CANARIES)


@pytest.mark.django_db(transaction=True)
def test_no_row_and_no_byte_of_the_database_holds_them() -> None:
    _comment, token = road()
    for model in apps.get_models():
        for row in model._default_manager.values():
            stored = {key: bytes(v) if isinstance(v, memoryview) else v for key, v in row.items()}
            assert clean(repr(stored)), model
            assert token not in repr(stored), model
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        for file in path.parent.glob(f"{path.name}*"):
            raw = file.read_bytes()
            assert not any(canary.encode() in raw for canary in (*CANARIES, token)), file


@pytest.mark.django_db
def test_no_public_page_shows_them() -> None:
    comment, token = road()
    article = comment.article
    rows.published("Somebody else's words", article=article)
    for path in ("/", article.get_absolute_url(), "/feed/", "/sitemap.xml", "/search/?q=trial"):
        for prefix in ("", "/es"):
            page = browser().get(f"{prefix}{path}")
            assert clean(page.text), path
            assert token not in page.text
    assert browser().get(comment.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_no_address_or_header_holds_them() -> None:
    page = check(factories.article(), BODY, name=NAME, email=EMAIL)
    sent = send(page, "as-written")
    private = browser().get(sent.headers["Location"])
    for response in (page, sent, private):
        assert clean(str(response.headers))
    assert clean(sent.headers["Location"])


@pytest.mark.django_db
def test_no_log_line_holds_them(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    page = check(factories.article(), BODY, name=NAME, email=EMAIL)

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken for a test")

    for module, name in ((submission, "_keep"), (preview, "look")):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, fail)
            form = form_to(page, "/send/")
            data = grouped(form["inputs"]) | {"choice": ["cleaned"]}
            failed = Client(raise_request_exception=False).post(form["action"], data)
            assert failed.status_code == 500
            assert clean(failed.text)
    send(page, "as-written")
    assert "broken for a test" in caplog.text
    assert clean(caplog.text)
    assert all(clean(repr(record.__dict__)) for record in caplog.records if not record.exc_info)


@pytest.mark.django_db
def test_no_cache_key_or_value_holds_them() -> None:
    _comment, token = road()
    browser().get(f"/my/{token}/")
    kept = repr(getattr(cache, "_cache", ""))
    assert clean(kept)
    assert token not in kept


@pytest.mark.django_db
def test_objects_that_hold_words_do_not_print_them() -> None:
    comment, token = road()
    words = originals.open_as_reader(comment.original, token)
    shown = preview.look(words, comment.article)
    for thing in (words, shown, shown.details, comment, comment.original):
        assert clean(repr(thing))
        assert clean(str(thing))


@pytest.mark.django_db
def test_the_public_site_needs_no_private_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step of the reader's, with the private halves gone."""
    monkeypatch.setattr(keys, "private_keys", dict)
    comment, token = road()
    for path in ("", "email/", "withdraw/", "erase/"):
        assert browser().get(f"/my/{token}/{path}").status_code == 200
    browser().post(f"/my/{token}/email/", {"email": "other@example.org"})
    assert browser().post(f"/my/{token}/held/").status_code == 200
    with pytest.raises(keys.KeyMissingError):
        originals.open_as_staff(comment.original)
    Comment.objects.update(state="returned")
    form = form_to(browser().get(f"/my/{token}/edit/"), "/edit/")
    assert send(browser().post(form["action"], dict(form["inputs"]))).status_code == 303
    assert browser().post(f"/my/{token}/erase/").status_code == 303


@pytest.mark.django_db
def test_a_sealed_contact_can_be_carried_on_and_not_read() -> None:
    comment, token = road()
    carried = originals.open_as_reader(comment.original, token).contact
    assert carried.startswith(originals.email_hash(EMAIL))
    assert clean(carried)
    sent = originals.Sent(name="", email="", body="x", token=token, contact=carried)
    again = originals.seal(comment, sent)
    assert originals.open_as_staff(again).email == EMAIL
    swapped = f"{originals.email_hash('x@example.org')}.{carried.partition('.')[2]}"
    broken = originals.seal(comment, originals.Sent("", "", "x", token, swapped))
    with pytest.raises(sealing.SealBrokenError):
        originals.open_as_staff(broken)


@pytest.mark.django_db
def test_no_page_of_a_reader_sets_a_cookie_or_varies_by_one() -> None:
    comment, token = rows.published(email=EMAIL)
    rows.reply(comment)
    article = comment.article
    checked = check(article, BODY)
    responses = [
        browser().get(article.get_absolute_url()),
        browser().get(comment.get_absolute_url()),
        browser().get(f"{comment.get_absolute_url()}report/"),
        browser().post(f"{comment.get_absolute_url()}report/", {"reason": "wrong"}),
        checked,
        check(article, ""),
        send(checked),
        *(browser().get(f"/my/{token}/{end}") for end in ("", "edit/", "follow-up/", "email/")),
        *(browser().get(f"/my/{token}/{end}") for end in ("stop/", "withdraw/", "erase/")),
        browser().post(f"/my/{token}/held/"),
        browser().get("/my/nobody/"),
    ]
    for response in responses:
        assert not response.cookies
        assert "cookie" not in response.headers.get("Vary", "").lower()
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "csrfmiddlewaretoken" not in response.text


@pytest.mark.django_db
def test_pages_with_a_readers_words_are_never_shared() -> None:
    page = check(factories.article(), BODY)
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert Original.objects.count() == 0
