"""Many decisions at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Original, State
from moderation import claims, decisions, queue
from moderation.models import AuditEvent, Case, Decision
from staff.models import User
from tests import factories


def several(count: int, body: str = "Thank you for this, number") -> list[Case]:
    article = factories.article()
    return [factories.case(f"{body} {number}.", article=article) for number in range(count)]


@contextmanager
def statements() -> Iterator[list[str]]:
    kept: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield kept
    kept += [
        one["sql"]
        for one in queries.captured_queries
        if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]


def test_a_hundred_are_rejected_in_a_fixed_number_of_statements(moderator: User) -> None:
    cases = several(100)
    moderator.has_perm("moderation.moderate")
    with statements() as used:
        assert decisions.reject_many(cases, moderator=moderator, reason="advert") == 100
    assert len(used) <= 10
    assert Comment.objects.filter(state=State.REJECTED, reason="advert").count() == 100
    assert Decision.objects.count() == AuditEvent.objects.count() == 100
    assert not Case.objects.open().exists()
    assert sum(lane.count for lane in queue.counts()) == 0
    assert not Original.objects.filter(erase_at=None).exists()


def test_what_a_colleague_holds_is_left_alone(moderator: User) -> None:
    cases = several(3)
    claims.claim(cases[1], user=factories.staff(group="moderator"))
    assert decisions.reject_many(cases, moderator=moderator, reason="", spam=True) == 2
    assert Case.objects.open().get().pk == cases[1].pk


def test_rejecting_takes_a_reason_and_a_permission(moderator: User) -> None:
    cases = several(1)
    with pytest.raises(ValueError, match="ReasonCode"):
        decisions.reject_many(cases, moderator=moderator, reason="")
    with pytest.raises(PermissionDenied):
        decisions.reject_many(cases, moderator=factories.staff(), reason="advert")


def test_harmless_ones_are_published_together(moderator: User) -> None:
    cases = several(5)
    assert decisions.publish_many(cases, moderator=moderator) == 5
    comment = Comment.objects.order_by("pk")[0]
    assert (comment.state, comment.text) == (State.PUBLISHED, "Thank you for this, number 0.")
    assert comment.public_name == "Denise"
    comment.article.refresh_from_db()
    assert comment.article.comment_count == 5
    assert Decision.objects.count() == AuditEvent.objects.count() == 5


def test_nothing_with_a_question_an_open_finding_or_a_leak_goes_with_them(
    moderator: User,
) -> None:
    question = factories.case("Does it work?")
    opened = factories.case("Thank you for this.")
    opened.findings.create(start=0, end=5, kind="NAME", tier="should", rule="x", state="open")
    leak = factories.case("Thank you, call 702-555-0144.")
    leak.findings.all().delete()
    fine = factories.case("Thank you for this article.")
    assert decisions.publish_many([question, opened, leak, fine], moderator=moderator) == 1
    assert Comment.objects.get(state=State.PUBLISHED).pk == fine.comment_id


def test_an_undo_takes_back_one_of_many(moderator: User) -> None:
    cases = several(2)
    decisions.publish_many(cases, moderator=moderator)
    decision = Decision.objects.get(case=cases[0])
    decisions.undo(decision, user=moderator)
    assert Comment.objects.filter(state=State.PUBLISHED).count() == 1


def test_nothing_at_all_is_no_error(moderator: User) -> None:
    assert decisions.reject_many([], moderator=moderator, reason="advert") == 0
    assert decisions.publish_many([], moderator=moderator) == 0
