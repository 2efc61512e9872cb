"""What comes through the one door: a new comment, a changed one, a report, a withdrawal."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytest_django
from django.db import transaction

from comments import changes, keys
from comments.intake import Wanted, Words, want_case
from comments.models import Comment, Original, Report, ReportReason, State
from comments.originals import Sent
from moderation import access, claims, clock, decisions, drafts, queue, takedown
from moderation.models import Action, Base, Case, CaseKind, Finding, Lane, SealedNote, SpanState
from staff.models import User
from tests import factories

NEW_YORK = ZoneInfo("America/New_York")


def report(comment: Comment, visitor: str, reason: str = ReportReason.PERSONAL) -> None:
    Report.objects.create(comment=comment, visitor_hash=visitor, reason=reason)
    fresh = Comment.objects.get(pk=comment.pk)
    with transaction.atomic():
        want_case(fresh, Wanted.REPORTED, reason=reason)


def test_a_question_waits_in_its_lane_with_a_due_time(db: None) -> None:
    case = factories.case("Does immunotherapy work for everybody?")
    assert (case.lane, case.is_question) == (Lane.QUESTION, True)
    assert case.due_at > case.opened_at


def test_findings_hold_offsets_and_rules_and_no_words(db: None) -> None:
    case = factories.case("Please call 702-555-0144 now.")
    finding = case.findings.get(kind="PHONE")
    assert (finding.start, finding.end, finding.base) == (12, 24, Base.ORIGINAL)
    assert case.kinds == {"PHONE": 1}
    assert "555" not in str([list(Case.objects.values()), list(Finding.objects.values())])


def test_direct_identifiers_are_left_out_from_the_start(db: None) -> None:
    case = factories.case("Please call 702-555-0144 now.")
    finding = case.findings.get(kind="PHONE")
    assert (finding.state, finding.by_hand) == (SpanState.OUT, False)


def test_a_full_name_over_the_comment_is_a_finding_in_the_name(db: None) -> None:
    case = factories.case(name="Philip Q. Example")
    finding = case.findings.get(base=Base.NAME)
    assert (finding.start, finding.end, finding.state) == (6, 17, SpanState.OUT)


def test_a_first_name_alone_is_none(db: None) -> None:
    assert not factories.case(name="Philip").findings.filter(base=Base.NAME).exists()


def test_a_crisis_goes_first_and_somebody_is_called(
    db: None, settings: pytest_django.Settings, mailoutbox: list[object]
) -> None:
    from django_ox.testing import run_tasks

    settings.ON_CALL = ["on-call@example.org"]
    case = factories.case("I am going to kill myself tonight.")
    run_tasks(raise_failures=True)
    assert case.lane == Lane.CRISIS
    assert len(mailoutbox) == 1
    assert "tonight" not in str(mailoutbox[0].message())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "lane"),
    [
        ("I can't do this any more, I want to end it.", Lane.CRISIS),
        ("This waiting is killing me. When will you answer?", Lane.QUESTION),
        ("Thank you for this article.", Lane.REST),
    ],
)
def test_each_waits_in_its_lane(db: None, body: str, lane: Lane) -> None:
    assert factories.case(body).lane == lane


def test_the_same_door_changes_the_open_case_when_the_reader_changed_the_words(db: None) -> None:
    case = factories.case("Please call 702-555-0144 now.")
    with transaction.atomic():
        want_case(case.comment, Wanted.RESUBMITTED, words=Words("Denise", "Is it so?"))
    again = Case.objects.get()
    assert again.findings.count() == 0
    assert (again.reason, again.kinds, again.is_question) == ("", {}, True)
    assert again.version == case.version + 1


def test_a_failure_here_keeps_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(queue, "adjust", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        factories.case()
    assert not Comment.objects.exists()


def test_a_report_that_the_scan_agrees_with_hides_at_once(moderator: User) -> None:
    comment = factories.published(moderator, "Is it true?")
    Comment.objects.filter(pk=comment.pk).update(text="Call me at 702-555-0144.", html="x")
    report(comment, "visitor-1")
    comment.refresh_from_db()
    assert (comment.state, comment.text, comment.html) == (State.UNPUBLISHED, "", "")
    case = comment.cases.open().get()
    assert (case.kind, case.lane) == (CaseKind.REPORTED, Lane.REPORT)
    assert case.findings.get().base == Base.PUBLIC
    assert access.words_of(case).body == "Call me at 702-555-0144."


def test_one_report_without_a_finding_hides_nothing(moderator: User) -> None:
    comment = factories.published(moderator)
    report(comment, "visitor-1")
    comment.refresh_from_db()
    assert comment.state == State.PUBLISHED
    assert comment.cases.open().get().lane == Lane.REPORT


def test_two_visitors_hide_it(moderator: User) -> None:
    comment = factories.published(moderator)
    before = comment.article.comment_count
    report(comment, "visitor-1")
    report(comment, "visitor-2", ReportReason.ABOUT_ME)
    comment.refresh_from_db()
    comment.article.refresh_from_db()
    assert comment.state == State.UNPUBLISHED
    assert comment.article.comment_count == before - 1
    assert comment.cases.open().count() == 1


def test_two_complaints_about_an_advert_hide_nothing(moderator: User) -> None:
    comment = factories.published(moderator)
    report(comment, "visitor-1", ReportReason.ADVERT)
    report(comment, "visitor-2", ReportReason.WRONG)
    comment.refresh_from_db()
    assert comment.state == State.PUBLISHED
    assert comment.cases.open().get().lane == Lane.COMPLAINT


def test_withdrawing_closes_the_case_and_drops_what_staff_wrote(moderator: User) -> None:
    case = factories.claimed(moderator)
    drafts.save(case, user=moderator, text="A reply in the making")
    drafts.add_note(case, user=moderator, text="A note")
    changes.withdraw(case.comment)
    case.refresh_from_db()
    assert case.closed_at is not None
    assert not SealedNote.objects.exists()
    decision = case.decisions.get()
    assert (decision.action, decision.actor) == (Action.WITHDRAW, None)
    assert (decision.from_state, decision.to_state) == (State.QUEUED, State.WITHDRAWN)
    assert sum(lane.count for lane in queue.counts()) == 0


def test_erasing_takes_the_public_text_too(moderator: User) -> None:
    comment = factories.published(moderator)
    changes.erase(comment)
    comment.refresh_from_db()
    assert (comment.state, comment.text, comment.html) == (State.ERASED, "", "")
    assert comment.cases.get().decisions.first().action == Action.ERASE  # type: ignore[union-attr]


def test_a_comment_that_never_had_a_case_can_be_erased(db: None) -> None:
    comment = factories.comment()
    takedown.end(comment, Action.ERASE)
    assert comment.cases.get().closed_at is not None


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-16 10:00", "2026-11-18 10:00"),  # two office days
        ("2026-11-20 16:00", "2026-11-24 16:00"),  # over a weekend
        ("2026-11-21 03:00", "2026-11-24 17:00"),  # on a Saturday
        ("2026-11-25 16:00", "2026-11-30 16:00"),  # over a holiday and a weekend
    ],
)
def test_due_times_count_office_hours(
    settings: pytest_django.Settings, start: str, due: str
) -> None:
    settings.OFFICE_HOLIDAYS = ["2026-11-26"]
    began = datetime.fromisoformat(start).replace(tzinfo=NEW_YORK)
    assert clock.due(Lane.QUESTION, began) == datetime.fromisoformat(due).replace(tzinfo=NEW_YORK)


def test_a_crisis_waits_for_no_office_hours() -> None:
    night = datetime(2026, 11, 21, 2, tzinfo=NEW_YORK)
    assert clock.due(Lane.CRISIS, night) == night + timedelta(hours=1)


def test_a_comment_that_was_sent_back_and_comes_again_waits_anew(moderator: User) -> None:
    case = factories.claimed(moderator, "Call 702-555-0144?")
    token = access.words_of(case).token
    decisions.send_back(case, moderator=moderator, seen_version=case.version, reason="too-personal")
    changes.resubmit(case.comment, Sent(name="Denise", email="", body="Does it work?", token=token))
    again = Case.objects.open().get()
    assert (again.reason, again.kinds, again.comment.state) == ("resubmitted", {}, State.QUEUED)
    assert Original.objects.get().erase_at is None
    held = claims.claim(again, user=moderator)
    decisions.publish(held, moderator=moderator, seen_version=held.version)
    assert Comment.objects.get().text == "Does it work?"


def test_the_public_site_does_all_this_without_the_private_key(
    moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = factories.published(moderator, "Is it so?")
    Comment.objects.filter(pk=comment.pk).update(text="Call me at 702-555-0144.", html="x")
    monkeypatch.setattr(keys, "private_keys", dict)
    case = factories.case("Call 702-555-0145?")
    report(comment, "visitor-1")
    assert Comment.objects.get(pk=comment.pk).state == State.UNPUBLISHED
    changes.withdraw(case.comment)
    changes.erase(Comment.objects.get(pk=comment.pk))
    assert not Case.objects.open().exists()
    with pytest.raises(keys.KeyMissingError):
        access.words_of(case)
