"""Words of the vocabulary as people misspell them: lukemia, colan, melonoma.

A word is compared by its skeleton: letters that sound alike are made one, vowels and doubled
letters go. Words with the same skeleton, or for longer words with one consonant more or less,
are then compared letter by letter. Words that exist in their own right are never taken for a slip.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from moderation.redaction.lexicon import lookup
from moderation.triage.reading import unleet

_SHORTEST: Final = 5
_LONG: Final = 7  # from here on a lost or changed consonant is forgiven
_VERY_LONG: Final = 10  # from here on three slips are
_SOFT_C: Final = re.compile(r"c(?=[eiy])")
_SILENT: Final = (("ph", "f"), ("sch", "s"), ("ch", "k"), ("gh", "g"), ("rh", "r"), ("th", "t"))
_ALIKE: Final = str.maketrans({"c": "k", "q": "k", "x": "k", "z": "s", "v": "f", "j": "g"})
_VOWELS: Final = re.compile(r"[aeiouyhw]")
_DOUBLED: Final = re.compile(r"(.)\1+")
_ORDINARY: Final = 15  # Zipf times ten: a word this frequent is no slip


class Speller:
    """Finds the word of a vocabulary that an unknown word was meant to be."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(vocabulary)
        self._index: dict[str, list[str]] = defaultdict(list)
        self._bones: dict[str, str] = {}
        for word in sorted(w for w in self._known if len(w) >= _SHORTEST and w.isalpha()):
            self._enter(word)

    def _enter(self, word: str) -> None:
        bones = self._bones[word] = skeleton(word)
        self._index[bones].append(word)
        if len(word) >= _LONG:
            for shorter in _without_one(bones):
                self._index[shorter].append(word)

    def meant(self, word: str) -> str | None:
        """The vocabulary word that ``word`` (folded) misspells, or None."""
        if len(word) < _SHORTEST or len(word) > 24 or word in self._known:
            return None
        if not word.isalpha():
            plain = unleet(word)
            return None if plain is None else (plain if plain in self._known else self.meant(plain))
        candidates = self._candidates(word)
        if not candidates or is_ordinary(word):
            return None
        ranked = sorted((slips(word, c, limit=3), c) for c in candidates)
        best, found = ranked[0]
        return found if best <= _allowed(word, found) else None

    def _candidates(self, word: str) -> set[str]:
        bones = skeleton(word)
        found = set(self._index.get(bones, ()))
        if len(word) >= _LONG - 1:
            for shorter in _without_one(bones):
                found.update(self._index.get(shorter, ()))
        first = word[0]
        return {c for c in found if c[0] == first or self._bones[c][:1] == bones[:1]}


def skeleton(word: str) -> str:
    """What is left of a word's sound: "leukemia" and "lukimia" are both "lkm"."""
    if "c" in word:
        word = _SOFT_C.sub("s", word)
    for letters, sound in _SILENT:
        if letters in word:
            word = word.replace(letters, sound)
    bones = _DOUBLED.sub(r"\1", _VOWELS.sub("", word.translate(_ALIKE)))
    return bones or word[:1]


def is_ordinary(word: str) -> bool:
    """Whether a word exists in its own right: an English word, a name, a place."""
    entry = lookup(word)
    return bool(entry.common >= _ORDINARY or entry.given or entry.surname >= 60 or entry.place)


def _without_one(bones: str) -> Iterator[str]:
    if len(bones) > 2:
        for i in range(len(bones)):
            yield bones[:i] + bones[i + 1 :]


def _allowed(word: str, meant: str) -> int:
    length = min(len(word), len(meant))
    if length <= _LONG:
        return 1
    return 2 if length <= _VERY_LONG else 3


def slips(a: str, b: str, *, limit: int) -> int:
    """Letters put in, left out, changed or swapped with a neighbour; ``limit`` + 1 when more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        before, row = row, new
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
