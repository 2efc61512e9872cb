"""No word of a reader reaches the log, whatever fails and wherever."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import DatabaseError, IntegrityError, connection
from django.tasks import task
from django.test import Client
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from config import logs
from tests import factories
from tests.urlmap import Address, every_address

CANARY = "canary-denise-hill"
WORDS = {
    "name": f"{CANARY}-name",
    "email": f"{CANARY}@example.org",
    "body": f"{CANARY} body with 555-0123",
    "username": f"{CANARY}-user",
    "password": f"{CANARY}-password",
    "code": f"{CANARY}-c",
    "carried": f'[["reply", "{CANARY}"]]',
    "reply": f"{CANARY} reply",
    "reason": f"{CANARY} reason",
    "q": f"{CANARY} search",
}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged in the test, in the form that production writes."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonLines())
    loggers = [logging.getLogger(name) for name in ("", "django_ox")]
    for logger in loggers:
        logger.addHandler(handler)
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def failing(after: int) -> Callable[..., Any]:
    """A database that refuses the query after so many good ones and repeats its parameters."""
    left = after

    def execute(go: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        if left:
            left -= 1
            return go(sql, params, many, context)
        raise IntegrityError(f"refused: {sql} {params!r} DETAIL: Key (body)=({CANARY})")

    return execute


@pytest.mark.django_db
@pytest.mark.parametrize("after", [0, 2, 6])
@pytest.mark.parametrize("who", ["anybody", "administrator"])
def test_a_failing_database_says_nothing_anywhere(
    log: io.StringIO, capfd: pytest.CaptureFixture[str], who: str, after: int
) -> None:
    client = Client(raise_request_exception=False)
    if who == "administrator":
        person = factories.staff("root", is_superuser=True)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    failed = 0
    for address in every_address():
        for call in (client.get, client.post):
            failed += ask(call, address, after)
    assert failed > (0 if after else 10)  # it did fail while pages were made
    out = capfd.readouterr()
    for text in (log.getvalue(), out.out, out.err):
        assert CANARY not in text
        assert "DETAIL" not in text


def ask(call: Any, address: Address, after: int) -> bool:
    headers = {"X-Desk": "1", "Referer": f"http://testserver/?q={CANARY}", "User-Agent": CANARY}
    path = address.path.replace("no-such-part", CANARY).replace("no-such-slug", CANARY)
    with connection.execute_wrapper(failing(after)):
        answer = call(path + "?q=" + CANARY, WORDS, headers=headers)
    connection.needs_rollback = False
    return bool(answer.status_code >= 500)


@pytest.mark.django_db
def test_a_line_names_the_request_and_the_route_and_no_address(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(failing(0)):
        answer = client.get("/topics/some-topic/", {"q": CANARY})
    connection.needs_rollback = False
    assert answer.status_code in {500, 503}
    line = next(entry for entry in lines(log) if entry["logger"] == "django.request")
    assert line["request"] == answer.headers["X-Request-ID"]
    assert line["route"] == "topics/<slug:slug>/"
    assert line["error"]["type"] == "django.db.utils.IntegrityError"
    assert any(frame.startswith("blog/") for frame in line["error"]["frames"])


def test_request_names_are_random_and_not_the_clients_own() -> None:
    names = {
        Client().get("/healthz", headers={"X-Request-ID": "mine"}).headers["X-Request-ID"]
        for _ in range(3)
    }
    assert len(names) == 3
    assert all(re.fullmatch(r"[0-9a-f]{16}", name) for name in names)


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("message", "args", "shown"),
    [
        ("%d of %s done in %.1f", (3, CANARY, 1.5), "3 of … done in 1.5"),
        ("%(who)s wrote", ({"who": CANARY},), "… wrote"),
        ("%s", ({"x": CANARY},), "…"),
        ("100 %% of %s", (Colour.RED,), "100 % of red"),
        ("too %s few", (), "too %s few"),
        ("too %s many", (1, 2), "too 1 many"),
        ("%s and %s", (None, True), "None and True"),
    ],
)
def test_only_numbers_and_codes_of_ours_are_filled_in(
    log: io.StringIO, message: str, args: Any, shown: str
) -> None:
    record = logging.getLogger("comments").makeRecord(
        "comments", 20, "x.py", 1, message, args, None
    )
    assert logs.message_of(record) == shown


def test_a_message_of_an_unknown_library_is_only_placed(log: io.StringIO) -> None:
    logging.getLogger("some.library").error(f"could not reach {CANARY}")  # noqa: G004
    (line,) = lines(log)
    assert re.fullmatch(r"a message at tests/config/test_logs\.py:\d+", line["message"])


def test_fields_are_numbers_or_codes(log: io.StringIO) -> None:
    extra = {"user": 7, "event": "signed-in", "queue": f"{CANARY} with blanks", "body": CANARY}
    logging.getLogger("staff").info("something", extra=extra)
    (line,) = lines(log)
    assert (line["user"], line["event"]) == (7, "signed-in")
    assert CANARY not in json.dumps(line)


def test_a_line_cannot_be_broken(log: io.StringIO) -> None:
    logging.getLogger("django").error("bad\nname\r\x1b[31m \u2028")
    assert len(log.getvalue().splitlines()) == 1


def test_an_exception_shows_no_message_notes_or_causes() -> None:
    try:
        try:
            raise ValueError(CANARY)
        except ValueError as cause:
            error = DatabaseError(CANARY)
            error.add_note(CANARY)
            raise error from cause
    except DatabaseError as caught:
        told = logs.describe(caught)
        stored = "".join(logs.without_words(caught))
    assert told["because"] == "builtins.ValueError"
    assert CANARY not in json.dumps(told) + stored
    assert "test_logs.py" in stored


def test_an_operators_mistake_is_told_in_words() -> None:
    assert logs.describe(CommandError("no such file"))["says"] == "no such file"


@task()
def refused_by_the_mail_server() -> None:
    raise ConnectionRefusedError(f"550 {CANARY}@example.org unknown")


@pytest.mark.django_db(transaction=True)
def test_what_the_worker_keeps_of_a_failed_task_has_no_words(log: io.StringIO) -> None:
    refused_by_the_mail_server.enqueue()
    run_tasks()
    row = OxTask.objects.get()
    (error,) = row.errors
    assert error["exception_class_path"] == "builtins.ConnectionRefusedError"
    assert "refused_by_the_mail_server" in error["traceback"]
    assert CANARY not in json.dumps(row.errors) + log.getvalue()


def test_an_uncaught_error_goes_to_the_log_without_words(log: io.StringIO) -> None:
    error = RuntimeError(CANARY)
    logs._uncaught(RuntimeError, error, None)
    assert CANARY not in log.getvalue()
    assert lines(log)[0]["error"]["type"] == "builtins.RuntimeError"
