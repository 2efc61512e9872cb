"""When a case is due: each lane's goal, counted in the hours that the office is open."""

from datetime import date, datetime, time, timedelta

from django.conf import settings

from comments.promise import add_office_time
from moderation.models import Lane

# A crisis does not wait for office hours: on-call people are told at once.
CRISIS = timedelta(hours=1)
REPORT = timedelta(hours=4)


def due(lane: Lane, start: datetime) -> datetime:
    """When a case of this lane that began at `start` should be decided."""
    if lane == Lane.CRISIS:
        return start + CRISIS
    if lane == Lane.REPORT:
        return add_office_time(start, REPORT)
    return add_office_time(start, goal())


def goal() -> timedelta:
    """The house's goal in open hours: 48 hours are two office days."""
    return office_day() * (settings.ANSWER_GOAL_HOURS / 24)


def office_day() -> timedelta:
    """How long the office is open on a day."""
    opens, closes = (time.fromisoformat(value) for value in settings.OFFICE_HOURS)
    return datetime.combine(date.min, closes) - datetime.combine(date.min, opens)
