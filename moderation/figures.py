"""The desk's figures by week: what waits, how fast it is answered, what was left out. No words."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from comments.models import DayCount
from moderation import plots, queue
from moderation.models import Action, Case, Decision
from moderation.plots import Plot

WEEKS = 12
ANSWERED = (Action.PUBLISH_REPLY, Action.PRIVATE_REPLY)
AT_MOST = 20_000  # decisions read for the plots; older ones are left out beyond that


@dataclass(frozen=True, slots=True)
class Figures:
    """What the dashboard shows."""

    waiting: int
    overdue: int
    oldest: str
    answered_in_time: str
    plots: list[Plot]


def dashboard(now: datetime | None = None) -> Figures:
    """The figures of the last twelve weeks."""
    now = now or timezone.now()
    weeks = _weeks(timezone.localdate(now))
    rows = _decisions(weeks[0])
    lanes = queue.counts()
    in_time = [on_time for _week, _hours, on_time in _answers(rows)]
    return Figures(
        waiting=sum(lane.count for lane in lanes),
        overdue=sum(lane.overdue for lane in lanes),
        oldest=_oldest(now),
        answered_in_time=f"{100 * sum(in_time) / len(in_time):.0f} %" if in_time else "–",
        plots=[
            _decided(weeks, rows),
            _hours(weeks, rows),
            _in_time(weeks, rows),
            _kinds(rows),
            *_check_pages(weeks),
        ],
    )


def _weeks(today: date) -> list[date]:
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def _week(moment: datetime) -> date:
    day = timezone.localdate(moment)
    return day - timedelta(days=day.weekday())


def _decisions(since: date) -> list[Decision]:
    start = timezone.make_aware(datetime.combine(since, datetime.min.time()))
    rows = Decision.objects.filter(decided_at__gte=start, undone_by__isnull=True)
    return list(rows.exclude(action=Action.UNDO).select_related("case__comment")[:AT_MOST])


def _answers(rows: Iterable[Decision]) -> list[tuple[date, float, bool]]:
    """Week, hours from sending to answer, and whether that was within the goal."""
    found = []
    for row in rows:
        if row.action in ANSWERED:
            comment = row.case.comment
            answered = comment.answered_at or row.decided_at
            hours = (answered - comment.submitted_at).total_seconds() / 3600
            found.append((_week(answered), max(0.0, hours), answered <= row.case.due_at))
    return found


def _label(week: date) -> str:
    return date_format(week, "j M")


def _decided(weeks: list[date], rows: Iterable[Decision]) -> Plot:
    count = Counter(_week(row.decided_at) for row in rows)
    return plots.bars(_("Decisions a week"), [(_label(week), count[week]) for week in weeks])


def _hours(weeks: list[date], rows: Iterable[Decision]) -> Plot:
    by_week = defaultdict(list)
    for week, hours, _on_time in _answers(rows):
        by_week[week].append(hours)
    values = [(_label(week), round(median(by_week[week] or [0]), 1)) for week in weeks]
    return plots.bars(_("Hours to an answer (median)"), values)


def _in_time(weeks: list[date], rows: Iterable[Decision]) -> Plot:
    by_week = defaultdict(list)
    for week, _hours_taken, on_time in _answers(rows):
        by_week[week].append(on_time)
    share = {week: 100 * sum(found) / len(found) for week, found in by_week.items()}
    values = [(_label(week), round(share.get(week, 0))) for week in weeks]
    return plots.bars(_("Answered within the goal"), values, unit=" %")


def _kinds(rows: Iterable[Decision]) -> Plot:
    count: Counter[str] = Counter()
    for row in rows:
        count.update(row.gate.get("left_out", {}))
        count.update(row.gate.get("generalised", {}))
    values = [(kind.lower(), float(number)) for kind, number in count.most_common(8)]
    return plots.bars(_("Details left out, by kind"), values)


def _check_pages(weeks: list[date]) -> list[Plot]:
    counted = DayCount.objects.filter(day__gte=weeks[0]).values("day", "what")
    by_what: dict[str, Counter[date]] = defaultdict(Counter)
    for row in counted.annotate(total=Sum("count")).order_by("day"):
        monday = row["day"] - timedelta(days=row["day"].weekday())
        by_what[row["what"]][monday] += row["total"]
    shown = by_what["check-shown"]
    sent = by_what["sent-cleaned"] + by_what["sent-as-written"]
    titles = {
        _("Check pages shown"): shown,
        _("Sent from the check page"): sent,
        _("Given up at the check page"): shown - sent,
    }
    return [
        plots.bars(title, [(_label(week), float(count[week])) for week in weeks])
        for title, count in titles.items()
    ]


def _oldest(now: datetime) -> str:
    first = Case.objects.open().order_by("lane", "due_at", "id").first()
    return timesince(first.opened_at, now) if first else "–"
