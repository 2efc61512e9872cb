"""The word lists of the triage modules, kept in ``data/words.txt``."""

from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("data") / "words.txt"


def words(name: str) -> frozenset[str]:
    """The words of one list; KeyError when there is none of that name."""
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    lists: dict[str, frozenset[str]] = {}
    name = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and "." in line:
            name = line[1:-1]
        elif line and not line.startswith("# "):
            more = frozenset(word.replace("_", " ") for word in line.split())
            lists[name] = lists.get(name, frozenset()) | more
    return lists
