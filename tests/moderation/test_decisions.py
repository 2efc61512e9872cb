"""Outcomes other than publishing, conflicts, undo, and the second person."""

from datetime import timedelta
from typing import Any

import pytest
import pytest_django
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from comments import changes, private_replies
from comments.models import Comment, Original, Reply, State
from moderation import access, claims, decisions, drafts, queue, spans
from moderation.models import (
    Action,
    Case,
    Decision,
    KeptBecause,
    ReasonCode,
    RuleStat,
    SpanState,
    Stage,
)
from staff.models import User
from tests import factories

REPLY = "Thank you for asking. Please call our line."
CRISIS = "I am going to kill myself tonight. Can you help?"


@pytest.fixture
def lead(db: None) -> User:
    return factories.staff("lead", group="lead", first_name="Lea")


def days_until_erased(case: Case) -> int:
    due = Original.objects.get(pk=case.comment_id).erase_at
    assert due is not None
    return round((due - timezone.now()) / timedelta(days=1))


# --- Outcomes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "details", "state", "reason", "days"),
    [
        ("reject", {"reason": "advert"}, State.REJECTED, "advert", 90),
        ("send_back", {"reason": "too-personal"}, State.RETURNED, "too-personal", 90),
        ("mark_spam", {}, State.SPAM, "", 14),
    ],
)
def test_a_case_ends(
    moderator: User, verb: str, details: dict[str, str], state: str, reason: str, days: int
) -> None:
    case = factories.claimed(moderator)
    decide = getattr(decisions, verb)
    outcome = decide(case, moderator=moderator, seen_version=case.version, **details)
    comment = Comment.objects.get()
    assert (comment.state, comment.reason, comment.text) == (state, reason, "")
    assert outcome.decision.reason == reason
    assert days_until_erased(case) == days
    case.refresh_from_db()
    assert case.closed_at is not None


def test_a_reason_that_is_no_code_is_refused(moderator: User) -> None:
    case = factories.claimed(moderator)
    with pytest.raises(ValueError, match="not a valid ReasonCode"):
        decisions.reject(case, moderator=moderator, seen_version=2, reason="because")


def test_who_may_only_read_decides_nothing(moderator: User) -> None:
    case = factories.claimed(moderator)
    auditor = factories.staff(group="auditor")
    with pytest.raises(PermissionDenied):
        decisions.publish(case, moderator=auditor, seen_version=case.version)
    with pytest.raises(PermissionDenied):
        decisions.mark_spam(case, moderator=auditor, seen_version=case.version)


def test_a_private_reply_is_for_the_reader_alone(moderator: User) -> None:
    words = factories.sent()
    case = factories.claimed(moderator)
    token = access.words_of(case).token
    decisions.reply_privately(case, moderator=moderator, seen_version=case.version, reply=REPLY)
    reply = Reply.objects.get()
    assert (reply.private, reply.text, reply.html) == (True, "", "")
    Reply.objects.update(visible_at=timezone.now())
    assert private_replies.opened(case.comment, token)[0].text == REPLY
    assert Comment.objects.get().state == State.PRIVATE_REPLY
    assert words.token != token


def test_a_private_reply_needs_words_and_a_page(moderator: User) -> None:
    case = factories.claimed(moderator)
    with pytest.raises(decisions.GateError, match="no-reply"):
        decisions.reply_privately(case, moderator=moderator, seen_version=case.version, reply="  ")


def test_a_childs_words_are_not_kept(moderator: User) -> None:
    case = factories.claimed(moderator)
    Case.objects.filter(pk=case.pk).update(triage={**case.triage, "child": True})
    case.refresh_from_db()
    decisions.mark_spam(case, moderator=moderator, seen_version=case.version)
    assert days_until_erased(case) == 0


def test_an_authors_own_comment_is_marked(moderator: User) -> None:
    case = factories.claimed(moderator)
    decisions.publish(case, moderator=moderator, seen_version=case.version, as_author=True)
    assert Comment.objects.get().is_author


def test_the_scorecard_counts_what_staff_thought_of_each_rule(moderator: User) -> None:
    case = factories.claimed(moderator, "Call 702-555-0144, or 702-555-0145. Does it work?")
    keep = case.findings.first()
    assert keep is not None
    rule = keep.rule
    spans.decide(case, user=moderator, finding_ids=[keep.pk], state=SpanState.KEPT)
    outcome = decisions.publish(case, moderator=moderator, seen_version=case.version)
    stat = RuleStat.objects.get(rule=rule)
    assert (stat.agreed, stat.changed, stat.refused) == (1, 0, 1)
    decisions.undo(outcome.decision, user=moderator)
    stat.refresh_from_db()
    assert (stat.agreed, stat.changed, stat.refused) == (0, 0, 0)


# --- Conflicts ------------------------------------------------------------------------------


def test_the_slower_one_is_told_and_keeps_what_they_typed(moderator: User) -> None:
    ana = factories.staff("ana", group="moderator", first_name="Ana")
    case = factories.claimed(ana)
    drafts.save(case, user=moderator, text=REPLY)
    decisions.publish(case, moderator=ana, seen_version=case.version)
    with pytest.raises(decisions.ConflictError, match=r"Ana decided at .*: Published\."):
        decisions.publish(case, moderator=moderator, seen_version=case.version, reply=REPLY)
    assert drafts.load(case, user=moderator) == REPLY
    assert Reply.objects.count() == 0


def test_nobody_decides_what_a_colleague_holds(moderator: User) -> None:
    ana = factories.staff("ana", group="moderator", first_name="Ana")
    case = factories.claimed(ana)
    with pytest.raises(decisions.HeldError, match="Ana is working on this case"):
        decisions.mark_spam(case, moderator=moderator, seen_version=case.version)


def test_a_reader_who_takes_it_back_wins(moderator: User) -> None:
    case = factories.claimed(moderator)
    changes.withdraw(case.comment)
    with pytest.raises(decisions.ConflictError, match="Withdrawn by the reader at"):
        decisions.mark_spam(case, moderator=moderator, seen_version=case.version)
    assert Comment.objects.get().state == State.WITHDRAWN


# --- Undo -----------------------------------------------------------------------------------


def test_fourteen_seconds_later_it_can_be_undone(moderator: User) -> None:
    case = factories.claimed(moderator)
    outcome = decisions.publish(case, moderator=moderator, seen_version=case.version, reply=REPLY)
    with time_machine.travel(timezone.now() + timedelta(seconds=14), tick=False):
        assert decisions.undoable(user=moderator) == outcome.decision
        again = decisions.undo(outcome.decision, user=moderator)
    comment = Comment.objects.get()
    assert (comment.state, comment.text, comment.visible_at) == (State.QUEUED, "", None)
    assert (again.closed_at, again.claimed_by) == (None, moderator)
    assert not Reply.objects.exists()
    assert drafts.load(again, user=moderator) == REPLY
    assert sum(lane.count for lane in queue.counts()) == 1
    assert comment.article.comment_count == 0
    assert Original.objects.get().erase_at is None
    assert Decision.objects.get(action=Action.UNDO).undoes == outcome.decision


def test_sixteen_seconds_later_it_stands(moderator: User) -> None:
    case = factories.claimed(moderator)
    outcome = decisions.publish(case, moderator=moderator, seen_version=case.version)
    with time_machine.travel(timezone.now() + timedelta(seconds=16), tick=False):
        assert decisions.undoable(user=moderator) is None
        with pytest.raises(decisions.ConflictError, match="too late"):
            decisions.undo(outcome.decision, user=moderator)
    assert Comment.objects.get().state == State.PUBLISHED


def test_only_who_decided_undoes_and_only_once(moderator: User) -> None:
    case = factories.claimed(moderator)
    outcome = decisions.mark_spam(case, moderator=moderator, seen_version=case.version)
    with pytest.raises(PermissionDenied):
        decisions.undo(outcome.decision, user=factories.staff(group="moderator"))
    decisions.undo(outcome.decision, user=moderator)
    assert decisions.undoable(user=moderator) is None
    with pytest.raises(decisions.ConflictError):
        decisions.undo(outcome.decision, user=moderator)


@pytest.mark.parametrize("verb", ["reject", "send_back", "mark_spam", "escalate"])
def test_every_quiet_outcome_can_be_undone_and_decided_again(moderator: User, verb: str) -> None:
    case = factories.claimed(moderator)
    details: dict[str, Any] = {"reason": "advert"} if verb in ("reject", "send_back") else {}
    outcome = getattr(decisions, verb)(
        case, moderator=moderator, seen_version=case.version, **details
    )
    again = decisions.undo(outcome.decision, user=moderator)
    comment = Comment.objects.get()
    assert (comment.state, comment.reason, again.stage) == (State.QUEUED, "", Stage.ANYBODY)
    decisions.publish(again, moderator=moderator, seen_version=again.version)


def test_a_reader_who_takes_it_back_meanwhile_is_not_undone(moderator: User) -> None:
    case = factories.claimed(moderator)
    outcome = decisions.publish(case, moderator=moderator, seen_version=case.version)
    changes.withdraw(Comment.objects.get())
    with pytest.raises(decisions.ConflictError):
        decisions.undo(outcome.decision, user=moderator)


# --- A second person ------------------------------------------------------------------------


def test_a_crisis_is_not_published_by_one_person(moderator: User, lead: User) -> None:
    case = factories.claimed(moderator, CRISIS)
    first = decisions.publish(case, moderator=moderator, seen_version=case.version, reply=REPLY)
    assert first.decision.action == Action.ASK_SECOND
    assert Comment.objects.get().state == State.AWAITING_SECOND
    case.refresh_from_db()
    with pytest.raises(PermissionDenied):
        decisions.confirm_second(case, second=moderator, seen_version=case.version)
    case = claims.claim(case, user=lead)
    outcome = decisions.confirm_second(case, second=lead, seen_version=case.version)
    assert (outcome.decision.actor, outcome.decision.second_actor) == (moderator, lead)
    assert Comment.objects.get().state == State.PUBLISHED
    assert Reply.objects.get().text == REPLY


def test_the_second_person_may_publish_it_their_way(moderator: User, lead: User) -> None:
    case = factories.claimed(moderator, CRISIS)
    decisions.publish(case, moderator=moderator, seen_version=case.version)
    case = claims.claim(Case.objects.get(), user=lead)
    outcome = decisions.publish(case, moderator=lead, seen_version=case.version, reply=REPLY)
    assert (outcome.decision.actor, outcome.decision.second_actor) == (lead, moderator)


def test_a_lead_alone_does_not_publish_a_crisis_either(lead: User) -> None:
    case = factories.claimed(lead, CRISIS)
    decisions.publish(case, moderator=lead, seen_version=case.version)
    assert Comment.objects.get().state == State.AWAITING_SECOND


def test_one_person_may_answer_a_crisis_privately(moderator: User) -> None:
    case = factories.claimed(moderator, CRISIS)
    decisions.reply_privately(case, moderator=moderator, seen_version=case.version, reply=REPLY)
    assert Comment.objects.get().state == State.PRIVATE_REPLY


def test_personal_but_published_anyway_takes_a_reason_and_a_second_person(
    moderator: User, lead: User
) -> None:
    case = factories.claimed(moderator, "Call 702-555-0144. Does it work?")
    ids = [case.findings.get().pk]
    spans.decide(
        case,
        user=moderator,
        finding_ids=ids,
        state=SpanState.KEPT,
        kept_because=KeptBecause.ANYWAY,
    )
    with pytest.raises(decisions.GateError, match="anyway-needs-reason"):
        decisions.publish(case, moderator=moderator, seen_version=case.version)
    decisions.publish(
        case, moderator=moderator, seen_version=case.version, note="It is a public helpline."
    )
    assert drafts.notes(case)[0].text == "It is a public helpline."
    case = claims.claim(Case.objects.get(), user=lead)
    outcome = decisions.confirm_second(case, second=lead, seen_version=case.version)
    assert "702-555-0144" in Comment.objects.get().text
    assert outcome.decision.gate["overridden"]


def test_an_escalated_case_goes_back_to_the_lead_when_undone(
    moderator: User, lead: User, settings: pytest_django.Settings
) -> None:
    case = factories.claimed(moderator)
    decisions.escalate(case, moderator=moderator, seen_version=case.version, note="Please look")
    case = claims.claim(Case.objects.get(), user=lead)
    outcome = decisions.reject(
        case, moderator=lead, seen_version=case.version, reason=ReasonCode.ABUSE
    )
    again = decisions.undo(outcome.decision, user=lead)
    assert (again.stage, again.passed_on_by) == (Stage.LEAD, moderator)
    assert Comment.objects.get().state == State.ESCALATED


def test_what_was_escalated_is_not_decided_by_a_colleague(moderator: User) -> None:
    case = factories.claimed(moderator)
    decisions.escalate(case, moderator=moderator, seen_version=case.version)
    fresh = Case.objects.get()
    for somebody in (moderator, factories.staff(group="moderator")):
        with pytest.raises(PermissionDenied):
            decisions.mark_spam(fresh, moderator=somebody, seen_version=fresh.version)


def test_an_escalated_crisis_still_takes_two_to_publish(moderator: User, lead: User) -> None:
    case = factories.claimed(moderator, CRISIS)
    decisions.escalate(case, moderator=moderator, seen_version=case.version)
    case = claims.claim(Case.objects.get(), user=lead)
    decisions.publish(case, moderator=lead, seen_version=case.version)
    assert Comment.objects.get().state == State.AWAITING_SECOND
    other = factories.staff(group="lead")
    case = claims.claim(Case.objects.get(), user=other)
    outcome = decisions.confirm_second(case, second=other, seen_version=case.version)
    assert (outcome.decision.actor, outcome.decision.second_actor) == (lead, other)


@pytest.mark.parametrize("body", ["Does it work?", CRISIS])
@pytest.mark.parametrize("verb", ["publish", "reply_privately"])
def test_whatever_is_undone_the_reply_is_a_draft_again(
    moderator: User, verb: str, body: str
) -> None:
    case = factories.claimed(moderator, body)
    outcome = getattr(decisions, verb)(
        case, moderator=moderator, seen_version=case.version, reply=REPLY
    )
    again = decisions.undo(outcome.decision, user=moderator)
    assert drafts.load(again, user=moderator) == REPLY
    assert not Reply.objects.exists()
    assert Comment.objects.get().state == State.QUEUED
