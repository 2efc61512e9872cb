"""The queue: order, pages by key, kept counts, and that it opens nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from comments import sealing
from moderation import claims, decisions, queue
from moderation.models import Case, Lane, QueueCount
from staff.models import User
from tests import factories


def lane_count(lane: Lane) -> int:
    return next(one.count for one in queue.counts() if one.lane == lane)


def several(count: int, lane: Lane = Lane.QUESTION) -> list[Case]:
    now = timezone.now()
    article = factories.article()
    made = []
    for number in range(count):
        case = factories.case(f"Is it so, number {number}?", article=article)
        Case.objects.filter(pk=case.pk).update(lane=lane, due_at=now + timedelta(hours=number // 2))
        made.append(case)
    return made


def test_pages_go_on_by_key_and_miss_nobody(db: None) -> None:
    made = several(7)
    seen: list[int] = []
    after: str | None = None
    while True:
        page = queue.page(after=after, size=3)
        seen += [case.pk for case in page.rows]
        after = page.next_after
        if after is None:
            break
    assert seen == [case.pk for case in made]


def test_pages_cross_from_lane_to_lane(db: None) -> None:
    late = several(2, Lane.REST)
    first = several(2, Lane.CRISIS)
    page = queue.page(size=3)
    rest = queue.page(size=3, after=page.next_after)
    ids = [case.pk for case in [*page.rows, *rest.rows]]
    assert ids == [case.pk for case in [*first, *late]]


def test_a_lane_and_a_condition_can_be_asked_for(db: None) -> None:
    case = several(2)[1]
    Case.objects.filter(pk=case.pk).update(condition="lung", lane=Lane.COMPLAINT)
    assert [one.pk for one in queue.page(condition="lung").rows] == [case.pk]
    assert [one.pk for one in queue.page(lane=Lane.COMPLAINT).rows] == [case.pk]


@pytest.mark.parametrize("after", ["", "x", "1-2", "1-2-3-4", "9" * 40 + "-1-1", "1-٣-4", "--"])
def test_what_is_no_cursor_starts_at_the_front(db: None, after: str) -> None:
    several(1)
    assert len(queue.page(after=after).rows) == (0 if after.startswith("9") else 1)


def test_counts_follow_cases_in_and_out(moderator: User) -> None:
    assert lane_count(Lane.QUESTION) == 0
    case = factories.claimed(moderator)
    assert lane_count(Lane.QUESTION) == 1
    decisions.mark_spam(case, moderator=moderator, seen_version=case.version)
    assert lane_count(Lane.QUESTION) == 0


def test_overdue_questions_are_counted_as_far_as_shown(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "OVERDUE_SHOWN", 3)
    several(5)
    Case.objects.update(due_at=timezone.now() - timedelta(hours=1))
    questions = next(one for one in queue.counts() if one.lane == Lane.QUESTION)
    assert (questions.overdue, questions.overdue_and_more) == (3, True)


def test_a_recount_puts_wrong_counters_right(db: None) -> None:
    several(3)
    QueueCount.objects.create(lane=Lane.REST, slot=3, count=40)
    queue.adjust(Lane.QUESTION, -2)
    queue.recount()
    assert (lane_count(Lane.QUESTION), lane_count(Lane.REST)) == (3, 0)


def test_the_queue_opens_no_original_and_needs_few_queries(
    moderator: User, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    for case in several(5):
        claims.claim(case, user=moderator)

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("an original was opened")

    monkeypatch.setattr(sealing, "open_as_staff", refuse)
    with django_assert_max_num_queries(6):
        queue.counts()
        page = queue.page(after=queue.page(size=2).next_after)
        for case in page.rows:
            str((case.comment.article.title, case.claimed_by, case.passed_on_by))
    assert len(page.rows) == 3
