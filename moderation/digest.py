"""The daily mail to moderators: figures and links, no word of a reader."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from comments.promise import add_office_time
from moderation import notices, queue
from moderation.models import Case, Decision, Lane
from moderation.queue import LaneCount
from staff.models import User


@dataclass(frozen=True, slots=True)
class Digest:
    """What waits, since when, and what was decided yesterday."""

    lanes: list[LaneCount]
    oldest: datetime | None
    escalated: int
    decided: int

    @property
    def waiting(self) -> int:
        return sum(lane.count for lane in self.lanes)

    @property
    def overdue(self) -> int:
        return sum(lane.overdue for lane in self.lanes)


def today() -> Digest:
    """The figures of now."""
    waiting = Case.objects.open()
    return Digest(
        lanes=queue.counts(),
        oldest=oldest_waiting(),
        escalated=waiting.exclude(stage="").count(),
        decided=Decision.objects.filter(
            decided_at__gte=timezone.now() - timedelta(days=1), actor__isnull=False
        ).count(),
    )


def oldest_waiting() -> datetime | None:
    """Since when somebody waits, as far as the first of each lane tells (no row is scanned)."""
    firsts = (Case.objects.open().filter(lane=lane).ranked().first() for lane in Lane)
    return min((case.opened_at for case in firsts if case is not None), default=None)


def send(*, force: bool = False) -> int:
    """Mail it to every moderator with an address, on office days only; returns to how many."""
    figures = today()
    people = recipients()
    if not people or not (force or (is_office_day() and figures.waiting)):
        return 0
    context = {"digest": figures, "link": settings.SITE_URL + reverse("admin:queue")}
    for address in people:
        notices.tell_staff("digest", context, to=[address])
    return len(people)


def recipients() -> list[str]:
    """Active staff who may moderate and have an e-mail address."""
    may = Q(groups__permissions__codename="moderate") | Q(user_permissions__codename="moderate")
    staff = User.objects.filter(may, is_active=True, is_staff=True).exclude(email="")
    return sorted(set(staff.values_list("email", flat=True)))


def is_office_day() -> bool:
    """Whether the office opens today."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return add_office_time(start, timedelta(minutes=1)) < start + timedelta(days=1)
