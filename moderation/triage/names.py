"""The first name with which the writer signs or introduces herself."""

import re
from typing import Final

from moderation.redaction.lexicon import COUNTRY, PLACE_WORD, RELATION, STATE, Entry, lookup
from moderation.triage.people import kin
from moderation.triage.reading import Reading, unleet
from moderation.triage.wordlists import words

_GIVEN: Final = 60  # prior from which a word is a usual first name
_CUES: Final = (
    ("my", "name", "is"), ("my", "names"), ("name", "is"), ("call", "me"), ("mi", "nombre", "es"),
    ("me", "llamo"), ("ask", "for"), ("soy",), ("this", "is"), ("name", "then", "was"), ("im",),
    ("i", "am"), ("name", "="), ("name", ":"), ("signed",), ("its", "me"), ("name", "now"),
)  # fmt: skip
_WEAK_CUES: Final = frozenset({("this", "is"), ("im",), ("i", "am"), ("soy",)})
_CLOSINGS: Final = words("names.closings")
_TITLES: Final = words("names.titles")
_NO_NAMES: Final = words("names.no-names")
_CREDENTIALS: Final = words("names.credentials")
_FIELD: Final = re.compile(r"name\s*[=:]\s*([^,;=\n]+),\s*([^,;=\n]+)", re.IGNORECASE)


def first_name(reading: Reading) -> str | None:
    """The writer's first name as she signs it, capitalised; None when she does not.

    Names of people spoken of or to, surnames with a title and addresses are not taken.
    """
    if not reading.words:
        return None
    return _from_field(reading) or _introduced(reading) or _signed(reading) or _begun_with(reading)


def _from_field(reading: Reading) -> str | None:
    match = _FIELD.search(reading.clean)
    return None if match is None else _shown(match[2].split()[0])


def _introduced(reading: Reading) -> str | None:
    words = reading.words
    for cue in _CUES:
        at = _find(words, cue)
        while at >= 0:
            name = _name_at(reading, at + len(cue), sure=cue not in _WEAK_CUES)
            if name is not None and not _is_quoted(words, at):
                return name
            at = _find(words, cue, at + 1)
    return _after_kin(reading)


def _after_kin(reading: Reading) -> str | None:
    """ "I am the aunt, Lena"."""
    words = reading.words
    for i in range(2, len(words) - 2):
        if (
            words[i - 1] in {"the", "his", "her"}
            and words[i + 1] == ","
            and (words[i - 2] in {"am", "im"})
        ):
            return _name_at(reading, i + 2, sure=False)
    return None


def _find(words: list[str], cue: tuple[str, ...], start: int = 0) -> int:
    try:
        at = words.index(cue[0], start)
        while tuple(words[at : at + len(cue)]) != cue:
            at = words.index(cue[0], at + 1)
    except ValueError:
        return -1
    return at


def _is_quoted(words: list[str], at: int) -> bool:
    """ "his name is", "her doctor's name is"."""
    before = words[max(at - 2, 0) : at]
    return bool({"his", "her", "their", "doctors", "surgeons", "drs"} & set(before))


def _name_at(reading: Reading, i: int, *, sure: bool) -> str | None:
    """The first name that begins at word ``i``."""
    words = reading.words
    while i < len(words) and (words[i] in _TITLES or words[i] in "().") and words[i] != "old":
        if words[i] in {"mr", "mrs", "ms", "miss", "dr"} and not _two_names(reading, i + 1):
            return None
        i += 1
    if i >= len(words) or not _may_be_name(reading, i, sure=sure):
        return None
    return _whole(reading, i)


def _two_names(reading: Reading, i: int) -> bool:
    return (
        i + 1 < len(reading.words)
        and all(
            reading.shown[n][:1].isupper() and reading.shown[n][:1].isalpha() for n in (i, i + 1)
        )
        and lookup(reading.words[i]).given >= _GIVEN
    )


def _may_be_name(reading: Reading, i: int, *, sure: bool) -> bool:
    word, shown = reading.words[i], reading.shown[i]
    if (not word[:1].isalpha() and unleet(word) is None) or word in _NO_NAMES:
        return False
    entry = lookup(unleet(word) or word)
    if sure:
        return shown[:1].isupper() or entry.given > 0
    if entry.flags & (COUNTRY | STATE) and entry.given < 150:
        return False
    if shown[:1].isupper() and not reading.shouted:
        return _unusual(entry) or entry.given >= _GIVEN
    return entry.given >= _GIVEN and entry.common < 30


def _unusual(entry: Entry) -> bool:
    """A word of which nothing is known, or only that it is a name."""
    return entry.common < 25 and not entry.flags and (entry.given > 0 or entry.place < 60)


def _whole(reading: Reading, i: int) -> str:
    """A name with its second half: "Wei-Ling", "T.J.", "Bobbi Jo" stays "Bobbi Jo"."""
    last = i
    while last + 1 < len(reading.words) and reading.gap_before(last + 1) == "-":
        last += 1
    said = reading.said(i, last)
    if len(said) == 1:
        initials = re.match(r"(?:[A-Z]\.?){2,3}", reading.clean[reading._spans[i][0] :])
        if initials:
            return initials[0]
    return _shown(said)


def _shown(said: str) -> str:
    said = said.strip()
    meant = unleet(said.casefold())
    if meant is not None:
        said = meant
    if (said.isupper() and len(said) > 2) or said.islower():
        said = "-".join(part.capitalize() for part in said.split("-"))
    return said


def _signed(reading: Reading) -> str | None:
    """A name that stands alone at the end: "Thanks, Vern", "Rita, Baton Rouge."."""
    words = reading.words
    end = len(words)
    while end and words[end - 1] in {".", "!", ",", ")", "-", "?", "("} and words[end - 1] != ")":
        end -= 1
    start = _tail_start(reading, end)
    if start is None:
        return None
    return _tail_name(reading, start, end)


def _tail_start(reading: Reading, end: int) -> int | None:
    """Where the last fragment of a text begins, a signature if it is short."""
    words = reading.words
    at = end
    while at > 0 and end - at < 12:
        word = words[at - 1]
        if word in {".", "!", "?", "-", ":"} or reading.shown[at - 1].startswith("\n"):
            return at
        if word in _CLOSINGS and at < end:
            return at
        at -= 1
    return 0 if at == 0 else None


def _tail_name(reading: Reading, start: int, end: int) -> str | None:
    words = reading.words
    while start < end and words[start] in {",", ".", "-", "(", ")", "!"} | _TITLES | {"from"}:
        title = words[start]
        start += 1
        if title in {"mr", "mrs", "ms", "miss", "dr"} and not _two_names(reading, start):
            return None
    if start >= end or not _may_be_name(reading, start, sure=False):
        return None
    return _whole_tail(reading, start, end) if _is_signature(reading, start, end) else None


def _whole_tail(reading: Reading, start: int, end: int) -> str:
    """The name signed; two first names together ("Bobbi Jo") are one."""
    name = _whole(reading, start)
    second = start + 1
    if second == end - 1 and reading.gap_before(second) == " ":
        entry = lookup(reading.words[second])
        if entry.given >= 100 and entry.surname < 80 and entry.place == 0:
            return f"{name} {_shown(reading.said(second, second))}"
    return name


def _is_signature(reading: Reading, start: int, end: int) -> bool:
    """Whether a fragment is a name and perhaps a place or an age, and no sentence."""
    if any(k.first <= start <= k.last + 1 for k in kin(reading)):
        return False
    if start and reading.words[start - 1] in {"you", "dear"} and end - start > 1:
        return False
    entry = lookup(reading.words[start])
    rest = range(start + 1, end)
    if not rest:
        return entry.given > 0 or _looks_signed(reading, start, entry)
    town = entry.place >= 100 and entry.given < 110
    if town and (entry.flags & PLACE_WORD or not entry.given):
        return False
    return all(_belongs(reading, i) for i in rest) and (entry.given >= 40 or not town)


def _looks_signed(reading: Reading, i: int, entry: Entry) -> bool:
    return reading.shown[i][:1].isupper() and entry.place < 60 and entry.common < 10 and i > 2


_AROUND: Final = words("names.around")


def _belongs(reading: Reading, i: int) -> bool:
    word, shown = reading.words[i], reading.shown[i]
    if word in _AROUND or word in _CREDENTIALS or word[:1].isdigit():
        return True
    entry = lookup(word)
    if entry.flags & (COUNTRY | STATE) or (entry.place >= 60 and entry.common < 40):
        return True
    if shown[:1].isupper() and not reading.shouted:
        return entry.common < 35 or bool(entry.given or entry.surname or entry.place)
    return bool(entry.flags & RELATION)


def _begun_with(reading: Reading) -> str | None:
    """A full name at the very start: "Diane Kowalski MRN ...", "Anna Petrova, 36, ..."."""
    if len(reading.words) < 3 or not _may_be_name(reading, 0, sure=False):
        return None
    entry, second = lookup(reading.words[0]), lookup(reading.words[1])
    follows = reading.words[2] in {",", "here", "mrn", "dob", "#", "(", "-", ":", "."} or (
        reading.words[2].isdigit()
    )
    if entry.given >= _GIVEN and entry.common < 45:
        if reading.words[1] == "here":
            return _whole(reading, 0)
        if reading.shown[1][:1].isupper() and follows and (second.surname or _unusual(second)):
            return _whole(reading, 0)
    return None
