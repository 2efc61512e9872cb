"""Logs as JSON lines that cannot carry what a reader wrote.

A line has time, level, logger, request id and a message that was a constant in the program. What is
filled into messages is left out unless it is a number: texts, paths, addresses and objects may be
somebody's words. Of an exception stand its type, its database code and where it happened, never its
message, arguments or variables: database errors repeat the row that they refused.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from http.client import responses
from pathlib import Path
from types import TracebackType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.core.management.base import SystemCheckError

BASE_DIR = Path(__file__).resolve().parent.parent
request_id: ContextVar[str] = ContextVar("request_id", default="")
# Loggers whose messages are constants in their source (read with this in mind). Of any other
# logger only the place in the source is told, because it may have put texts into the message.
CONSTANT = (
    "blog",
    "bench",
    "comments",
    "config",
    "django",
    "django_ox",
    "moderation",
    "staff",
    "_granian",
)
# What code of ours may add to a line with `extra=`: numbers, and codes without blanks.
FIELDS = ("user", "case", "event", "task", "queue", "count", "seconds", "status", "command")
_CODE = re.compile(r"[\w.:/-]{1,60}")
# Exceptions that say what an operator did wrong; they are raised before any reader's word is near.
_PLAIN = (ImproperlyConfigured, CommandError, SystemCheckError)
_MAX_FRAMES = 30
_PLACEHOLDER = re.compile(r"%%|%(\(\w+\))?[#0\- +]*(\*|\d+)?(\.(\*|\d+))?[diouxXeEfFgGcrsa]")


class JsonLines(logging.Formatter):
    """One log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(dict(_fields(record)), ensure_ascii=True)


def _fields(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    yield "time", datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    yield "level", record.levelname
    yield "logger", record.name
    yield "message", message_of(record)
    request = getattr(record, "request", None)
    if current := request_id.get() or getattr(request, "META", {}).get("REQUEST_ID"):
        yield "request", current
    yield from _request_fields(record)
    for name in FIELDS:
        if (value := getattr(record, name, None)) is not None and _may_stand(value):
            yield name, value
    if record.exc_info and record.exc_info[1] is not None:
        yield "error", describe(record.exc_info[1])


def _request_fields(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    """Of a request: method, and the pattern of its address. The address may hold a token."""
    request = getattr(record, "request", None)
    if request is None or not hasattr(request, "method"):
        return
    method = str(request.method)
    yield "method", method if method.isalpha() and len(method) < 10 else "other"
    match = getattr(request, "resolver_match", None)
    yield "route", match.route if match is not None else ""
    if isinstance(status := getattr(record, "status_code", None), int):
        yield "status", status


def _may_stand(value: object) -> bool:
    if isinstance(value, (bool, int, float)):
        return True
    return isinstance(value, str) and bool(_CODE.fullmatch(value))


def message_of(record: logging.LogRecord) -> str:
    """The record's constant text with its numbers filled in and everything else left out."""
    is_constant = record.name.split(".")[0] in CONSTANT and isinstance(record.msg, str)
    if not is_constant:
        return f"a message at {_short(record.pathname)}:{record.lineno}"
    if not record.args:
        return str(record.msg)
    if record.name == "django.request":  # "%s: %s" of reason and path
        return responses.get(getattr(record, "status_code", 0), "refused")
    left = iter(()) if isinstance(record.args, dict) else iter(record.args)

    def fill(found: re.Match[str]) -> str:
        return "%" if found[0] == "%%" else _shown(next(left, ""))

    return _PLACEHOLDER.sub(fill, str(record.msg))


def _shown(value: object) -> str:
    if isinstance(value, (bool, int, float)) or value is None:
        return str(value)
    if isinstance(value, Enum) and isinstance(value.value, str):
        return value.value
    return "…"


def describe(error: BaseException) -> dict[str, Any]:
    """What may be told of an exception: type, code, place, and the same of its causes."""
    told: dict[str, Any] = {"type": _type_name(error), "frames": _frames(error)}
    if code := _database_code(error):
        told["code"] = code
    if isinstance(error, _PLAIN):
        told["says"] = str(error)[:500]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and cause is not error:
        told["because"] = _type_name(cause)
    return told


def _type_name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _frames(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__, limit=-_MAX_FRAMES)
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(path: str) -> str:
    """The path without what is particular to this machine."""
    if "site-packages/" in path:
        return path.rpartition("site-packages/")[2]
    return path.removeprefix(f"{BASE_DIR}/")


def _database_code(error: BaseException) -> str:
    """SQLSTATE, or SQLite's name of the error: says what went wrong and nothing of the row."""
    for one in (error, error.__cause__, error.__context__):
        for name in ("sqlstate", "sqlite_errorname"):
            if isinstance(code := getattr(one, name, None), str):
                return code
    if isinstance(error, OSError) and error.errno is not None:
        return f"errno {error.errno}"
    return ""


def without_words(error: BaseException) -> list[str]:
    """A stand-in for traceback.format_exception: the same lines without messages and sources."""
    told = describe(error)
    frames = [f"  {frame}\n" for frame in told.pop("frames")]
    return [*frames, json.dumps(told, ensure_ascii=True) + "\n"]


def _uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if error is None or issubclass(kind, (KeyboardInterrupt, BrokenPipeError)):
        return
    logging.getLogger("config").critical("the process ends by an error", exc_info=error)


def _uncaught_in_thread(unhandled: threading.ExceptHookArgs) -> None:
    if unhandled.exc_value is not None:
        logging.getLogger("config").error(
            "a thread ended by an error", exc_info=unhandled.exc_value
        )


def take_over() -> None:
    """Let what nobody catches go to the log too, instead of to the terminal with all its words."""
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


SETTINGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django gives these handlers of their own (a mail to ADMINS with the whole request).
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.request": {"level": "ERROR"},
        # staff.records writes sign-ins by the person's number; axes would write names.
        "axes": {"level": "ERROR"},
        # A handler of its own, for the worker adds a plain one to a logger that has none.
        "django_ox": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
