"""When a reader may expect an answer: from the last two weeks and the office calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from comments.models import Comment

LOOK_BACK = timedelta(days=14)
SAMPLE = 200  # the latest answers suffice
TOO_FEW = 3
# Four readers of five had their answer by then.
QUANTILE = 0.8


@dataclass(frozen=True, slots=True)
class Promise:
    by: datetime
    from_experience: bool  # False: it is the house's goal, since there is too little to go by
    late: bool = False


def promise(sent: datetime | None = None, *, now: datetime | None = None) -> Promise:
    """By when an answer to something sent then may be expected. One query."""
    now = now or timezone.now()
    start = sent or now
    taken = _office_times(now)
    if len(taken) < TOO_FEW:
        by = _goal(start)
        return Promise(by, from_experience=False, late=by < now)
    usual = sorted(taken)[min(len(taken) - 1, int(len(taken) * QUANTILE))]
    by = add_office_time(start, usual)
    return Promise(by, from_experience=True, late=by < now)


def office_time_between(start: datetime, end: datetime) -> timedelta:
    """How long the office was open from `start` to `end`."""
    spans = (_overlap(opens, closes, start, end) for opens, closes in _openings(start, end))
    return sum(spans, timedelta())


def add_office_time(start: datetime, wanted: timedelta) -> datetime:
    """The moment at which the office has been open for `wanted` since `start`."""
    left = wanted
    for opens, closes in _openings(start, start + timedelta(days=366)):
        begin = max(opens, start)
        if begin + left <= closes:
            return begin + left
        left -= max(closes - begin, timedelta())
    return start + timedelta(days=366)


def _office_times(now: datetime) -> list[timedelta]:
    answered = Comment.objects.filter(answered_at__gt=now - LOOK_BACK, answered_at__lte=now)
    times = answered.order_by("-answered_at").values_list("submitted_at", "answered_at")[:SAMPLE]
    return [office_time_between(sent, done) for sent, done in times if done is not None]


def _goal(start: datetime) -> datetime:
    """The goal in hours, as office days: 48 hours are two days of being open."""
    days = max(1, round(settings.ANSWER_GOAL_HOURS / 24))
    opens, closes = _hours()
    return add_office_time(start, days * (_moment(closes) - _moment(opens)))


def _hours() -> tuple[time, time]:
    opens, closes = (time.fromisoformat(value) for value in settings.OFFICE_HOURS)
    return opens, closes


def _moment(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)


def _openings(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    zone = timezone.get_default_timezone()
    opens, closes = _hours()
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        if _is_open(day):
            yield (
                datetime.combine(day, opens, tzinfo=zone),
                datetime.combine(day, closes, tzinfo=zone),
            )
        day += timedelta(days=1)


def _is_open(day: date) -> bool:
    is_holiday = day.isoformat() in settings.OFFICE_HOLIDAYS
    return day.isoweekday() in settings.OFFICE_DAYS and not is_holiday


def _overlap(opens: datetime, closes: datetime, start: datetime, end: datetime) -> timedelta:
    return max(min(closes, end) - max(opens, start), timedelta())
