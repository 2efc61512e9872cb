"""Phrase files: lines of plain words that say something about a text, found in one go.

A file holds sections and lines::

    [label]
    3 (am|is|are) (i|he|she) ~2 (eligible|a candidate)

A line is a weight and a phrase. In a phrase a word stands for itself (folded, without apostrophes),
``(a|b c)`` for one of several, ``(a|b)?`` and ``word?`` may be missing, ``word*`` is any word that
begins so, ``~3`` is up to three words of the same sentence, ``@name`` a group defined by a line
``@name = a|b c|d``, ``^`` the beginning and ``$`` the end of a sentence, ``#`` a number.
A phrase is tried only on texts that hold one of its rarer words, and made ready on first use, so a
long file costs little. Gaps are bounded: time grows with the length of the text and no faster.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moderation.triage.reading import BEGINNING, Reading
from moderation.triage.wordlists import words

DATA: Final = Path(__file__).with_name("data")

_PIECE: Final = re.compile(r"\(|\)\??|\||[^\s()|]+")
_SPECIAL: Final = {
    "^": r"(?:(?<=\A )|(?<=[.?!] ))",
    "$": r"(?=[.?!] |\Z)",
    "#": r"\d+(?:[.,]\d+)* ",
}
# Too frequent to tell whether a phrase is worth trying.
_COMMON: Final = words("phrases.common")
_VAIN: Final = 50.0

type _Sequence = list[str | _Group]


class PhraseError(ValueError):
    """A phrase file has a line that cannot be read; says which."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Alternatives, each a row of words and groups."""

    options: list["_Sequence"]
    maybe: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its label and weight, the first and last word it covers."""

    label: str
    weight: float
    first: int
    last: int


class _Phrase:
    """One line of a phrase file; its pattern is made when first needed."""

    __slots__ = ("_pattern", "_source", "label", "weight")

    def __init__(self, label: str, weight: float, source: "_Sequence") -> None:
        self.label = label
        self.weight = weight
        self._source = source
        self._pattern: re.Pattern[str] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        if self._pattern is None:
            self._pattern = re.compile("(?<= )" + _pattern(self._source))
        return self._pattern


class Phrasebook:
    """All phrases of one file, ready to be looked for in a text."""

    def __init__(self, lines: Iterable[str], name: str = "phrases") -> None:
        self._by_word: dict[str, list[_Phrase]] = defaultdict(list)
        self._by_prefix: dict[str, list[_Phrase]] = defaultdict(list)
        self._groups: dict[str, _Group] = {}
        label = ""
        for number, line in enumerate(lines, 1):
            line = line.strip()
            if not line or line.startswith("# ") or line == "#":
                continue
            try:
                label = self._take(line, label)
            except (ValueError, KeyError, IndexError) as error:
                raise PhraseError(f"{name}, line {number}: {error}") from error

    @classmethod
    def load(cls, name: str) -> "Phrasebook":
        """The phrases of a file in the data folder."""
        return cls((DATA / name).read_text(encoding="utf-8").splitlines(), name)

    def _take(self, line: str, label: str) -> str:
        if line.startswith("[") and line.endswith("]"):
            return line[1:-1]
        if line.startswith("@"):
            name, _, words = line[1:].partition("=")
            self._groups[name.strip()] = self._parsed(f"({words.strip()})")[0]  # type: ignore[assignment]
            return label
        weight, _, phrase = line.partition(" ")
        source = self._parsed(phrase)
        keys = _keys(source)
        if not keys:
            raise ValueError("no word to look for")
        made = _Phrase(label, float(weight), source)
        for key in set(keys):
            (self._by_prefix if key.endswith("*") else self._by_word)[key.rstrip("*")].append(made)
        return label

    def _parsed(self, phrase: str) -> "_Sequence":
        pieces = _PIECE.findall(phrase)
        sequence, at = self._row(pieces, 0)
        if at != len(pieces):
            raise ValueError("a bracket is closed that was not opened")
        return sequence

    def _row(self, pieces: list[str], at: int) -> tuple["_Sequence", int]:
        row: _Sequence = []
        while at < len(pieces):
            piece = pieces[at]
            if piece in {"|", ")", ")?"}:
                break
            if piece == "(":
                group, at = self._group(pieces, at + 1)
                row.append(group)
            else:
                row.append(self._groups[piece[1:]] if piece[0] == "@" != piece else piece)
                at += 1
        return row, at

    def _group(self, pieces: list[str], at: int) -> tuple[_Group, int]:
        options = []
        while True:
            row, at = self._row(pieces, at)
            options.append(row)
            if pieces[at] != "|":
                return _Group(options, maybe=pieces[at] == ")?"), at + 1
            at += 1

    def candidates(self, reading: Reading) -> Iterable[_Phrase]:
        """The phrases worth trying on a text."""
        found: dict[int, _Phrase] = {}
        for key in reading.present & self._by_word.keys():
            for phrase in self._by_word[key]:
                found[id(phrase)] = phrase
        for key in reading.beginnings & self._by_prefix.keys():
            for phrase in self._by_prefix[key]:
                found[id(phrase)] = phrase
        return found.values()

    def find(self, reading: Reading) -> list[Hit]:
        """Every phrase found in a text, in the order of the text."""
        hits = []
        line = reading.line
        for phrase in self.candidates(reading):
            for match in phrase.pattern.finditer(line):
                end = max(match.end() - 2, match.start())
                hits.append(
                    Hit(phrase.label, phrase.weight, reading.at(match.start()), reading.at(end))
                )
        hits.sort(key=lambda hit: (hit.first, hit.last, hit.label))
        return hits

    def scores(self, reading: Reading) -> Mapping[str, float]:
        """For each label found the sum of its phrases' weights, each phrase counted once."""
        totals: dict[str, float] = defaultdict(float)
        for phrase in self.candidates(reading):
            if phrase.pattern.search(reading.line):
                totals[phrase.label] += phrase.weight
        return totals


def _pattern(sequence: "_Sequence") -> str:
    return "".join(
        _word_pattern(part) if isinstance(part, str) else _group_pattern(part) for part in sequence
    )


def _group_pattern(group: _Group) -> str:
    return f"(?:{'|'.join(map(_pattern, group.options))}){'?' if group.maybe else ''}"


def _word_pattern(word: str) -> str:
    if word in _SPECIAL:
        return _SPECIAL[word]
    if word[0] == "~" and word[1:].isdigit():
        return rf"(?:(?![.?!] )[^ ]+ ){{0,{word[1:]}}}?"
    maybe = word[-1] == "?" and len(word) > 1
    word = word[:-1] if maybe else word
    if word[-1] == "*" and len(word) > 1:
        pattern = re.escape(word[:-1]) + "[^ ]* "
    else:
        pattern = re.escape(word) + " "
    return f"(?:{pattern})?" if maybe else pattern


def _keys(sequence: "_Sequence") -> list[str]:
    """Words of which a text must hold one for the phrase to be there; empty when any may do."""
    best: list[str] = []
    cost = 0.0
    for part in sequence:
        keys = _word_keys(part) if isinstance(part, str) else _group_keys(part)
        if keys and (not best or _cost(keys) < cost):
            best, cost = keys, _cost(keys)
    return best


def _group_keys(group: _Group) -> list[str]:
    if group.maybe:
        return []
    keys: list[str] = []
    for option in group.options:
        found = _keys(option)
        if not found:
            return []
        keys += found
    return keys


def _word_keys(word: str) -> list[str]:
    if word in _SPECIAL or word[0] == "~" or (word[-1] == "?" and len(word) > 1):
        return []
    if word[-1] == "*" and len(word) > 1:
        return [word[:BEGINNING] + "*"] if len(word) > BEGINNING else []
    return [word]


def _cost(keys: list[str]) -> float:
    """How often a phrase with these keys would be tried in vain."""
    return sum(_VAIN if key in _COMMON else 1.0 for key in keys)
