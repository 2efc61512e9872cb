"""Reads the curated word lists in ``lists/``: one term a line, grouped under headings.

``# ...`` is a comment, ``[heading]`` says what the terms below it are called in public words,
``=AC`` is an abbreviation that counts in capitals only.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

LISTS: Final = Path(__file__).with_name("lists")


class Term(NamedTuple):
    """One line of a list."""

    text: str
    heading: str


def terms(name: str, folder: Path = LISTS) -> Iterator[Term]:
    """The terms of one list, in the order of the file."""
    heading = ""
    for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        text = "" if line.startswith("#") else line.partition(" # ")[0].strip()
        if text.startswith("[") and text.endswith("]"):
            heading = text[1:-1].strip()
        elif text:
            yield Term(text, heading)
