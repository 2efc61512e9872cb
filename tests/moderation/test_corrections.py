"""What the machine guessed wrong is put right by one press, and everything follows."""

import pytest

from moderation import cases, claims, queue
from moderation.models import AuditEvent, Case, Lane
from staff.models import User
from tests import factories


def count(lane: Lane) -> int:
    return next(one.count for one in queue.counts() if one.lane == lane)


def test_no_question_after_all_moves_it_to_the_other_lane_and_clock(moderator: User) -> None:
    case = factories.claimed(moderator, "Does it work?")
    due = case.due_at
    cases.correct(case, user=moderator, field="question", value="no")
    fresh = Case.objects.get()
    assert (fresh.lane, fresh.is_question) == (Lane.REST, False)
    assert (count(Lane.QUESTION), count(Lane.REST)) == (0, 1)
    assert fresh.due_at >= due
    assert (case.lane, case.is_question) == (fresh.lane, False)


def test_the_first_guess_is_kept_and_counted(moderator: User) -> None:
    case = factories.claimed(moderator, "Is lung cancer inherited?")
    cases.correct(case, user=moderator, field="condition", value="breast")
    assert (case.condition, case.triage["conditions"]) == ("breast", ["breast", "lung"])
    assert case.corrected == {"condition": "lung"}
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_id) == ("correct-condition", moderator.pk)


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("about", "parent", "parent"),
        ("state", "Nevada", "Nevada"),
        ("state", "", ""),
        ("language", "es", "es"),
    ],
)
def test_each_guess_can_be_put_right(moderator: User, field: str, value: str, stored: str) -> None:
    case = factories.claimed(moderator)
    cases.correct(case, user=moderator, field=field, value=value)
    assert Case.objects.get().triage[field] == stored


def test_a_complaint_goes_to_its_lane(moderator: User) -> None:
    case = factories.claimed(moderator)
    cases.correct(case, user=moderator, field="intent", value="complaint")
    assert (Case.objects.get().lane, case.intent) == (Lane.COMPLAINT, "complaint")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("condition", "no-such-thing"),
        ("about", "the neighbour's cat"),
        ("question", "maybe"),
        ("state", "my kitchen"),
        ("intent", ""),
        ("password", "x"),
    ],
)
def test_what_no_list_has_is_refused(moderator: User, field: str, value: str) -> None:
    case = factories.claimed(moderator)
    with pytest.raises(ValueError, match="cannot be that"):
        cases.correct(case, user=moderator, field=field, value=value)


def test_a_colleagues_case_is_left_alone(moderator: User) -> None:
    case = factories.claimed(factories.staff(group="moderator"))
    with pytest.raises(claims.HeldError):
        cases.correct(case, user=moderator, field="question", value="no")
