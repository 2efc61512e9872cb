"""Writes the tables that ``moderation.redaction.lexicon`` maps: same records, same bytes."""

import struct
from collections.abc import Mapping
from typing import Final
from zlib import crc32

from moderation.redaction.lexicon_table import DIGITS, FIRST_DIGIT, HEADER, MAGIC

PER_BUCKET: Final = 4  # more saves a byte or so a key, fewer makes each search shorter


def table(values: Mapping[str, int], *, width: int, tail: bytes = b"") -> bytes:
    """The bytes of a table of ``key -> number`` with ``width`` digits a number."""
    buckets = _power_of_two(len(values) // PER_BUCKET)
    rows: list[list[bytes]] = [[] for _ in range(buckets)]
    for key in sorted(values):
        raw = key.encode()
        rows[crc32(raw) & (buckets - 1)].append(b"\0%b\1%b" % (raw, _digits(values[key], width)))
    runs = [b"".join(row) for row in rows]
    heads_at = HEADER.size
    body_at = heads_at + 4 * (buckets + 1)
    tail_at = body_at + sum(map(len, runs))
    heads = struct.pack(f"<{buckets + 1}I", *_offsets(runs, body_at))
    return b"".join((HEADER.pack(MAGIC, buckets, heads_at, body_at, tail_at), heads, *runs, tail))


def _power_of_two(number: int) -> int:
    return 1 << max(0, number - 1).bit_length()


def _offsets(runs: list[bytes], start: int) -> list[int]:
    offsets = [start]
    for run in runs:
        offsets.append(offsets[-1] + len(run))
    return offsets


def _digits(number: int, width: int) -> bytes:
    if not 0 <= number < DIGITS**width:
        raise ValueError(f"{number} does not fit into {width} digits")
    digits = []
    for _ in range(width):
        number, digit = divmod(number, DIGITS)
        digits.append(digit + FIRST_DIGIT)
    return bytes(reversed(digits))
