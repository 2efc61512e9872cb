"""Read-only look-ups in one compiled file of the lexicon, mapped and shared by all processes."""

import mmap
import struct
import sys
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Final
from zlib import crc32

MAGIC: Final = b"LEXICON2"
HEADER: Final = struct.Struct("<8sIIII")  # magic, buckets, heads, body, tail (offsets in bytes)
DIGITS: Final = 200  # values are written in this base, in bytes from FIRST_DIGIT up
FIRST_DIGIT: Final = 0x20


class LexiconError(RuntimeError):
    """The compiled lexicon is missing or was made for another version of this module."""


class Table:
    """One compiled file, mapped read-only: a key's value is a small number.

    Keys are hashed to buckets; a bucket is a run of ``NUL key SOH digits`` records, so one
    bounded search in the mapped bytes answers.
    """

    __slots__ = ("data", "heads", "mask", "tail")

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise LexiconError(f"{path.name} cannot be read; run tools.lexicon.build") from error
        magic, buckets, heads, body, tail = HEADER.unpack_from(self.data)
        if magic != MAGIC:
            raise LexiconError(f"{path.name} was built for another version")
        self.mask = buckets - 1
        self.heads = _numbers(memoryview(self.data)[heads:body])
        self.tail = memoryview(self.data)[tail:]

    def finder(self) -> Callable[[str], int]:
        """A function from key to the value of a table with two digits, -1 for no such key."""
        data, find, heads, mask = self.data, self.data.find, self.heads, self.mask

        def value(key: str) -> int:
            raw = key.encode("utf-8", "replace")
            bucket = crc32(raw) & mask
            at = find(b"\0%b\1" % raw, heads[bucket], heads[bucket + 1])
            if at < 0:
                return -1
            at += len(raw) + 2
            return (data[at] - FIRST_DIGIT) * DIGITS + data[at + 1] - FIRST_DIGIT

        return value


def _numbers(raw: memoryview) -> memoryview:
    """32-bit little-endian numbers as a sequence, without a copy where the machine is so too."""
    if sys.byteorder == "little":
        return raw.cast("I")
    swapped = array("I", bytes(raw))
    swapped.byteswap()
    return memoryview(swapped)
