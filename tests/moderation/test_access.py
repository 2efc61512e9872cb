"""Who may read an original, and what is written down when they do."""

import pytest
from django.core.exceptions import PermissionDenied

from moderation import access, claims
from moderation.models import AuditEvent, OriginalAccess
from staff.models import User
from tests import factories


@pytest.fixture
def lead(db: None) -> User:
    return factories.staff("lead", group="lead")


def test_a_claim_opens_it_without_the_address(moderator: User) -> None:
    case = factories.claimed(moderator, "My words", email="denise@example.org")
    sent = access.open_original(case, user=moderator)
    assert (sent.body, sent.email, sent.token) == ("My words", "", "")
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("group", ["moderator", "editor", "auditor", ""])
def test_without_a_claim_it_takes_a_permission(db: None, group: str) -> None:
    case = factories.case()
    user = factories.staff(group=group)
    for thing in (case, case.comment):
        with pytest.raises(PermissionDenied):
            access.open_original(thing, user=user, reason="I want to know")
    assert not OriginalAccess.objects.exists()


def test_the_permission_takes_a_reason(lead: User) -> None:
    case = factories.case()
    with pytest.raises(access.ReasonNeededError):
        access.open_original(case, user=lead, reason="  ")


def test_opening_it_goes_on_record(lead: User) -> None:
    case = factories.case("My words")
    assert access.open_original(case.comment, user=lead, reason="A complaint").body == "My words"
    row = OriginalAccess.objects.get()
    assert (row.user, row.what, row.reason, row.in_claim) == (
        lead,
        "original",
        "A complaint",
        False,
    )
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id) == ("open-original", case.comment.public_id)
    assert "complaint" not in str(event.detail)


def test_the_address_always_takes_a_reason_and_goes_on_record(lead: User) -> None:
    case = factories.claimed(lead, email="denise@example.org")
    with pytest.raises(access.ReasonNeededError):
        access.reveal_email(case, user=lead, reason="")
    assert access.reveal_email(case, user=lead, reason="To call back") == "denise@example.org"
    assert OriginalAccess.objects.get(what="email").reason == "To call back"


def test_a_claim_is_no_key_to_the_address(moderator: User) -> None:
    case = factories.claimed(moderator)
    with pytest.raises(PermissionDenied):
        access.reveal_email(case, user=moderator, reason="To call back")


def test_a_claim_that_was_given_back_opens_nothing(moderator: User) -> None:
    case = factories.claimed(moderator)
    claims.release(case, user=moderator)
    case.refresh_from_db()
    with pytest.raises(PermissionDenied):
        access.open_original(case, user=moderator)


def test_what_is_erased_stays_erased(lead: User) -> None:
    case = factories.case()
    case.comment.original.delete()
    with pytest.raises(access.OriginalGoneError):
        access.open_original(case.comment, user=lead, reason="A complaint")
