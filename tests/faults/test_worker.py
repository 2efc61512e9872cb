"""Mails to readers: a killed worker, or a mail server that is down, loses none and doubles none."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults import reader
from tests.faults.conftest import MANAGE, plain_environment, python
from tests.faults.mailbox import Mailbox, mailbox
from tests.services import ROOT, free_port, site, wait_for

pytestmark = pytest.mark.faults

READER = "denise@example.org"
DECIDE = """
from tests import factories
person = factories.staff("moderator", group="moderator")
for number in range(3):
    factories.published(person, f"Is there a trial, question {number}?", email="denise@example.org")
"""
LOOK = """
import json
from django_ox.models import OxTask
from moderation.models import Notice
tasks = OxTask.objects.filter(task_path__contains="tell_reader")
print(json.dumps({
    "notices": sorted(Notice.objects.values_list("state", flat=True)),
    "tasks": sorted(tasks.values_list("status", flat=True)),
    "attempts": sorted(tasks.values_list("attempts", flat=True)),
    "errors": json.dumps(list(tasks.values_list("errors", flat=True))),
}))
"""


def with_mail(data: Path, port: int) -> dict[str, str]:
    return plain_environment(data, EMAIL_URL=f"smtp://127.0.0.1:{port}", BEDSIDE_UNDO_SECONDS="0")


def look(where: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(python(where, LOOK))
    return found


@contextmanager
def worker(where: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A background worker that takes a killed one's work over after four seconds."""
    command = [*MANAGE, "ox_worker", "--lock-timeout", "4", "--interval", "0.2"]
    with Path(where["BEDSIDE_DATA"], "worker.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=where, stdout=log, stderr=log)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(30)


def assert_each_once(post: Mailbox) -> None:
    names = [message["Message-ID"] for message in post.delivered]
    assert len(names) == len(set(names)) == 3


def test_a_worker_killed_in_the_middle_of_a_mail_is_followed_by_one_that_sends_it(
    data: Path,
) -> None:
    with mailbox() as post:
        where = with_mail(data, post.port)
        python(where, DECIDE)
        post.stalls.set()
        with worker(where) as first:
            assert post.begun.wait(30)
            first.send_signal(signal.SIGKILL)
            assert first.wait(10) == -signal.SIGKILL
        assert post.delivered == []
        post.stalls.clear()
        with worker(where):
            wait_for(lambda: len(post.delivered) >= 3, 60)
            wait_for(lambda: look(where)["notices"] == ["sent"] * 3, 20)
        found = look(where)
    assert_each_once(post)
    assert found["tasks"] == ["SUCCESSFUL"] * 3
    assert max(found["attempts"]) == 2


def test_a_mail_server_that_is_down_costs_time_and_nothing_else(data: Path) -> None:
    port = free_port()
    where = with_mail(data, port)
    python(where, DECIDE)
    with worker(where):
        wait_for(lambda: min(look(where)["attempts"]) >= 1, 60)
        down = look(where)
        with mailbox(port) as post:
            wait_for(lambda: len(post.delivered) >= 3, 90)
            wait_for(lambda: look(where)["notices"] == ["sent"] * 3, 20)
    assert_each_once(post)
    assert all(message["To"] == READER for message in post.delivered)
    # What was kept and logged of the failures names no reader and no word.
    log = Path(data, "worker.log").read_text(encoding="utf-8")
    assert "ConnectionRefusedError" in down["errors"]
    for kept in (down["errors"], log):
        assert READER not in kept
        assert "trial" not in kept


def test_a_mail_server_that_is_down_does_not_keep_readers_from_writing(data: Path) -> None:
    url = f"smtp://127.0.0.1:{free_port()}"
    with site(data, demo=False, EMAIL_URL=url, BEDSIDE_UNDO_SECONDS="0") as running:
        python(running.environment, DECIDE)
        wait_for(lambda: min(look(running.environment)["attempts"]) >= 1, 60)
        page = reader.check(running.url, "Is anybody there?", email=READER)
        action, fields = reader.sending_form(page)
        assert reader.call(running.url + action, fields).status == 303
        assert running.process.poll() is None
        assert "sent" not in look(running.environment)["notices"]
