"""What waits, in which order: kept counts, and pages that go on by key. Opens no original."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from django.db import connection, transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from moderation.models import Case, CaseQuerySet, Lane, QueueCount

SLOTS = 8
OVERDUE_SHOWN = 100  # beyond it a page says "100 or more": nobody needs the exact figure


@dataclass(frozen=True, slots=True)
class LaneCount:
    """How much waits in a lane. `overdue` is counted up to OVERDUE_SHOWN."""

    lane: Lane
    count: int
    overdue: int

    @property
    def label(self) -> str:
        return str(self.lane.label)

    @property
    def overdue_and_more(self) -> bool:
        return self.overdue >= OVERDUE_SHOWN


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: the next page begins behind it."""

    lane: int
    due_at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.lane}-{int(self.due_at.timestamp() * 1_000_000)}-{self.id}"

    @classmethod
    def of(cls, case: Case) -> Self:
        return cls(case.lane, case.due_at, case.pk)

    @classmethod
    def parse(cls, value: str) -> Self | None:
        """None for anything that is not a cursor: a page then starts at the front."""
        parts = value.split("-")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        lane, due, key = (int(part[:18]) for part in parts)
        try:
            # From the parts, not from a float: microseconds must come back exactly.
            due_at = datetime.fromtimestamp(due // 1_000_000, UTC).replace(
                microsecond=due % 1_000_000
            )
        except (ValueError, OverflowError, OSError):
            return None
        return cls(lane, due_at, key)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows of one page; `next_after` is what the next page is asked for with, if any."""

    rows: list[Case]
    next_after: str | None


def counts() -> list[LaneCount]:
    """What waits in each lane: stored sums, and the overdue as far as a page shows them."""
    sums = QueueCount.objects.values_list("lane").annotate(Sum("count"))
    waiting = {lane: max(0, total) for lane, total in sums}
    overdue = _overdue_questions()
    return [
        LaneCount(lane, waiting.get(lane, 0), overdue if lane == Lane.QUESTION else 0)
        for lane in Lane
    ]


def page(
    *, lane: Lane | None = None, condition: str = "", after: str | None = None, size: int = 50
) -> QueuePage:
    """Open cases in the queue's order, from behind `after` on."""
    cases = Case.objects.open().ranked()
    if lane is not None:
        cases = cases.filter(lane=lane)
    if condition:
        cases = cases.filter(condition=condition)
    cases = cases.select_related("comment__article", "claimed_by", "passed_on_by")
    rows = _behind(cases, Cursor.parse(after or ""), size + 1)
    more = len(rows) > size
    return QueuePage(rows[:size], str(Cursor.of(rows[size - 1])) if more else None)


def adjust(lane: int, by: int) -> None:
    """Count cases into a lane (or out of it), in the caller's transaction."""
    adjust_many({lane: by})


def adjust_many(changes: Mapping[int, int]) -> None:
    """Several lanes in one statement. A slot by chance, so that writers seldom meet."""
    changed = sorted((int(lane), by) for lane, by in changes.items() if by)
    if not changed:
        return
    slot = secrets.randbelow(SLOTS)
    table = connection.ops.quote_name(QueueCount._meta.db_table)
    rows = ", ".join(["(%s, %s, %s)"] * len(changed))
    values = [value for lane, by in changed for value in (lane, slot, by)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (lane, slot, count) VALUES {rows} "  # noqa: S608 - our own names
            f"ON CONFLICT (lane, slot) DO UPDATE SET count = {table}.count + excluded.count",
            values,
        )


@transaction.atomic
def recount() -> None:
    """Count every open case once and store that: for the nightly clock, should a count be off."""
    list(QueueCount.objects.select_for_update().order_by("lane", "slot"))
    found = dict(Case.objects.open().values_list("lane").annotate(Count("pk")))
    stored = dict(QueueCount.objects.values_list("lane").annotate(Sum("count")))
    adjust_many({lane: found.get(lane, 0) - stored.get(lane, 0) for lane in Lane.values})


def _overdue_questions() -> int:
    late = Case.objects.open().filter(lane=Lane.QUESTION, due_at__lt=timezone.now())
    return late.order_by("lane", "due_at", "id").values("pk")[:OVERDUE_SHOWN].count()


def _behind(cases: CaseQuerySet, cursor: Cursor | None, size: int) -> list[Case]:
    """The first rows behind the cursor: the rest of its lane, then the lanes after it.

    Two reads, because each of them is one range of the index; a condition over all three columns
    at once makes both databases walk it from its start.
    """
    if cursor is None:
        return list(cases[:size])
    behind = Q(due_at__gt=cursor.due_at) | Q(id__gt=cursor.id)
    rest = cases.filter(behind, lane=cursor.lane, due_at__gte=cursor.due_at)
    rows = list(rest[:size])
    if len(rows) < size:
        rows += cases.filter(lane__gt=cursor.lane)[: size - len(rows)]
    return rows
