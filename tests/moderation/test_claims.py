"""Claims: one holder at a time, ten minutes, renewed by work, free when over."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from moderation import claims, decisions
from moderation.models import Case, Lane, OriginalAccess
from staff.models import User
from tests import factories


@pytest.fixture
def other(db: None) -> User:
    return factories.staff("ana", group="moderator", first_name="Ana")


def test_a_colleague_is_told_who_holds_it(moderator: User, other: User) -> None:
    case = factories.claimed(other)
    with pytest.raises(claims.HeldError, match="Ana is working on this case until"):
        claims.claim(case, user=moderator)


def test_a_claim_is_over_after_ten_minutes(moderator: User, other: User) -> None:
    case = factories.claimed(other)
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1), tick=False):
        assert claims.claim(case, user=moderator).claimed_by == moderator


def test_work_renews_it_also_when_it_was_over_and_nobody_came(moderator: User) -> None:
    case = factories.claimed(moderator)
    with time_machine.travel(timezone.now() + timedelta(minutes=30), tick=False):
        until = claims.renew(case, user=moderator)
        assert until == timezone.now() + timedelta(minutes=10)
    case.refresh_from_db()
    assert case.version == 2


def test_taking_it_makes_what_others_saw_stale(moderator: User, other: User) -> None:
    case = factories.claimed(other)
    seen = case.version
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        claims.claim(case, user=moderator)
        claims.release(case, user=moderator)
        with pytest.raises(decisions.ConflictError):
            decisions.mark_spam(case, moderator=other, seen_version=seen)


def test_a_released_case_is_free(moderator: User, other: User) -> None:
    case = factories.claimed(other)
    claims.release(case, user=moderator)  # not the holder: nothing happens
    case.refresh_from_db()
    assert case.held_by() == other
    claims.release(case, user=other)
    assert claims.claim(case, user=moderator).claimed_by == moderator


def test_a_decided_case_says_who_decided_it(moderator: User, other: User) -> None:
    case = factories.claimed(other)
    decisions.mark_spam(case, moderator=other, seen_version=case.version)
    with pytest.raises(claims.ConflictError, match=r"Ana decided at .*: Marked as spam"):
        claims.claim(case, user=moderator)


def test_the_next_case_is_the_first_free_one_in_the_queues_order(
    moderator: User, other: User
) -> None:
    first, second, third = (factories.case(f"Is it so, {number}?") for number in range(3))
    Case.objects.filter(pk=third.pk).update(lane=Lane.CRISIS)
    claims.claim(first, user=other)
    taken = [claims.take_next(user=moderator) for _try in range(3)]
    assert [case and case.pk for case in taken] == [third.pk, second.pk, None]


def test_the_next_case_can_be_of_a_lane_or_condition_and_not_the_one_just_left(
    moderator: User,
) -> None:
    one, two = factories.case("Is it so?"), factories.case("Is it not?")
    Case.objects.filter(pk=two.pk).update(condition="lung")
    found = claims.take_next(user=moderator, condition="lung")
    assert found is not None
    assert found.pk == two.pk
    assert claims.take_next(user=moderator, skip=[one.pk]) is None
    assert claims.take_next(user=moderator, lane=Lane.CRISIS) is None


def test_harmless_ones_come_together(moderator: User) -> None:
    harmless = factories.case("Thank you for this article.")
    factories.case("Thank you, call me at 702-555-0144.")
    factories.case("Is it so?")
    Case.objects.update(lane=Lane.REST)
    assert [case.pk for case in claims.take_harmless(user=moderator)] == [harmless.pk]


def test_who_may_not_moderate_may_not_claim(db: None) -> None:
    with pytest.raises(PermissionDenied):
        claims.claim(factories.case(), user=factories.staff("editor", group="editor"))


def test_what_was_passed_on_is_for_a_lead_and_not_for_who_passed_it(
    moderator: User, other: User
) -> None:
    case = factories.claimed(moderator)
    decisions.escalate(case, moderator=moderator, seen_version=case.version, note="Please look")
    case.refresh_from_db()
    for somebody in (moderator, other):
        assert claims.take_next(user=somebody) is None
        with pytest.raises(PermissionDenied):
            claims.claim(case, user=somebody)
    lead = factories.staff("lead", group="lead")
    assert claims.take_next(user=lead) == case


def test_who_holds_a_case_is_on_record_as_its_reader(moderator: User) -> None:
    case = factories.claimed(moderator)
    claims.renew(case, user=moderator)
    row = OriginalAccess.objects.get()
    assert (row.user, row.comment_public_id, row.in_claim) == (
        moderator,
        case.comment.public_id,
        True,
    )
