"""What runs by the clock (settings.SCHEDULES). Each is safe to run twice, late, or not at all."""

from django.core.management import call_command
from django.db import connection
from django.tasks import task

from moderation import audit, digest, forgetting, notices, queue, triggers

TASKS_KEPT = "14d"


@task()
def forget_due() -> None:
    """Every night: erase what is past its time."""
    forgetting.forget()


@task()
def recount_queue() -> None:
    """Every night: put the queue's counters right, should one be off."""
    queue.recount()


class RecordBrokenError(Exception):
    """The record of staff's acts is not whole: `manage.py verify_audit` says where."""


@task()
def verify_record() -> None:
    """Every night: walk the chain and look for the triggers. A failed task is what monitors see."""
    missing = triggers.names() - triggers.present(connection)
    if missing or audit.verify():
        raise RecordBrokenError


@task()
def prune_tasks() -> None:
    """Every night: drop finished tasks (ids only) after two weeks."""
    call_command("ox_prune", older_than=TASKS_KEPT, include_failed=True, verbosity=0)


@task()
def send_digest() -> None:
    """Every working morning: what waits, what is overdue."""
    digest.send()


@task()
def send_forgotten() -> None:
    """Mails whose task was lost. Sent here one by one; the first that fails ends it for now."""
    for decision_id in notices.forgotten():
        notices.tell_reader.call(decision_id)
