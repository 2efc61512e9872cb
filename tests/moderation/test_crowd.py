"""Many moderators at once, with real threads and a real database: nothing twice, nothing lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from comments import changes
from comments.models import Comment, State
from moderation import audit, claims, decisions, queue
from moderation.models import AuditEvent, Case, Decision, Lane, QueueCount
from staff.models import User
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, CASES = 50, 500


def together[Result](work: Callable[[int], Result], count: int) -> list[Result]:
    """Run the work `count` times at once, each in a thread with a connection of its own."""

    def alone(number: int) -> Result:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(alone, range(count)))


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite wakes waiting writers by chance. Nobody here stops to read, as people do, so on a
    busy machine the unluckiest of fifty may wait longer than a request should."""
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connections.settings["default"]["OPTIONS"], "timeout", 300)


def cases(count: int) -> None:
    """Waiting cases, as many as wanted, without words: nobody here reads them."""
    article, now = factories.article(), timezone.now()
    comments = Comment.objects.bulk_create(Comment(article=article) for _number in range(count))
    Case.objects.bulk_create(
        Case(comment=comment, lane=Lane.QUESTION, due_at=now) for comment in comments
    )
    queue.adjust(Lane.QUESTION, count)


def test_fifty_moderators_decide_five_hundred_cases_once_each() -> None:
    cases(CASES)
    people = [factories.staff(group="moderator") for _number in range(PEOPLE)]

    def work(number: int) -> int:
        done = 0
        user = User.objects.get(pk=people[number].pk)
        while (case := claims.take_next(user=user)) is not None:
            decisions.mark_spam(case, moderator=user, seen_version=case.version)
            done += 1
        return done

    done = together(work, PEOPLE)
    assert sum(done) == CASES
    assert Counter(Decision.objects.values_list("case_id", flat=True)).most_common(1)[0][1] == 1
    assert not Case.objects.open().exists()
    assert sum(lane.count for lane in queue.counts()) == 0
    assert AuditEvent.objects.count() == CASES


def test_of_twenty_who_claim_one_case_one_gets_it() -> None:
    case = factories.case()
    people = [factories.staff(group="moderator") for _number in range(20)]

    def work(number: int) -> bool:
        try:
            claims.claim(case, user=people[number])
        except claims.HeldError:
            return False
        return True

    assert together(work, 20).count(True) == 1


def test_of_ten_who_decide_one_case_one_does() -> None:
    case = factories.case()
    people = [factories.staff(group="moderator") for _number in range(10)]

    def work(number: int) -> bool:
        try:
            decisions.mark_spam(case, moderator=people[number], seen_version=case.version)
        except decisions.ConflictError:
            return False
        return True

    assert together(work, 10).count(True) == 1
    assert Decision.objects.count() == 1


def test_counters_hold_with_many_writers() -> None:
    def work(number: int) -> None:
        for _time in range(20):
            queue.adjust_many({Lane.QUESTION: 1, Lane.REST: 2})

    together(work, 8)
    counts = {one.lane: one.count for one in queue.counts()}
    assert (counts[Lane.QUESTION], counts[Lane.REST]) == (160, 320)
    assert QueueCount.objects.count() <= 2 * queue.SLOTS


def test_readers_who_take_back_and_staff_who_publish_never_wait_in_a_ring() -> None:
    article = factories.article()
    made = [factories.case(f"Is it so, number {number}?", article=article) for number in range(12)]
    user = factories.staff(group="moderator")

    def work(number: int) -> str:
        case = made[number // 2]
        try:
            if number % 2:
                changes.withdraw(case.comment)
            else:
                decisions.publish(case, moderator=user, seen_version=case.version)
        except decisions.ConflictError:
            return "too late"
        return "done"

    together(work, 2 * len(made))
    assert set(Comment.objects.values_list("state", flat=True)) == {State.WITHDRAWN}
    assert not Comment.objects.exclude(text="").exists()
    assert not Case.objects.open().exists()
    article.refresh_from_db()
    assert article.comment_count == 0
    assert audit.verify() == []
