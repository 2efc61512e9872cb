"""When an answer may be expected: office hours, weekends, holidays, the last two weeks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytest_django
from django.utils import timezone

from comments.models import Comment
from comments.promise import add_office_time, office_time_between, promise
from tests.comments import rows
from tests.comments.forms import browser

ZONE = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 10:00", 2, "2026-11-23 12:00"),  # a Monday
        ("2026-11-23 16:00", 2, "2026-11-24 10:00"),
        ("2026-11-23 22:00", 1, "2026-11-24 10:00"),
        ("2026-11-27 16:00", 2, "2026-11-30 10:00"),  # over the weekend
        ("2026-11-28 12:00", 8, "2026-11-30 17:00"),
        ("2026-10-30 16:00", 2, "2026-11-02 10:00"),  # summer time ends in between
    ],
)
def test_time_runs_only_while_the_office_is_open(start: str, hours: int, end: str) -> None:
    assert add_office_time(at(start), timedelta(hours=hours)) == at(end)
    assert office_time_between(at(start), at(end)) == timedelta(hours=hours)


def test_holidays_are_left_out(settings: pytest_django.Settings) -> None:
    settings.OFFICE_HOLIDAYS = ["2026-11-26"]
    assert add_office_time(at("2026-11-25 16:00"), timedelta(hours=2)) == at("2026-11-27 10:00")


def test_an_office_that_never_opens_is_no_endless_loop(settings: pytest_django.Settings) -> None:
    settings.OFFICE_DAYS = []
    assert add_office_time(at("2026-11-25 16:00"), timedelta(hours=2)) > at("2027-11-01 00:00")


@pytest.mark.django_db
def test_without_experience_it_is_the_goal() -> None:
    said = promise(now=at("2026-11-27 10:00"))
    assert not said.from_experience
    assert said.by == at("2026-12-01 10:00")  # 48 hours are two office days, from a Friday on


@pytest.mark.django_db
def test_with_experience_it_is_what_four_in_five_got() -> None:
    now = at("2026-11-27 10:00")
    for hours in (1, 1, 2, 3, 7):
        done = at("2026-11-24 16:00")
        comment, _token = rows.published(submitted_at=done - timedelta(hours=hours))
        Comment.objects.filter(pk=comment.pk).update(answered_at=done)
    said = promise(now=now)
    assert said.from_experience
    assert said.by == at("2026-11-27 17:00")


@pytest.mark.django_db
def test_old_and_coming_answers_do_not_count() -> None:
    now = at("2026-11-27 10:00")
    for days in (-1, -1, -1, 15, 16, 17):
        comment, _token = rows.published(submitted_at=now - timedelta(days=30))
        Comment.objects.filter(pk=comment.pk).update(answered_at=now - timedelta(days=days))
    assert not promise(now=now).from_experience


def test_any_time_zone_may_ask() -> None:
    assert add_office_time(datetime(2026, 11, 23, 15, tzinfo=UTC), timedelta(hours=2)) == at(
        "2026-11-23 12:00"
    )


@pytest.mark.django_db
def test_what_is_late_is_said_to_be_late() -> None:
    sent, now = at("2026-11-20 10:00"), at("2026-11-27 10:00")
    assert promise(sent, now=now).late
    assert not promise(now, now=now).late
    _comment, token = rows.written(submitted_at=timezone.now() - timedelta(days=30))
    assert "You are not forgotten" in browser().get(f"/my/{token}/").text
