"""When a reader may expect an answer: from the last two weeks and the office calendar.

Also says when nobody is in for days, whether by the calendar or because staff are away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from comments.models import Comment

LOOK_BACK = timedelta(days=14)
SAMPLE = 200  # the latest answers suffice
TOO_FEW = 3
# Four readers of five had their answer by then.
QUANTILE = 0.8
# From the last day of work to the next one: a weekend is three days, one with a holiday four.
USUAL_DAYS = 4
A_WHILE = timedelta(days=60)
YEAR = timedelta(days=366)


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


@dataclass(frozen=True, slots=True)
class Away:
    """Nobody answers before this day; `message` is the house's own sentence, or empty."""

    until: date
    message: str


def away(now: datetime | None = None) -> Away | None:
    """Whether staff are away, or the office stays closed for longer than a long weekend."""
    now = now or timezone.now()
    closed = _closed_stretch(now)
    if closed is None:
        return None
    last, back = closed
    if (back - last).days <= USUAL_DAYS and not any(map(_staff_are_away, _days(last, back))):
        return None
    return Away(back, settings.OFFICE_AWAY_MESSAGES.get(get_language() or "en", ""))


def next_turn(now: datetime | None = None) -> datetime | None:
    """When the office next opens or closes, and so what `away` says may change."""
    now = now or timezone.now()
    moments = (moment for span in _openings(now, now + YEAR) for moment in span)
    return next((moment for moment in moments if moment > now), None)


def office_time_between(start: datetime, end: datetime) -> timedelta:
    """How long the office was open from `start` to `end`."""
    spans = (_overlap(opens, closes, start, end) for opens, closes in _openings(start, end))
    return sum(spans, timedelta())


def add_office_time(start: datetime, wanted: timedelta) -> datetime:
    """The moment at which the office has been open for `wanted` since `start`."""
    left = wanted
    for opens, closes in _openings(start, start + YEAR):
        begin = max(opens, start)
        if begin + left <= closes:
            return begin + left
        left -= max(closes - begin, timedelta())
    return start + YEAR


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
    zone = _zone()
    opens, closes = _hours()
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        if _is_open(day):
            yield (
                datetime.combine(day, opens, tzinfo=zone),
                datetime.combine(day, closes, tzinfo=zone),
            )
        day += timedelta(days=1)


def _closed_stretch(now: datetime) -> tuple[date, date] | None:
    """The last day of work and the next; None when the office is open or never will be."""
    begun = [closes for opens, closes in _openings(now - A_WHILE, now) if opens <= now]
    back = next((opens for opens, _closes in _openings(now, now + YEAR) if opens > now), None)
    if back is None or (begun and begun[-1] > now):
        return None
    return (begun[-1] if begun else now - A_WHILE).date(), back.date()


def _days(first: date, end: date) -> Iterator[date]:
    while first < end:
        yield first
        first += timedelta(days=1)


def _is_open(day: date) -> bool:
    is_holiday = day.isoformat() in settings.OFFICE_HOLIDAYS
    works = day.isoweekday() in settings.OFFICE_DAYS and not is_holiday
    return works and not _staff_are_away(day)


def _staff_are_away(day: date) -> bool:
    until: date | None = settings.OFFICE_AWAY_UNTIL
    since: date = settings.OFFICE_AWAY_FROM or timezone.localdate(timezone=_zone())
    return until is not None and since <= day < until


def _zone() -> tzinfo:
    return timezone.get_default_timezone()


def _overlap(opens: datetime, closes: datetime, start: datetime, end: datetime) -> timedelta:
    return max(min(closes, end) - max(opens, start), timedelta())
