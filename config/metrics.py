"""Numbers for monitors, in Prometheus' text format. Computed from the database when asked.

Nothing is counted in the process, so that any number of web processes give the same answer.
No label holds anything but a lane, a queue or a state.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_ox import stats
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from comments.models import Comment, Original
from config.monitors import is_monitor
from moderation.models import Case, Lane, Notice, QueueCount

ANSWERS = 500  # so many of the latest answers make the time to answer


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics; to anybody but a monitor the page does not exist."""
    if not is_monitor(request):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Desk())
    registry.register(Tasks())
    try:
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    except DatabaseError:
        return HttpResponse(
            "# the database does not answer\n", status=503, content_type="text/plain"
        )


class Desk(Collector):
    """What waits for staff, and how long readers wait."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield _queue_depth()
        yield from _oldest(now)
        yield _time_to_answer()
        yield _by_state("bedside_notices", "Mails to readers by state.", Notice)
        waiting = GaugeMetricFamily(
            "bedside_originals_to_erase", "Originals past their time that are still there."
        )
        due = Original.objects.filter(erase_at__lt=now, legal_hold=False)
        waiting.add_metric([], due.count())
        yield waiting


def _queue_depth() -> Metric:
    depth = GaugeMetricFamily("bedside_queue_cases", "Open cases by lane.", labels=["lane"])
    counts = dict(QueueCount.objects.values_list("lane").annotate(Sum("count")))
    for lane in Lane:
        depth.add_metric([lane.name.lower()], counts.get(lane.value, 0))
    return depth


def _oldest(now: datetime) -> Iterator[Metric]:
    open_cases = Case.objects.filter(closed_at__isnull=True)
    oldest = GaugeMetricFamily(
        "bedside_oldest_case_age_seconds",
        "Age of the open case that is due first, by lane.",
        labels=["lane"],
    )
    late = GaugeMetricFamily(
        "bedside_late_seconds", "How long that case is past its time.", labels=["lane"]
    )
    for lane in Lane:
        first = open_cases.filter(lane=lane).order_by("due_at", "id").first()
        oldest.add_metric([lane.name.lower()], _since(first.opened_at if first else None, now))
        late.add_metric([lane.name.lower()], _since(first.due_at if first else None, now))
    yield oldest
    yield late


def _since(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0


def _time_to_answer() -> Metric:
    took = GaugeMetricFamily(
        "bedside_answer_seconds",
        f"From question to answer, of the latest {ANSWERS} answers.",
        labels=["quantile"],
    )
    times = Comment.objects.filter(answered_at__isnull=False).order_by("-answered_at")
    pairs = times.values_list("submitted_at", "answered_at")[:ANSWERS]
    seconds = sorted((answered - asked).total_seconds() for asked, answered in pairs if answered)
    for quantile in (0.5, 0.9):
        if seconds:
            took.add_metric([str(quantile)], seconds[int(quantile * (len(seconds) - 1))])
    return took


def _by_state(name: str, says: str, model: type[Notice]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=["state"])
    counts = model.objects.order_by().values_list("state").annotate(Count("pk"))
    for state, count in counts:
        family.add_metric([state], count)
    return family


class Tasks(Collector):
    """The background work: how much waits, since when, and what failed."""

    def collect(self) -> Iterator[Metric]:
        tasks = GaugeMetricFamily(
            "bedside_tasks", "Background tasks by queue and state.", labels=["queue", "state"]
        )
        for row in stats.queue_stats():
            for state in ("ready", "running", "failed", "lost"):
                tasks.add_metric([row.queue_name, state], getattr(row, state))
        yield tasks
        lag = GaugeMetricFamily("bedside_task_lag_seconds", "How long the oldest due task waits.")
        age = stats.oldest_ready_age()
        lag.add_metric([], age.total_seconds() if age else 0)
        yield lag
        rate = GaugeMetricFamily("bedside_task_failure_rate", "Failed of finished, in 5 minutes.")
        rate.add_metric([], stats.failure_rate() or 0)
        yield rate
