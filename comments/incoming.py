"""Comments that come from elsewhere, one plain record each; JSON lines are read here.

A line that cannot be taken becomes a `Left` with its number and a code, never with its words.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

Progress = Callable[[int], object]

NAME_LENGTH = 200
# Longer than the form takes: an archive was written by other rules. Beyond it nobody reads.
TEXT_LENGTH = 4 * settings.COMMENT_MAX_LENGTH
_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")


class Why(StrEnum):
    """Why a line was not taken."""

    NOT_UTF8 = "not UTF-8"
    NOT_JSON = "not JSON"
    NOT_XML = "not well-formed XML; nothing after it was read"
    DOCTYPE = "an XML document type, which no export has; nothing after it was read"
    NOT_A_COMMENT = "a field is missing or of the wrong type"
    NO_TEXT = "no text"
    TOO_LONG = "the text or the name is too long"
    UNSTORABLE = "characters that cannot be stored (NUL, half of a character)"
    NO_TIME = "no time, or one in the future"
    NO_ARTICLE = "no such article"
    NO_QUESTION = "a staff reply to no comment of a reader"
    OTHER_KIND = "no comment, but another line of an export"
    NOT_WANTED = "spam, trash, a pingback or an unapproved reply"


@dataclass(frozen=True, slots=True)
class Left:
    """A line that was not taken, and why."""

    line: int
    why: Why

    @property
    def is_fault(self) -> bool:
        """Whether somebody should look at the line; spam is left out on purpose."""
        return self.why not in (Why.NOT_WANTED, Why.OTHER_KIND)


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """A staff reply that stood under a comment."""

    text: str
    author: str
    published_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Incoming:
    """One comment. No repr, so that no log line or traceback can show any of it.

    `article` is a slug or an address that ends in one. `ref` is the file's own name for the
    comment, `parent` that of the comment it follows up on; both may be empty.
    """

    line: int
    article: str
    name: str
    email: str
    text: str
    submitted_at: datetime
    published: bool
    reply: Answer | None = None
    ref: str = field(default="")
    parent: str = field(default="")


class RefusedError(Exception):
    """The record cannot be taken."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(str(why))


def read_jsonl(file: BinaryIO, *, progress: Progress) -> Iterator[Incoming | Left]:
    """Records from JSON lines, as docs/operations.md describes them; `progress` is told bytes."""
    for number, line in enumerate(file, 1):
        progress(len(line))
        if not line.strip():
            continue
        try:
            yield _record(number, _object(line))
        except RefusedError as refused:
            yield Left(number, refused.why)


def text_of(value: Any, *, longest: int = TEXT_LENGTH) -> str:
    """The text with `\\n` for line ends. Raises RefusedError for what cannot be stored."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RefusedError(Why.NOT_A_COMMENT)
    if len(value) > longest:
        raise RefusedError(Why.TOO_LONG)
    if _UNSTORABLE.search(value):
        raise RefusedError(Why.UNSTORABLE)
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def name_of(value: Any) -> str:
    """A name on one line."""
    return " ".join(text_of(value, longest=NAME_LENGTH).split())


def email_of(value: Any) -> str:
    """The address; empty when it is none: the comment is worth keeping without it."""
    if not isinstance(value, str):
        return ""
    try:
        validate_email(value.strip())
    except ValidationError:
        return ""
    return value.strip()


def time_of(value: Any) -> datetime:
    """ISO 8601; without an offset it is the site's time. Raises RefusedError for the future."""
    try:
        moment = datetime.fromisoformat(value)
        aware = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    except (TypeError, ValueError, OverflowError):
        raise RefusedError(Why.NO_TIME) from None
    if aware > timezone.now():
        raise RefusedError(Why.NO_TIME)
    return aware


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RefusedError(Why.NOT_UTF8) from None
    except (ValueError, RecursionError):
        raise RefusedError(Why.NOT_JSON) from None
    if not isinstance(found, dict):
        raise RefusedError(Why.NOT_A_COMMENT)
    return found


def _record(number: int, row: Mapping[str, Any]) -> Incoming:
    if row.get("kind", "comment") != "comment":
        raise RefusedError(Why.OTHER_KIND)
    article, published = row.get("article"), row.get("published", False)
    if not isinstance(article, str) or not isinstance(published, bool):
        raise RefusedError(Why.NOT_A_COMMENT)
    return Incoming(
        line=number,
        article=article,
        name=name_of(row.get("name")),
        email=email_of(row.get("email")),
        text=_words(row.get("text")),
        submitted_at=time_of(row.get("submitted_at")),
        published=published,
        reply=_answer(row.get("reply"), row),
        ref=_ref(row.get("id")),
        parent=_ref(row.get("parent")),
    )


def _answer(reply: Any, row: Mapping[str, Any]) -> Answer | None:
    if reply is None:
        return None
    if not isinstance(reply, dict):
        raise RefusedError(Why.NOT_A_COMMENT)
    since = reply.get("published_at") or row.get("submitted_at")
    return Answer(_words(reply.get("text")), name_of(reply.get("author")), time_of(since))


def _words(value: Any) -> str:
    text = text_of(value)
    if not text:
        raise RefusedError(Why.NO_TEXT)
    return text


def _ref(value: Any) -> str:
    return str(value) if isinstance(value, (str, int)) else ""
