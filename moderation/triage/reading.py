"""A text taken apart once: folded words with the place in the original each of them came from.

Everything the triage library asks of a text it asks of a `Reading`.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from moderation.redaction.mapped import Mapped
from moderation.redaction.normalise import normalise

# A word may hold apostrophes, a decimal point or comma between digits, a plus behind it (ER+).
_TOKEN: Final = re.compile(
    r"\d+(?:[.,]\d+)+|[^\W_](?:[^\W_]|['’](?=[^\W_]))*\+?|[.?!,;:()\[\]\"&/%$#=<>@+-]|\n+"
)
BEGINNING: Final = 4  # letters by which words are looked up that begin in a certain way
_SENTENCE_ENDS: Final = frozenset(".?!")
_SPOKEN: Final = {"w": "with", "&": "and", "\n": ",", "’": "'"}
_SPACED: Final = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .*_-][^\W\d_]){3,}(?![^\W_])")
_GLUE: Final = re.compile(r"[ .*_-]")
_LEET: Final = str.maketrans("013457$@!", "oieastsai")
_LEET_WORD: Final = re.compile(r"[^\W\d_]+[013457$@!][^\W_]*|[0134$@!][^\W\d_]{2,}[^\W_]*")
_ABBREVIATIONS: Final = frozenset({"dr", "drs", "mr", "mrs", "vs", "st", "prof", "sr", "sra"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign: ``word`` folded, ``shown`` as written, its place in the original."""

    word: str
    shown: str
    start: int
    end: int


class Reading:
    """The words of a text in order, and the same as one line of words with single spaces.

    ``words[i]`` is the folded word, apostrophes dropped ("don't" is "dont"), hyphens opened
    ("son-in-law" is three words); signs are words of their own. ``line`` begins and ends with a
    space; `at` tells which word a place in the line belongs to.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._mapped = _joined(normalise(text))
        self.clean = self._mapped.text
        self._spans: list[tuple[int, int]] = []
        self.words: list[str] = []
        self.shown: list[str] = []
        self._take_apart()

    def _take_apart(self) -> None:
        clean, ascii_only = self.clean, self.clean.isascii()
        words, shown, spans = self.words, self.shown, self._spans
        for match in _TOKEN.finditer(clean):
            said = match[0]
            if said == "-" and not _is_dash(clean, match.start()):
                continue
            if said == "." and shown and spans[-1][1] == match.start() and _shortened(shown[-1]):
                continue
            words.append(_folded(said, ascii_only))
            shown.append(said)
            spans.append(match.span())

    @cached_property
    def line(self) -> str:
        """All words with one space between, before and behind."""
        return f" {' '.join(self.words)} "

    @cached_property
    def present(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.words)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first letters of the different words, BEGINNING of each."""
        return frozenset(word[:BEGINNING] for word in self.present)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [], 1
        for word in self.words:
            starts.append(at)
            at += len(word) + 1
        return starts

    def at(self, place: int) -> int:
        """The number of the word that stands at ``place`` of the line."""
        return max(bisect_right(self._line_starts, place) - 1, 0)

    def place(self, number: int) -> int:
        """Where in the line the word of that number begins."""
        if number >= len(self.words):
            return len(self.line)
        return self._line_starts[number]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where words ``first`` to ``last`` (included) stand in the original, in code points."""
        return self._mapped.origin(self._spans[first][0], self._spans[last][1])

    def token(self, number: int) -> Token:
        """Everything about one word."""
        start, end = self.span(number, number)
        return Token(self.words[number], self.shown[number], start, end)

    def said(self, first: int, last: int) -> str:
        """The words ``first`` to ``last`` (included) as a reader sees them."""
        return self.clean[self._spans[first][0] : self._spans[last][1]]

    def gap_before(self, number: int) -> str:
        """What stands between a word and the one before it, signs that are no words too."""
        if number == 0:
            return self.clean[: self._spans[0][0]]
        return self.clean[self._spans[number - 1][1] : self._spans[number][0]]

    @cached_property
    def sentences(self) -> list[int]:
        """For each word the number of its sentence; the closing sign belongs to it."""
        numbers, current = [], 0
        for word in self.words:
            numbers.append(current)
            if word in _SENTENCE_ENDS:
                current += 1
        return numbers

    def sentence_words(self, number: int) -> list[str]:
        """The words of one sentence."""
        return [w for w, s in zip(self.words, self.sentences, strict=True) if s == number]

    @cached_property
    def shouted(self) -> bool:
        """Whether the text is written in capitals, so that capitals say nothing."""
        letters = [c for c in self.clean[:2000] if c.isalpha()]
        return len(letters) > 12 and sum(c.isupper() for c in letters) > 0.7 * len(letters)


def fold(word: str) -> str:
    """The form words are compared in: casefolded, without accents and apostrophes."""
    return _folded(word, word.isascii())


def fold_words(text: str) -> list[str]:
    """The folded words of a phrase, as `Reading.words` would have them."""
    ascii_only = text.isascii()
    return [_folded(m[0], ascii_only) for m in _TOKEN.finditer(text) if m[0] != "-"]


def _folded(said: str, ascii_only: bool) -> str:
    if ascii_only:
        word = said.lower()
    else:
        plain = unicodedata.normalize("NFKD", said.casefold())
        word = "".join(c for c in plain if not unicodedata.combining(c))
    if len(word) > 1:
        if "'" in word or "’" in word:
            word = word.replace("'", "").replace("’", "")
        elif word[0] == "\n":
            return "." if len(word) > 1 else ","
        return word
    return _SPOKEN.get(word, word)


def _shortened(shown: str) -> bool:
    """Whether a full stop behind the word is part of it: "Dr.", the initial "T."."""
    if len(shown) == 1:
        return shown.isupper() and shown != "I"
    return shown.lower() in _ABBREVIATIONS


def _is_dash(clean: str, at: int) -> bool:
    """A dash between phrases counts as a sign, a hyphen inside a word does not."""
    before = clean[at - 1] if at else " "
    after = clean[at + 1] if at + 1 < len(clean) else " "
    return before.isspace() or after.isspace() or before == "-" or after == "-"


def _joined(mapped: Mapped) -> Mapped:
    """Letters spaced out ("c a n c e r") and digits for letters ("br3ast") undone."""
    if _SPACED.search(mapped.text):
        mapped = mapped.rewritten(
            [(m.start(), m.end(), _GLUE.sub("", m[0])) for m in _SPACED.finditer(mapped.text)]
        )
    return mapped


def unleet(word: str) -> str | None:
    """A word with digits put for letters as it was meant, None when it is no such word."""
    if word.isalpha() or not _LEET_WORD.fullmatch(word):
        return None
    meant = word.translate(_LEET)
    return meant if meant.isalpha() else None
