"""A text prepared for the detectors: plain characters, tokens, what is known of each word."""

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property

from moderation.redaction import lexicon
from moderation.redaction.disguise import undisguise
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.lexicon import Entry, Phrase
from moderation.redaction.mapped import Mapped
from moderation.redaction.normalise import normalise
from moderation.redaction.vocabulary import words

# Letters (with apostrophes inside), letters then digits (HER2, T3a), numbers, single signs.
_TOKEN = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)*(?:\d[^\W_]*)?|\d+(?:[.,]\d+)*|[^\w\s]|_|\n(?:[ ]*\n)*"
)
_OPENERS = frozenset("\"([*'¿¡")
_FIGURE = re.compile(r"\d")
_NUMBER_STARTS = words("""
    one two thr fou for fiv six sev eig nin ten ele twe thi fif vei tre cua cin ses set och
    nov die
    """)
_ENDS = frozenset(".!?\n;")
_DOTTED = words(
    "dr mr mrs ms st ft mt jr sr prof no vs e.g i.e approx tel ph fr rev sgt lt col capt "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tues tue wed thurs thur thu fri sat sun "
    "pt dx hx rx tx inc ave blvd rd apt gen sen hon dra srta sra ca"
)


class Document:
    """One text and everything the detectors ask of it; offsets are those of ``text``.

    ``words[i]`` stands at ``text[begin[i]:end[i]]``; ``lower`` holds the words in lower case.
    Characters that an earlier detector claimed are marked in ``taken``.
    """

    def __init__(self, raw: str, known_names: frozenset[str] = frozenset()) -> None:
        self.raw = raw
        self.mapped: Mapped = undisguise(normalise(raw))
        self.text: str = self.mapped.text
        self.known_names = known_names
        self.taken = bytearray(len(self.text))
        matches = list(_TOKEN.finditer(self.text))
        self.words: list[str] = [match[0] for match in matches]
        self.begin: array[int] = array("l", [match.start() for match in matches])
        self.end: array[int] = array("l", [match.end() for match in matches])
        self.lower: list[str] = [word.lower() for word in self.words]
        self.marks: dict[int, Kind] = {}

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def low(self) -> str:
        """The text in lower case, character for character."""
        low = self.text.lower()
        if len(low) == len(self.text):
            return low
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)

    @cached_property
    def entries(self) -> list[Entry]:
        """What the lexicon knows of each token."""
        look = lexicon.lookup
        none = lexicon.UNKNOWN
        return [look(w) if w[0].isalpha() else none for w in self.lower]

    @cached_property
    def phrases(self) -> dict[int, Phrase]:
        """Fixed expressions by their first token; the longest from the left, none overlapping."""
        found: dict[int, Phrase] = {}
        skip = 0
        words, phrase = self.words, lexicon.phrase
        for i, entry in enumerate(self.entries):
            if i < skip or not (entry.starts or words[i][0].isdigit()):
                continue
            if entry.flags & lexicon.FUNCTION and words[i].islower():
                continue
            hit = phrase(words, i)
            if hit is not None:
                found[i] = hit
                skip = i + hit.length
        return found

    @cached_property
    def numbers(self) -> list[int]:
        """The tokens that are numbers in figures or may be numbers in words."""
        return [
            i
            for i, word in enumerate(self.lower)
            if word[0] in "0123456789"
            or word[:3] in _NUMBER_STARTS
            or (not word.isascii() and word[0].isdigit())
        ]

    @cached_property
    def has_figures(self) -> bool:
        """Whether any figure stands in the text."""
        return _FIGURE.search(self.text) is not None

    @cached_property
    def sentence(self) -> list[int]:
        """For each token the number of the sentence it stands in."""
        numbers: list[int] = []
        number = 0
        for i, word in enumerate(self.words):
            numbers.append(number)
            if word[0] in _ENDS and not (word == "." and self._is_abbreviation(i)):
                number += 1
        return numbers

    def _is_abbreviation(self, i: int) -> bool:
        if i == 0 or self.begin[i] != self.end[i - 1]:
            return False
        before = self.lower[i - 1]
        return before in _DOTTED or (len(before) == 1 and before.isalpha() and before != "i")

    @cached_property
    def sentence_starts(self) -> list[int]:
        """The first token of each sentence."""
        starts: list[int] = []
        for i, number in enumerate(self.sentence):
            if number == len(starts):
                starts.append(i)
        return starts

    def sentence_span(self, i: int) -> tuple[int, int]:
        """First token and the token after the last of the sentence that token ``i`` is in."""
        number = self.sentence[i]
        starts = self.sentence_starts
        end = starts[number + 1] if number + 1 < len(starts) else len(self.words)
        return starts[number], end

    @cached_property
    def asks(self) -> list[bool]:
        """For each sentence, whether it ends with a question mark."""
        ends = [*self.sentence_starts[1:], len(self.words)]
        return [self.words[end - 1] == "?" for end in ends]

    @cached_property
    def case(self) -> str:
        """ "upper", "lower", "title" or "mixed": whether capitals say anything in this text."""
        words = [w for w in self.words if len(w) > 1 and w[0].isalpha()]
        if not words:
            return "mixed"
        upper = sum(w.isupper() for w in words)
        if len(words) >= 4 and upper >= 0.7 * len(words):
            return "upper"
        capital = sum(w[0].isupper() and not w.isupper() for w in words)
        if len(words) >= 7 and capital + upper >= 0.75 * len(words):
            return "title"
        return "lower" if capital == 0 else "mixed"

    def token_at(self, offset: int) -> int:
        """The first token that ends after ``offset``; ``len(self)`` when there is none."""
        return bisect_right(self.end, offset)

    def tokens_in(self, start: int, end: int) -> range:
        """The tokens that touch ``text[start:end]``."""
        return range(bisect_right(self.end, start), bisect_left(self.begin, end))

    def free(self, start: int, end: int) -> bool:
        """Whether no detector has claimed any of ``text[start:end]`` yet."""
        return self.taken.find(1, start, end) < 0

    def claim(self, hit: Hit) -> None:
        """Keep the characters of a hit from later detectors; ``marks`` says what its tokens are."""
        self.taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
        for i in self.tokens_in(hit.start, hit.end):
            self.marks[i] = hit.kind

    @cached_property
    def drug_ends(self) -> frozenset[int]:
        """The last tokens of drugs and regimens: a dose may follow."""
        return frozenset(
            i + phrase.length - 1
            for i, phrase in self.phrases.items()
            if phrase.kind in ("drug", "regimen")
        )

    @cached_property
    def inside(self) -> dict[int, str]:
        """For each token of a fixed expression, the kind of that expression."""
        return {
            j: phrase.kind
            for i, phrase in self.phrases.items()
            for j in range(i, i + phrase.length)
        }

    def proper(self, i: int) -> bool:
        """Whether token ``i`` is written as a name is, in a text where that says something."""
        word = self.words[i]
        if self.case != "mixed" or not word[0].isupper():
            return False
        return not self.is_first(i) or not (self.entries[i].common >= 20)

    def is_first(self, i: int) -> bool:
        """Whether token ``i`` opens a sentence, so that its capital says nothing."""
        j = i - 1
        while j >= 0 and self.words[j] in _OPENERS:
            j -= 1
        return j < 0 or self.sentence[j] != self.sentence[i] or self.words[j] in (":", "-")

    def glued(self, i: int) -> bool:
        """Whether token ``i`` follows the one before it without a blank."""
        return i > 0 and self.begin[i] == self.end[i - 1]

    def word(self, i: int) -> str:
        """Token ``i`` in lower case, "" beyond the ends."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""
