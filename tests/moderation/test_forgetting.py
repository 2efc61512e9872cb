"""Forgetting: what is past its time is gone, with all that staff wrote about it."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments.models import Comment, Original, State
from moderation import claims, decisions, drafts, forgetting, spans
from moderation.models import AuditEvent, Case, Decision, Finding, SealedNote, SpanState
from staff.models import User
from tests import factories

ADDRESS = "denise@example.org"


def decided(user: User, body: str = "Call 702-555-0144. Does it work?") -> Case:
    """A published comment with a note, a draft of a colleague and a wording of staff's own."""
    case = factories.claimed(user, body)
    colleague = factories.staff(group="moderator")
    drafts.save(case, user=colleague, text="A draft")
    drafts.add_note(case, user=user, text="A note")
    ids = list(case.findings.values_list("pk", flat=True))
    spans.decide(
        case,
        user=user,
        finding_ids=ids,
        state=SpanState.GENERALISED,
        replacement="our line",
    )
    decisions.publish(case, moderator=user, seen_version=case.version)
    return case


def past_due(case: Case) -> None:
    Original.objects.filter(pk=case.comment_id).update(
        erase_at=timezone.now() - timedelta(seconds=1)
    )


def test_what_is_past_its_time_is_gone_with_notes_drafts_and_wordings(moderator: User) -> None:
    case = decided(moderator)
    past_due(case)
    report = forgetting.forget()
    assert (report.originals, report.notes) == (1, 2)
    assert not Original.objects.exists()
    assert not SealedNote.objects.exists()
    assert not Finding.objects.exclude(sealed_replacement=b"").exists()
    assert Comment.objects.get().text.startswith("Call our line.")
    assert Decision.objects.count() == 1


def test_a_dry_run_says_the_same_and_erases_nothing(moderator: User) -> None:
    past_due(decided(moderator))
    report = forgetting.forget(dry_run=True)
    assert (report.originals, report.notes, report.by_state) == (1, 2, {"published": 1})
    assert Original.objects.count() == 1
    assert SealedNote.objects.count() == 2
    assert not AuditEvent.objects.filter(verb="forget").exists()


def test_what_is_not_due_or_under_a_legal_hold_stays(moderator: User) -> None:
    decided(moderator)
    held = decided(moderator, "Is it so? Call 702-555-0145.")
    past_due(held)
    forgetting.hold(held.comment, actor=moderator, on=True)
    report = forgetting.forget()
    assert (report.originals, report.on_hold) == (0, 1)
    assert Original.objects.count() == 2
    assert report.next_at is not None
    forgetting.hold(held.comment, actor=moderator, on=False)
    assert forgetting.forget().originals == 1


def test_running_it_again_finds_nothing_more(moderator: User) -> None:
    past_due(decided(moderator))
    forgetting.forget()
    assert forgetting.forget().originals == 0


def test_many_batches_are_one_run(moderator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    article = factories.article()
    for number in range(5):
        factories.case(f"Is it {number}?", article=article)
    Original.objects.update(erase_at=timezone.now())
    steps: list[int] = []
    assert forgetting.forget(progress=steps.append).originals == 5
    assert steps == [2, 2, 1]


def test_names_are_forgotten_after_two_years(moderator: User) -> None:
    comment = factories.published(moderator)
    factories.published(moderator, "Is it so?")
    ago = timezone.now() - timedelta(days=735)
    Comment.objects.filter(pk=comment.pk).update(decided_at=ago)
    before = comment.article.public_version
    assert forgetting.forget().names == 1
    comment.refresh_from_db()
    comment.article.refresh_from_db()
    assert (comment.public_name, comment.text != "") == ("", True)
    assert comment.article.public_version > before


def test_a_private_reply_goes_with_the_words_it_answers(moderator: User) -> None:
    case = factories.claimed(moderator)
    decisions.reply_privately(
        case, moderator=moderator, seen_version=case.version, reply="Please call us."
    )
    past_due(case)
    forgetting.forget()
    assert bytes(case.comment.replies.get().reader_blob) == b""


def test_a_reader_is_erased_whole_by_address(moderator: User) -> None:
    decided(moderator)
    factories.claimed(moderator, "Is it so?", email="other@example.org")
    report = forgetting.erase_reader(f" {ADDRESS.upper()} ", actor=moderator)
    assert report.originals == 1
    comment = Comment.objects.get(state=State.ERASED)
    assert (comment.text, comment.public_name, comment.html) == ("", "", "")
    assert not SealedNote.objects.exists()
    assert Original.objects.count() == 1
    assert AuditEvent.objects.filter(verb="erase-reader", actor_id=moderator.pk).count() == 1


def test_a_legal_hold_keeps_the_seal_and_takes_it_off_the_site(moderator: User) -> None:
    case = decided(moderator)
    forgetting.hold(case.comment, actor=moderator, on=True)
    report = forgetting.erase_reader(ADDRESS, actor=moderator)
    assert (report.originals, report.on_hold) == (0, 1)
    assert Comment.objects.get().text == ""
    assert Original.objects.count() == 1


def test_an_export_has_all_that_is_held_and_goes_on_record(
    moderator: User, capsys: pytest.CaptureFixture[str]
) -> None:
    case = decided(moderator)
    call_command("export_reader", ADDRESS)
    row = json.loads(capsys.readouterr().out)
    assert row["as_written"]["text"] == "Call 702-555-0144. Does it work?"
    assert row["as_written"]["email"] == ADDRESS
    assert row["public"]["text"].startswith("Call our line.")
    assert AuditEvent.objects.get(verb="export-reader").subject_id == case.comment.public_id


def test_the_commands_speak_in_figures(moderator: User, capsys: pytest.CaptureFixture[str]) -> None:
    past_due(decided(moderator))
    call_command("forget", dry_run=True)
    assert "Would erase 1 originals, 2 notes" in capsys.readouterr().out
    call_command("forget")
    assert "Erased 1 originals" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nothing is held"):
        call_command("erase_reader", "nobody@example.org", yes=True)


def test_erasing_works_while_somebody_holds_the_case(moderator: User) -> None:
    case = factories.claimed(moderator)
    forgetting.erase_reader(ADDRESS, actor=None)
    with pytest.raises(claims.ConflictError):
        claims.renew(case, user=moderator)
