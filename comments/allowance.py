"""Limits what one visitor does in an hour: by the database alone, for any number of processes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments.models import Allowance

WINDOW = timedelta(hours=1)


def spend(what: str, visitor: str, *, limit: int, now: datetime | None = None) -> bool:
    """Use one of `limit` in the running hour; False when none is left. Exact under concurrency."""
    moment = now or timezone.now()
    window = moment.replace(minute=0, second=0, microsecond=0)
    rows = Allowance.objects.filter(what=what, visitor_hash=visitor, window=window)
    with transaction.atomic():
        if _use(what, visitor, window, limit):
            return True
        if limit < 1 or rows.exists():
            return False
        Allowance.objects.filter(window__lt=moment - 2 * WINDOW).delete()
        _row, created = Allowance.objects.get_or_create(
            what=what, visitor_hash=visitor, window=window, defaults={"used": 1}
        )
        # Somebody else made the row in between: use theirs.
        return created or _use(what, visitor, window, limit)


def _use(what: str, visitor: str, window: datetime, limit: int) -> bool:
    rows = Allowance.objects.filter(what=what, visitor_hash=visitor, window=window, used__lt=limit)
    return rows.update(used=F("used") + 1) == 1
