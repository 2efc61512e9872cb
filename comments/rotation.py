"""Seals again with the newest staff key what an older one can still open.

Afterwards an old private key may be destroyed: no row needs it, and every backup that was made
before holds envelopes that nobody can open any more.

Apps register their sealed columns with `rotates`. A row is written only if nobody changed it in
the meantime, a batch in one transaction; whatever is killed goes on where it was.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from comments import keys, originals, sealing
from comments.models import Original

BATCH = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column of staff envelopes: where it is, and how a row of it is sealed again.

    `reseal` returns the columns to be written. It may raise KeyMissingError or SealBrokenError.
    """

    model: type[models.Model]
    name: str
    reseal: Callable[[Any], dict[str, Any]]

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"


@dataclass(slots=True)
class Counts:
    """What happened to a column's envelopes."""

    resealed: int = 0
    already: int = 0
    changed_meanwhile: int = 0
    # By the name of the key that is not here, or of one whose envelope does not open.
    unopened: dict[str, int] = field(default_factory=dict)

    def refuse(self, key: str) -> None:
        self.unopened[key] = self.unopened.get(key, 0) + 1


_columns: list[Column] = []


def rotates(column: Column) -> None:
    """Register a column that `rotate_keys` looks after."""
    if column.label not in {known.label for known in _columns}:
        _columns.append(column)


def columns() -> list[Column]:
    """All registered columns."""
    return list(_columns)


def reseal_plain(name: str, binding: Callable[[Any], str]) -> Callable[[Any], dict[str, Any]]:
    """How to seal a column again that holds one staff envelope, bound to `binding(row)`."""

    def reseal(row: Any) -> dict[str, Any]:
        bound_to = binding(row)
        content = sealing.open_as_staff(getattr(row, name), binding=bound_to)
        return {name: sealing.seal_for_staff(content, binding=bound_to)}

    return reseal


def _reseal_original(original: Original) -> dict[str, Any]:
    # The reader's envelope holds the e-mail sealed to the staff, so it is made anew with it; the
    # token that closes it lies in the staff's envelope.
    sent = originals.open_as_staff(original)
    fresh = originals.seal(original.comment, sent, revision=original.revision)
    reader_blob = fresh.reader_blob if original.reader_blob else b""
    return {
        "staff_blob": fresh.staff_blob,
        "reader_blob": reader_blob,
        "key_name": fresh.key_name,
    }


rotates(Column(Original, "staff_blob", _reseal_original))


def total(column: Column) -> int:
    """How many envelopes the column holds, of whatever key."""
    return _sealed(column).count()


def rotate(column: Column, *, progress: Callable[[int], object] = lambda count: None) -> Counts:
    """Seal the column's envelopes with the newest key; `progress` is told of each batch's size."""
    counts = Counts()
    for rows in _batches(column):
        with transaction.atomic():
            for row in rows:
                _rotate_row(column, row, counts)
        progress(len(rows))
    return counts


def _rotate_row(column: Column, row: Any, counts: Counts) -> None:
    before = bytes(getattr(row, column.name))
    key = _key_name(before)
    if key == keys.write_key()[0]:
        counts.already += 1
        return
    try:
        fresh = column.reseal(row)
    except (keys.KeyMissingError, sealing.SealBrokenError):
        counts.refuse(key)
        return
    same = column.model._default_manager.filter(pk=row.pk, **{column.name: before})
    if same.update(**fresh):
        counts.resealed += 1
    else:
        counts.changed_meanwhile += 1


def _key_name(blob: bytes) -> str:
    try:
        return sealing.key_name(blob)
    except sealing.SealBrokenError:
        return "broken"


def _sealed(column: Column) -> models.QuerySet[Any]:
    return column.model._default_manager.exclude(**{column.name: b""})


def _batches(column: Column) -> Iterator[list[Any]]:
    last: Any = None
    while True:
        rows = _sealed(column).order_by("pk")
        batch = list(rows.filter(pk__gt=last)[:BATCH] if last is not None else rows[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def keys_in_use() -> dict[str, int]:
    """How many envelopes each key still closes, over all columns."""
    found: dict[str, int] = {}
    for column in columns():
        for rows in _batches(column):
            for row in rows:
                name = _key_name(bytes(getattr(row, column.name)))
                found[name] = found.get(name, 0) + 1
    return found
