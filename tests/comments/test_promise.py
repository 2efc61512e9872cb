"""When an answer may be expected: office hours, weekends, holidays, the last two weeks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytest_django
from django.utils import timezone, translation

from comments.models import Comment
from comments.promise import add_office_time, away, next_turn, office_time_between, promise
from tests import factories
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


@pytest.mark.parametrize(
    ("now", "back"),
    [
        ("2026-12-23 16:00", None),  # still open
        ("2026-12-23 18:00", "2026-12-29"),
        ("2026-12-27 12:00", "2026-12-29"),  # said to the end of it, not only at its start
        ("2026-12-29 10:00", None),
        ("2026-11-21 12:00", None),  # a weekend
        ("2027-01-16 12:00", None),  # a weekend with a holiday after it
    ],
)
def test_readers_are_told_when_nobody_is_in_for_days(
    settings: pytest_django.Settings, now: str, back: str | None
) -> None:
    settings.OFFICE_HOLIDAYS = ["2026-12-24", "2026-12-25", "2026-12-28", "2027-01-18"]
    said = away(at(now))
    assert (said and str(said.until)) == back


@pytest.mark.parametrize(
    ("now", "back"),
    [
        ("2026-11-30 12:00", None),  # the day before
        ("2026-11-30 20:00", "2026-12-03"),
        ("2026-12-01 12:00", "2026-12-03"),
        ("2026-12-02 23:00", "2026-12-03"),
        ("2026-12-03 08:00", "2026-12-03"),
        ("2026-12-03 10:00", None),
    ],
)
def test_staff_who_are_away_are_said_to_be_however_short_it_is(
    settings: pytest_django.Settings, now: str, back: str | None
) -> None:
    settings.OFFICE_AWAY_FROM, settings.OFFICE_AWAY_UNTIL = date(2026, 12, 1), date(2026, 12, 3)
    said = away(at(now))
    assert (said and str(said.until)) == back
    assert add_office_time(at("2026-11-30 16:00"), timedelta(hours=2)) == at("2026-12-03 10:00")


def test_away_without_a_first_day_begins_now(settings: pytest_django.Settings) -> None:
    settings.OFFICE_AWAY_UNTIL = timezone.localdate(timezone=ZONE) + timedelta(days=9)
    said = away()
    assert said is not None
    assert said.until >= settings.OFFICE_AWAY_UNTIL
    past = timezone.now() - timedelta(days=14)
    assert office_time_between(past, past + timedelta(days=7)) > timedelta()


def test_an_office_that_never_opens_promises_no_return(settings: pytest_django.Settings) -> None:
    settings.OFFICE_DAYS = []
    assert away() is None
    assert next_turn() is None


def test_a_kept_page_holds_until_the_office_opens_or_closes() -> None:
    assert next_turn(at("2026-11-27 10:00")) == at("2026-11-27 17:00")
    assert next_turn(at("2026-11-27 17:00")) == at("2026-11-30 09:00")


@pytest.mark.django_db
def test_the_form_and_the_thank_you_say_that_staff_are_away(
    settings: pytest_django.Settings,
) -> None:
    settings.OFFICE_AWAY_UNTIL = timezone.localdate(timezone=ZONE) + timedelta(days=9)
    article = factories.article()
    _comment, token = rows.written(article=article)
    client = browser()
    form = client.post(f"{article.get_absolute_url()}comments/", {"body": ""})
    for page in (client.get(article.get_absolute_url()), form, client.get(f"/my/{token}/")):
        assert "Our staff are away and back on" in page.text
    settings.OFFICE_AWAY_UNTIL = None
    settings.OFFICE_DAYS = [1, 2, 3, 4, 5, 6, 7]
    assert "Our staff are away" not in client.get(f"/my/{token}/").text


def test_the_house_may_say_it_in_its_own_words_by_language(
    settings: pytest_django.Settings,
) -> None:
    settings.OFFICE_AWAY_UNTIL = timezone.localdate(timezone=ZONE) + timedelta(days=9)
    settings.OFFICE_AWAY_MESSAGES = {"en": "Gone fishing.", "es": "Estamos de vacaciones."}
    for language, words in settings.OFFICE_AWAY_MESSAGES.items():
        with translation.override(language):
            said = away()
        assert said is not None
        assert said.message == words
