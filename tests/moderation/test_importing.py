"""Comments from elsewhere: taken once, none lost in silence; threads, replies, cases, clocks."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_ox.models import OxTask

from blog.models import Article, FormerSlug
from comments import changes, originals
from comments.models import Comment, Original, Reply, State
from moderation import access, audit, claims, decisions, drafts, importing, queue
from moderation.models import AuditEvent, Base, Case, CaseKind, Finding, Lane
from staff.models import User
from tests import factories

pytestmark = pytest.mark.django_db

CLEAN = "Does immunotherapy work for everybody who has it?"
TELLING = "Please call me on 212-555-0142, I would like to know more about it."
Line = dict[str, Any]


def line(article: Article, /, **fields: Any) -> Line:
    defaults = {
        "article": article.slug,
        "name": "Denise",
        "email": "denise@example.org",
        "text": CLEAN,
        "submitted_at": "2024-03-01T10:00:00-05:00",
        "published": True,
        "reply": None,
    }
    return defaults | fields


@pytest.fixture
def article(db: None) -> Article:
    return factories.article("immune-cells")


class Run:
    """What a run of the command said, and its exit status."""

    def __init__(self, folder: Path, *lines: Line | str | bytes, **options: Any) -> None:
        out, err = StringIO(), StringIO()
        path = folder / "comments.jsonl"
        path.write_bytes(b"".join(_bytes(one) + b"\n" for one in lines))
        self.failed = False
        try:
            call_command("import_comments", path, format="jsonl", stdout=out, stderr=err, **options)
        except CommandError:
            self.failed = True
        self.summary, self.report = out.getvalue(), err.getvalue()


def _bytes(one: Line | str | bytes) -> bytes:
    if isinstance(one, bytes):
        return one
    return (one if isinstance(one, str) else json.dumps(one)).encode()


def waiting(lane: Lane) -> int:
    return next(one.count for one in queue.counts() if one.lane == lane)


def test_a_published_comment_stands_on_the_page_with_its_reply(
    article: Article, tmp_path: Path
) -> None:
    reply = {
        "text": "It helps some people.\n\nPlease ask your doctor.",
        "author": "The desk",
        "published_at": "2024-03-02T09:00:00-05:00",
    }
    assert not Run(tmp_path, line(article, reply=reply)).failed
    page = Client().get(article.get_absolute_url()).text
    assert CLEAN in page
    assert "It helps some people." in page
    row = Reply.objects.get()
    assert (row.signed_as, row.html.count("<p>")) == ("The desk", 2)
    assert row.comment.answered_at == row.visible_at
    article.refresh_from_db()
    assert article.comment_count == 1


def test_the_original_is_sealed_and_keeps_the_full_name(article: Article, tmp_path: Path) -> None:
    Run(tmp_path, line(article, name="Denise Whitlock"))
    comment = Comment.objects.get()
    kept = originals.open_as_staff(comment.original)
    assert comment.public_name == "Denise"
    assert (kept.name, kept.email, kept.body) == ("Denise Whitlock", "denise@example.org", CLEAN)


def test_the_original_of_a_published_one_is_on_the_clock_and_makes_no_mail(
    article: Article, tmp_path: Path
) -> None:
    Run(tmp_path, line(article))
    original = Original.objects.get()
    assert not original.wants_mail
    assert original.erase_at is not None
    left = original.erase_at - timezone.now()
    assert timedelta(days=settings.RETENTION_DAYS - 1) < left


def test_twice_is_once(article: Article, tmp_path: Path) -> None:
    lines = [line(article), line(article, published=False, text=CLEAN + " Again?")]
    Run(tmp_path, *lines)
    counted = queue.counts()
    again = Run(tmp_path, *lines, lines[0])
    assert not again.failed
    assert "3 there already" in again.summary
    assert Comment.objects.count() == Original.objects.count() == 2
    assert Case.objects.count() == 1
    assert queue.counts() == counted
    article.refresh_from_db()
    assert article.comment_count == 1


def test_the_same_words_at_another_time_are_another_comment(
    article: Article, tmp_path: Path
) -> None:
    later = line(article, submitted_at="2024-03-05T10:00:00-05:00")
    Run(tmp_path, line(article), later)
    assert Comment.objects.count() == 2


def test_what_was_erased_does_not_come_back(article: Article, tmp_path: Path) -> None:
    Run(tmp_path, line(article))
    changes.erase(Comment.objects.get())
    assert "1 there already" in Run(tmp_path, line(article)).summary
    assert Comment.objects.get().state == State.ERASED
    assert not Original.objects.exists()


def test_a_waiting_comment_gets_a_case_that_waits_since_it_was_written(
    article: Article, tmp_path: Path
) -> None:
    Run(tmp_path, line(article, published=False))
    case = Case.objects.get()
    assert (case.kind, case.lane) == (CaseKind.NEW, Lane.QUESTION)
    assert case.opened_at == case.comment.submitted_at
    assert case.is_overdue()
    assert waiting(Lane.QUESTION) == 1
    assert case.comment.text == ""


def test_a_waiting_comment_can_be_published_and_its_reader_told(
    article: Article, tmp_path: Path, moderator: User
) -> None:
    moderator.is_superuser = True
    Run(tmp_path, line(article, published=False))
    case = claims.claim(Case.objects.get(), user=moderator)
    access.open_original(case, user=moderator)
    decisions.publish(case, moderator=moderator, seen_version=case.version)
    comment = Comment.objects.get()
    assert comment.text == CLEAN
    assert comment.original.wants_mail
    token = originals.open_as_staff(comment.original).token
    assert Client().get(f"/my/{token}/").status_code == 200


def test_a_published_one_with_a_detail_stays_and_is_looked_at_again(
    article: Article, tmp_path: Path
) -> None:
    run = Run(tmp_path, line(article, text=TELLING))
    case = Case.objects.get()
    assert (case.kind, case.lane, case.base) == (CaseKind.RESCAN, Lane.REPORT, Base.PUBLIC)
    assert case.comment.state == State.PUBLISHED
    found = Finding.objects.get(kind="PHONE")
    assert TELLING[found.start : found.end] == "212-555-0142"
    assert "1 cases for something that must go" in run.summary
    assert waiting(Lane.REPORT) == 1


def test_a_reader_s_report_is_due_before_an_archive(article: Article, tmp_path: Path) -> None:
    Run(tmp_path, line(article, text=TELLING))
    assert Case.objects.get().due_at - timezone.now() > timedelta(hours=8)


def test_it_can_be_kept_off_the_page_until_staff_have_looked(
    article: Article, tmp_path: Path
) -> None:
    Run(tmp_path, line(article, text=TELLING), line(article), hide=True)
    hidden = Case.objects.get().comment
    assert (hidden.state, hidden.text) == (State.UNPUBLISHED, "")
    assert access.words_of(Case.objects.get()).body == TELLING
    page = Client().get(article.get_absolute_url()).text
    assert "555-0142" not in page
    assert CLEAN in page
    article.refresh_from_db()
    assert article.comment_count == 1


def test_a_detail_in_an_old_reply_opens_a_case_too(article: Article, tmp_path: Path) -> None:
    reply = {"text": "We will call you on 212-555-0142.", "author": "The desk"}
    Run(tmp_path, line(article, reply=reply))
    assert Case.objects.get().reason == "reply"


def test_the_house_s_own_telephone_in_a_reply_opens_none(article: Article, tmp_path: Path) -> None:
    reply = {"text": f"Please call us on {settings.REFERRAL_PHONE}.", "author": "The desk"}
    Run(tmp_path, line(article, reply=reply))
    assert not Case.objects.exists()


def test_a_reply_to_a_waiting_comment_is_kept_as_a_sealed_note(
    article: Article, tmp_path: Path
) -> None:
    reply = {"text": "It helps some people.", "author": "Sam"}
    Run(tmp_path, line(article, published=False, reply=reply))
    assert not Reply.objects.exists()
    assert [note.text for note in drafts.notes(Case.objects.get())] == [
        "Sam: It helps some people."
    ]


def test_a_crisis_among_the_waiting_calls_somebody(
    article: Article, tmp_path: Path, settings: Any
) -> None:
    Run(tmp_path, line(article, published=False, text="I want to kill myself tonight."))
    assert Case.objects.get().lane == Lane.CRISIS
    assert OxTask.objects.filter(task_path__endswith="call_somebody").count() == 1


def test_threads_are_kept_and_hang_on_what_began_them(article: Article, tmp_path: Path) -> None:
    lines = [
        line(article, id=3, parent=2, text="And the third?"),
        line(article, id=1, text="The first of them?"),
        line(article, id=2, parent=1, text="The second then?"),
        line(article, id=8, parent=9, text="A ring of two?"),
        line(article, id=9, parent=8, text="The ring's other half?"),
    ]
    assert not Run(tmp_path, *lines).failed
    first = Comment.objects.get(text="The first of them?")
    assert {one.text for one in first.answers.all()} == {"The second then?", "And the third?"}
    Run(tmp_path, line(article, id=4, parent=3, text="The fourth?"), *lines)
    assert Comment.objects.get(text="The fourth?").parent == first


def test_threads_hold_across_batches(
    article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    lines = [
        line(article, id=1, text="The first of them?"),
        line(article, id=2, parent=1, text="The second then?"),
        line(article, id=3, parent=2, text="And the third?"),
    ]
    Run(tmp_path, *lines)
    assert Comment.objects.get(text="The first of them?").answers.count() == 2


def test_lines_without_names_of_their_own_hang_on_nothing(
    article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    lines = [line(article, text=f"Number {number}?") for number in range(3)]
    Run(tmp_path, *lines[:2])
    Run(tmp_path, *lines)
    assert Comment.objects.filter(parent__isnull=True).count() == 3


@pytest.mark.parametrize(
    "address",
    [
        "immune-cells",
        "https://old.example.org/2019/05/immune-cells/",
        "/2019/Immune-Cells.html",
        "former-address",
    ],
)
def test_articles_are_matched_by_slug_or_address(
    article: Article, tmp_path: Path, address: str
) -> None:
    FormerSlug.keep("former-address", article)
    assert not Run(tmp_path, line(article, article=address)).failed
    assert Comment.objects.get().article == article


BAD: list[tuple[Any, str]] = [
    ("{not json", "not JSON"),
    (b'{"article": "\xff"}', "not UTF-8"),
    ("[1, 2]", "missing or of the wrong type"),
    ({"article": 7}, "missing or of the wrong type"),
    ({"article": "nowhere-at-all"}, "no such article"),
    ({"published": "yes"}, "missing or of the wrong type"),
    ({"reply": "Thanks"}, "missing or of the wrong type"),
    ({"reply": {"text": ""}}, "no text"),
    ({"text": " \n "}, "no text"),
    ({"text": "‏"}, "no text"),
    ({"text": None}, "no text"),
    ({"text": "half \ud800 of it"}, "cannot be stored"),
    ({"text": "nul \0 in it"}, "cannot be stored"),
    ({"text": "long " * 9_000}, "too long"),
    ({"name": "n" * 300}, "too long"),
    ({"submitted_at": "yesterday"}, "no time"),
    ({"submitted_at": None}, "no time"),
    ({"submitted_at": "2999-01-01T00:00:00Z"}, "in the future"),
]


@pytest.mark.parametrize(("bad", "why"), BAD, ids=[f"{why}-{n}" for n, (_, why) in enumerate(BAD)])
def test_a_bad_line_is_told_by_its_number_and_stops_no_good_one(
    article: Article, tmp_path: Path, bad: Any, why: str
) -> None:
    second = line(article, **bad) if isinstance(bad, dict) else bad
    run = Run(tmp_path, line(article), second, line(article, name="Omar"))
    assert run.failed
    [told] = run.report.splitlines()
    assert told.startswith("line 2: ")
    assert why in told
    assert Comment.objects.count() == 2


def test_what_was_left_out_is_told_without_a_word_of_it(article: Article, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    secret = line(article, article="nowhere", text="a-secret-word", email="secret@example.org")
    run = Run(tmp_path, *[secret] * 60, report=report)
    everything = run.summary + run.report + report.read_text()
    assert "secret" not in everything
    assert len(report.read_text().splitlines()) == 60
    assert "and 10 more" in run.report
    assert "60 not taken: no such article" in run.summary


def test_a_bad_address_costs_the_address_not_the_comment(article: Article, tmp_path: Path) -> None:
    assert not Run(tmp_path, line(article, email="not an address", published=False)).failed
    original = Original.objects.get()
    assert (original.email_hash, original.wants_mail) == ("", False)


def test_nothing_is_written_when_it_is_a_trial(article: Article, tmp_path: Path) -> None:
    run = Run(tmp_path, line(article, text=TELLING), line(article, published=False), dry_run=True)
    assert "1 published" in run.summary
    assert "1 queued" in run.summary
    assert not Comment.objects.exists()
    assert not AuditEvent.objects.exists()


def test_it_is_on_record_in_figures(article: Article, tmp_path: Path) -> None:
    Run(tmp_path, line(article), line(article, name="Omar", published=False))
    event = AuditEvent.objects.get(verb="import")
    assert event.detail == {"published": 1, "queued": 1}
    assert event.subject_id == str(article.pk)
    assert audit.verify() == []


def test_a_kept_page_is_made_anew(article: Article, tmp_path: Path) -> None:
    before = Article.objects.get(pk=article.pk).public_version
    Run(tmp_path, line(article))
    assert Article.objects.get(pk=article.pk).public_version > before


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_the_same_time_add_it_once(tmp_path: Path) -> None:
    article = factories.article("immune-cells")
    lines = [line(article, name=f"Reader {n}", published=n % 2 == 0) for n in range(40)]
    gate = threading.Barrier(2)

    def bring(folder: Path) -> Run:
        folder.mkdir()
        gate.wait()
        try:
            return Run(folder, *lines, processes=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(bring, [tmp_path / "a", tmp_path / "b"]))
    assert not any(run.failed for run in runs)
    assert Comment.objects.count() == Original.objects.count() == 40
    assert waiting(Lane.QUESTION) == Case.objects.count() == 20
    article.refresh_from_db()
    assert article.comment_count == 20


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("import_comments", tmp_path / "none.jsonl", format="jsonl")


def test_several_processes_read_the_same(article: Article, tmp_path: Path) -> None:
    lines = [line(article, name=f"Reader {n}", text=TELLING + f" {n}") for n in range(60)]
    Run(tmp_path, *lines, processes=1)
    alone = list(Finding.objects.values_list("start", "end", "kind", "rule").order_by("pk"))
    Case.objects.all().delete()
    Comment.objects.all().delete()
    Run(tmp_path, *lines, processes=2)
    assert list(Finding.objects.values_list("start", "end", "kind", "rule").order_by("pk")) == alone
    assert len(alone) >= 60


def test_a_batch_costs_a_fixed_number_of_queries(
    article: Article, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    lines = [line(article, name=f"Reader {n}", text=TELLING + f" {n}") for n in range(200)]
    with django_assert_max_num_queries(40):
        Run(tmp_path, *lines, processes=1)
    assert Case.objects.count() == 200
