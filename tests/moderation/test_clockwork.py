"""What runs by the clock is there, and harmless to run twice."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from comments.models import Original
from moderation import audit, clockwork, triggers
from moderation.models import AuditEvent, QueueCount
from staff.models import User
from tests import factories

TASKS = sorted({entry["task"] for entry in settings.SCHEDULES.values()})


@pytest.mark.parametrize("path", TASKS)
def test_every_task_runs_and_runs_again(db: None, path: str) -> None:
    task = import_string(path)
    task.call()
    task.call()


def test_the_night_forgets_and_counts_again(db: None) -> None:
    factories.case()
    Original.objects.update(erase_at=timezone.now() - timedelta(days=1))
    QueueCount.objects.update(count=70)
    for name in ("forget_due", "recount_queue"):
        import_string(f"moderation.clockwork.{name}").call()
    assert not Original.objects.exists()
    assert sum(QueueCount.objects.values_list("count", flat=True)) == 1


def test_the_night_finds_a_broken_record(moderator: User) -> None:
    case = factories.case()
    audit.record("look", actor=moderator, subject=case)
    clockwork.verify_record.call()
    triggers.drop(connection)
    AuditEvent.objects.update(verb="other")
    triggers.make(connection)
    with pytest.raises(clockwork.RecordBrokenError):
        clockwork.verify_record.call()
