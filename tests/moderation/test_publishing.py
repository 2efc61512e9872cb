"""Publishing: what becomes public, when, and what is written down with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Reply, State
from moderation import decisions, queue
from moderation.models import Action, AuditEvent, Lane
from staff.models import User
from tests import factories


def test_a_published_comment_waits_for_the_undo_window(moderator: User) -> None:
    case = factories.claimed(moderator)
    outcome = decisions.publish(case, moderator=moderator, seen_version=case.version)
    comment = Comment.objects.get()
    assert comment.state == State.PUBLISHED
    assert not comment.is_visible()
    assert comment.is_visible(timezone.now() + timedelta(seconds=15))
    assert outcome.decision.action == Action.PUBLISH


def test_details_are_left_out_and_contacts_are_gone(moderator: User) -> None:
    case = factories.claimed(moderator, "Please call me at 702-555-0144. Does it work?")
    decisions.publish(case, moderator=moderator, seen_version=case.version)
    comment = Comment.objects.get()
    assert comment.text == "Please call me at [phone]. Does it work?"
    assert "702" not in comment.html
    assert comment.details_left_out


def test_the_reply_is_signed_by_the_team(moderator: User) -> None:
    case = factories.claimed(moderator)
    decisions.publish(
        case, moderator=moderator, seen_version=case.version, reply="Thank you for asking."
    )
    reply = Reply.objects.get()
    assert reply.signed_as == "The Bedside team"
    assert not Reply.objects.visible().exists()


def test_one_decision_and_one_audit_event_are_written(moderator: User) -> None:
    case = factories.claimed(moderator)
    decisions.publish(case, moderator=moderator, seen_version=case.version)
    assert case.decisions.count() == 1
    assert list(AuditEvent.objects.values_list("verb", "actor_id")) == [("publish", moderator.pk)]


def test_the_lane_is_counted_down(moderator: User) -> None:
    case = factories.claimed(moderator)
    before = {lane.lane: lane.count for lane in queue.counts()}
    decisions.publish(case, moderator=moderator, seen_version=case.version)
    after = {lane.lane: lane.count for lane in queue.counts()}
    assert before[Lane.QUESTION] - after[Lane.QUESTION] == 1


@pytest.mark.parametrize("reply", ["Dear {{ first_name }}, hello.", "See https://elsewhere.test/x"])
def test_a_reply_that_is_not_right_stops_it(moderator: User, reply: str) -> None:
    case = factories.claimed(moderator)
    with pytest.raises(decisions.GateError):
        decisions.publish(case, moderator=moderator, seen_version=case.version, reply=reply)
    assert Comment.objects.get().state == State.QUEUED
