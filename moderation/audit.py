"""The record of what staff and system did: append-only, each row's hash over the one before.

A row says who did what to which row, in codes and counts. Whatever looks like words is refused, so
that nothing a reader wrote can get in. The hashes are keyed: whoever has only the database cannot
make a chain that holds.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from comments import keys
from comments.models import Comment
from moderation.models import AuditEvent, AuditHead
from staff.models import User

START = "0" * 64
_CODE = re.compile(r"[\w.:/+-]{0,80}")


class NotACodeError(ValueError):
    """Something that may be somebody's words was about to be recorded."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act to be recorded: the verb, the row it was done to, codes and counts about it."""

    verb: str
    subject: models.Model
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """Where the chain does not hold, and how."""

    sequence: int
    what: str


def record(
    verb: str, *, actor: User | None, subject: models.Model, detail: Mapping[str, Any] | None = None
) -> AuditEvent:
    """Append one event, in the caller's transaction."""
    return record_many([Act(verb, subject, detail or {})], actor=actor)[0]


@transaction.atomic(savepoint=False)
def record_many(acts: Sequence[Act], *, actor: User | None) -> list[AuditEvent]:
    """Append events in order. The end of the chain stays locked until the transaction ends."""
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update().get(pk=1)
    now, sequence, last = timezone.now(), head.sequence, head.hash
    events = []
    for act in acts:
        sequence += 1
        event = _event(act, actor=actor, at=now, sequence=sequence, previous=last)
        last = event.hash
        events.append(event)
    AuditEvent.objects.bulk_create(events)
    AuditHead.objects.filter(pk=1).update(sequence=sequence, hash=last)
    return events


def verify() -> list[Problem]:
    """Walk the whole chain; an empty list when no row was changed, removed or put in."""
    problems, expected, last = [], 1, START
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2_000):
        if event.sequence != expected:
            problems.append(Problem(expected, "missing"))
        if event.previous_hash != last:
            problems.append(Problem(event.sequence, "does not follow the row before"))
        if event.hash != _hash(event):
            problems.append(Problem(event.sequence, "changed"))
        expected, last = event.sequence + 1, event.hash
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    if (head.sequence, head.hash) != (expected - 1, last):
        problems.append(Problem(head.sequence, "the end of the chain is not where it was"))
    return problems


def export() -> Iterator[str]:
    """Every event as a JSON line, oldest first."""
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2_000):
        line = _content(event) | {"previous_hash": event.previous_hash, "hash": event.hash}
        yield json.dumps(line, sort_keys=True, ensure_ascii=False)


def _event(
    act: Act, *, actor: User | None, at: datetime, sequence: int, previous: str
) -> AuditEvent:
    event = AuditEvent(
        sequence=sequence,
        at=at,
        actor_id=actor.pk if actor else None,
        verb=act.verb,
        subject=act.subject._meta.model_name or "",
        subject_id=_name_of(act.subject),
        detail=_codes(dict(act.detail)),
        previous_hash=previous,
    )
    event.hash = _hash(event)
    return event


def _name_of(row: models.Model) -> str:
    return row.public_id if isinstance(row, Comment) else str(row.pk)


def _codes(value: Any) -> Any:
    """The value itself, when it holds nothing but codes, numbers and lists of them."""
    if isinstance(value, dict):
        return {_codes(str(key)): _codes(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_codes(item) for item in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str) and _CODE.fullmatch(value):
        return str(value)
    raise NotACodeError(f"an audit row takes codes and counts, not {type(value).__name__}")


def _content(event: AuditEvent) -> dict[str, Any]:
    return {
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "verb": event.verb,
        "subject": event.subject,
        "subject_id": event.subject_id,
        "detail": event.detail,
    }


def _hash(event: AuditEvent) -> str:
    content = _content(event) | {"previous": event.previous_hash}
    return keys.keyed_hash("audit", json.dumps(content, sort_keys=True))
