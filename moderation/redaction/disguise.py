"""Undo what a writer does to slip a detail past a filter: b r o k e n, l33t, O for 0."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.mapped import Edit, Mapped

_SPACED = re.compile(r"(?<![^\s:;,(])(?:[^\s] ){2,}[^\s](?=[\s.,;:!?)]|\Z)")
_CHAINED = re.compile(r"(?<!\w)[^\W_](?:(?:[*.~|_/+=-] ?)[^\W_]){3,}(?![*~|_/+=-]?\w)")
_BOXED = re.compile(r"(?:\[[^\W_]\] ?){3,}")
_LEET = re.compile(
    r"(?<![\w@.$/])(?:[A-Za-z]{1,12}[013457@$!|][A-Za-z013457@$!|]{0,12}[A-Za-z@4]"
    r"|[0145@][A-Za-z]{3,})"
    r"(?![\w@]|\.\w)"
)
_SPOKEN = re.compile(
    r"(?:\d|zero|oh|one|two|three|four|five|six|seven|eight|nine|twenty|thirty|forty|fifty|sixty"
    r"|seventy"
    r"|eighty|ninety)+"
)
_PLAIN_MIX = re.compile(
    r"[a-z]*[A-Z]+\d+[A-Z\d]*[a-z]?\Z|\d|[A-Za-z]+\d+[A-Za-z]{0,2}\Z|[^\d@$!"
    r"|]*[!|][^\d@$!|]*\Z"
)
_DIGITS = str.maketrans("OoIlSB|", "0011581")
_PHONE_LIKE = re.compile(
    r"(?<![\w@])[(+]{0,2}[\dOoIlSB]{1,4}(?:[ ().-]{1,3}[\dOoIlSB]{1,4}){1,5}(?![\w@])"
)
_NUMBER_LIKE = re.compile(r"(?<![\w@.])\d+[OoI]+\d*(?![\w@])|(?<![\w@.])\d+[OoIl]+\d+(?![\w@])")


def undisguise(mapped: Mapped) -> Mapped:
    """The text with digits, letters and words put back to what a reader takes them for."""
    text = mapped.text
    if not any(c.isdigit() for c in text) and "@" not in text and "[" not in text:
        edits: list[Edit] = []
    else:
        edits = _without_overlap([*_phones(text), *_numbers(text), *_words(text)])
    if edits:
        mapped = mapped.rewritten(edits)
    joins = _without_overlap(list(_joins(mapped.text)))
    return mapped.rewritten(joins) if joins else mapped


def _without_overlap(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e[0], -e[1])):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _phones(text: str) -> Iterator[Edit]:
    for match in _PHONE_LIKE.finditer(text):
        said = match[0]
        digits = sum(c.isdigit() for c in said)
        marks = sum(c.isalnum() for c in said)
        if 7 <= marks <= 15 and 2 * digits >= marks and digits < marks:
            yield match.start(), match.end(), said.translate(_DIGITS)


def _numbers(text: str) -> Iterator[Edit]:
    for match in _NUMBER_LIKE.finditer(text):
        yield match.start(), match.end(), match[0].translate(_DIGITS)


_LETTER_READINGS = (
    str.maketrans("013457@$!|", "oieastasil"),
    str.maketrans("013457@$!|", "oleastasll"),
)


# "T3a" and "pT1b" are stages, never a disguised "Tea".
_STAGED = re.compile(r"[ypc]{0,2}[TNM][0-4][a-d]")


def _words(text: str) -> Iterator[Edit]:
    for match in _LEET.finditer(text):
        said = match[0]
        if sum(c.isalpha() for c in said) < 2 or not any(c in "013457@$!|" for c in said):
            continue
        if _known(said) or _STAGED.fullmatch(said) or _SPOKEN.fullmatch(said.lower()):
            continue
        readings = (said.translate(table) for table in _LETTER_READINGS)
        plain = next((reading for reading in readings if _known(reading)), None)
        if plain is None and _is_odd(said):
            plain = said.translate(_LETTER_READINGS[0])
        if plain is not None:
            yield match.start(), match.end(), plain


def _is_odd(said: str) -> bool:
    """Whether letters and signs are mixed as no gene, drug or abbreviation mixes them."""
    letters = sum(c.isalpha() for c in said)
    return letters >= 3 and said[1:].islower() and not _PLAIN_MIX.match(said) and said[-1].isalpha()


def _known(word: str) -> bool:
    entry = lexicon.lookup(word)
    return bool(entry.flags or entry.common or entry.given or entry.surname or entry.place)


def _joins(text: str) -> Iterator[Edit]:
    """Edits that take out what stands between single letters."""
    for pattern in (_BOXED, _CHAINED):
        for match in pattern.finditer(text):
            said = "".join(c for c in match[0] if c.isalnum())
            if not said.isdigit() or len(said) >= 7:
                if pattern is _BOXED:
                    yield match.start(), match.end(), said + " " * match[0].endswith(" ")
                else:
                    yield from _taken_out(text, match.start(), match.end(), "*.~|_/+=- ")
    if "  " in text or " " in text:
        for match in _SPACED.finditer(text):
            start, end = match.span()
            if text[start].isdigit() and text[start + 2].isalpha():
                start += 2
            said = text[start:end]
            letters = sum(c.isalpha() for c in said)
            if (letters >= 4 and said[0].isalnum()) or (
                letters == 3 and said[0].isupper() and len(said) == 5
            ):
                yield from _taken_out(text, start, end, " ")


def _taken_out(text: str, start: int, end: int, signs: str) -> Iterator[Edit]:
    for at in range(start, end):
        if text[at] in signs:
            yield at, at + 1, ""
