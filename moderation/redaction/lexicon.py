"""What single words and fixed phrases are known to be: names, places, drugs, ordinary words.

The knowledge is compiled by ``python -m tools.lexicon.build`` into three files in ``data/``,
which are mapped read-only, so that every process of the site shares one copy of them.
Nothing here keeps a reader's words: the one cache holds ordinary English words only.
"""

import re
import struct
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

from moderation.redaction.lexicon_table import DIGITS, FIRST_DIGIT, Table
from moderation.redaction.medicine_endings import class_by_ending

DATA: Final = Path(__file__).with_name("data")

# Flags of an entry. A word can carry several ("baker" is a surname and an occupation).
DRUG: Final = 1 << 0
REGIMEN: Final = 1 << 1
GENE: Final = 1 << 2
EPONYM: Final = 1 << 3  # a person's name that stands for a disease, test or operation: Hodgkin
CONDITION: Final = 1 << 4
SYMPTOM: Final = 1 << 5
TREATMENT: Final = 1 << 6
ORG_WORD: Final = 1 << 7  # hospital, clinic, university, parish
PLACE_WORD: Final = 1 << 8  # street, county, heights, valley
MONTH: Final = 1 << 9
WEEKDAY: Final = 1 << 10
COUNTRY: Final = 1 << 11
STATE: Final = 1 << 12
OCCUPATION: Final = 1 << 13
PROTECTED: Final = 1 << 14  # journals, agencies, trial groups: never a reader's identifier
HONORIFIC: Final = 1 << 15
RELATION: Final = 1 << 16
NICKNAME: Final = 1 << 17
TEST: Final = 1 << 18  # psa, mri, creatinine
INSURER: Final = 1 << 19
NATIONALITY: Final = 1 << 20  # japanese, filipino
HOLIDAY: Final = 1 << 21
UNIT: Final = 1 << 22
BODY: Final = 1 << 23
CREDENTIAL: Final = 1 << 24  # md, rn, phd
ORG: Final = 1 << 25  # an organisation known by one word: moffitt, boeing
NUMBER: Final = 1 << 26
DICTIONARY: Final = 1 << 27  # in lower case in an English dictionary
PARTICLE: Final = 1 << 28  # van, de, al, bin within a surname
FUNCTION: Final = 1 << 29  # the, and, with: words that are never part of a name
MEDICAL: Final = 1 << 30  # part of medical terms and nobody's name: mucoepidermoid, portal


class Entry(NamedTuple):
    """What is known of one word; all zeros when nothing is.

    ``given``, ``surname``, ``place``: priors 0..255 on a logarithmic scale (first names and
    surnames by frequency, places by population). ``common``: 0..80, how common the word is as
    an ordinary English word (ten times its Zipf value), with its use as a name taken out.
    ``flags``: the constants above. ``starts``: words in the longest phrase that begins with
    this word, 0 when none does.
    """

    given: int
    surname: int
    place: int
    common: int
    flags: int
    starts: int


class Phrase(NamedTuple):
    """A fixed expression found in a row of tokens.

    ``kind`` is one of KINDS; ``length`` counts tokens; ``payload`` is what the expression is
    called in public words: a drug's class, a state's full name, a condition's topic, or "".
    """

    kind: str
    length: int
    payload: str


KINDS: Final = (
    "drug",
    "regimen",
    "treatment",
    "gene",
    "condition",
    "symptom",
    "test",
    "occupation",
    "org",
    "insurer",
    "place",
    "state",
    "country",
    "protected",
    "eponym",
    "holiday",
    "idiom",
)

UNKNOWN: Final = Entry(0, 0, 0, 0, 0, 0)

PACKED: Final = struct.Struct("<BBBBI")  # given, surname, place, starts, flags

_LETTERS: Final = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ħ": "h", "ŋ": "n", "ʼ": "'", "’": "'", "‘": "'", "ʻ": "'", "´": "'", "`": "'",
    }
)  # fmt: skip


def fold(word: str) -> str:
    """The form words are kept in: casefolded, without accents, straight apostrophes."""
    word = word.casefold()
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


_JOINED: Final = re.compile(r"[^\w+]+|_")


def phrase_key(text: str) -> str:
    """The form phrases are kept in: folded words with one space between, no punctuation."""
    if text.isalnum() and text.isascii():
        return text.lower()
    text = fold(text).replace("'", "").replace("&", " and ")
    return _JOINED.sub(" ", text).strip()


class _Lexicon:
    """The three tables, opened together on first use."""

    __slots__ = ("entry", "payloads", "phrase")

    def __init__(self, folder: Path) -> None:
        words, common = Table(folder / "words.bin"), Table(folder / "common.bin")
        phrases = Table(folder / "phrases.bin")
        self.entry = _entries(words, common)
        self.phrase = phrases.finder()
        self.payloads = _payloads(phrases.tail)


_DECODED_LIMIT: Final = 5000


def _entries(words: Table, common: Table) -> Callable[[str], Entry | None]:
    """A function from a folded word to its entry, out of both tables in one go.

    It is called for every word of every text, hence the two searches side by side. Decoded
    entries are kept; they are numbers that many words share and say nothing of the text.
    """
    data, find, heads, mask = words.data, words.data.find, words.heads, words.mask
    common_data, common_find = common.data, common.data.find
    common_heads, common_mask = common.heads, common.mask
    packed = words.tail
    decoded: dict[int, Entry] = {}

    def entry(key: str) -> Entry | None:
        raw = key.encode("utf-8", "replace")
        hashed = crc32(raw)
        record = b"\0%b\1" % raw
        bucket = hashed & common_mask
        at = common_find(record, common_heads[bucket], common_heads[bucket + 1])
        commonness = common_data[at + len(record)] - FIRST_DIGIT if at >= 0 else 0
        bucket = hashed & mask
        at = find(record, heads[bucket], heads[bucket + 1])
        if at < 0:
            return Entry(0, 0, 0, commonness, 0, 0) if commonness else None
        at += len(record)
        number = (data[at] - FIRST_DIGIT) * DIGITS + data[at + 1] - FIRST_DIGIT
        known = decoded.get(number * 100 + commonness)
        if known is None:
            known = _decoded(packed, number, commonness)
            if len(decoded) < _DECODED_LIMIT:
                decoded[number * 100 + commonness] = known
        return known

    return entry


def _decoded(packed: memoryview, number: int, common: int) -> Entry:
    given, surname, place, starts, flags = PACKED.unpack_from(packed, number * PACKED.size)
    return Entry(given, surname, place, common, flags, starts)


def _payloads(tail: memoryview) -> list[tuple[str, str]]:
    """(kind, payload) pairs, one a line: kind, tab, payload."""
    lines = bytes(tail).decode().splitlines()
    return [(kind, payload) for kind, _, payload in (line.partition("\t") for line in lines)]


@cache
def _open() -> _Lexicon:
    return _Lexicon(DATA)


# Ordinary words only: a word that may be somebody's name is never kept in memory.
_ordinary: dict[str, Entry] = {}
_ORDINARY_LIMIT: Final = 6000
_ORDINARY_COMMON: Final = 38


def lookup(word: str) -> Entry:
    """What is known of a word, written in any case, with or without accents.

    Possessives are looked up without their ending; a hyphenated word that is not known as a
    whole is as likely a name as the weakest of its parts. Unknown words give UNKNOWN.
    """
    known = _ordinary.get(word)
    if known is not None:
        return known
    key = word.lower() if word.isascii() else fold(word)
    entry = _open().entry(key)
    if entry is None:
        return _derived(key)
    if (
        entry.common >= _ORDINARY_COMMON
        and (entry.given == 0 or entry.flags & FUNCTION)
        and len(_ordinary) < _ORDINARY_LIMIT
    ):
        _ordinary[word] = entry
    return entry


def _derived(key: str) -> Entry:
    """The entry of an inflected or joined word that is not in the table as it stands."""
    if "'" not in key and "-" not in key:
        return UNKNOWN
    entry = _open().entry
    for ending in ("'s", "s'", "'"):
        if key.endswith(ending) and len(key) > len(ending) + 1:
            return entry(key.removesuffix(ending)) or UNKNOWN
    key = key.replace("'", "")
    parts = [entry(part) or UNKNOWN for part in key.split("-") if part]
    whole = entry(key) or entry(key.replace("-", ""))
    return whole or (_weakest(parts) if len(parts) > 1 else UNKNOWN)


def _weakest(parts: list[Entry]) -> Entry:
    return Entry(
        min(part.given for part in parts),
        min(part.surname for part in parts),
        min(part.place for part in parts),
        min(part.common for part in parts),
        0,
        parts[0].starts,
    )


_JOINERS: Final = frozenset("-‐‑–/'’&")
_DOTTED: Final = frozenset(
    ("st", "ft", "mt", "ste", "pt", "dr", "mr", "u", "n", "s", "w", "e", "r", "b", "a")
)
_LONGEST: Final = 8
_CAPITALS: Final = 7  # longest abbreviation that is told by its capitals


def phrase(tokens: Sequence[str], i: int) -> Phrase | None:
    """The longest known expression that starts at token ``i``, or None.

    Tokens are words as written; hyphens, slashes and the dot of "St." between them may be
    tokens of their own. Words count as one expression only when nothing else stands between.
    Abbreviations that are also words (AC, ICE, ALL) are found in capitals only.
    """
    first = phrase_key(tokens[i])
    if not first:
        return None
    limit = lookup(first.partition(" ")[0]).starts
    if not limit:
        return None
    lexicon = _open()
    for key, length in reversed(_runs(tokens, i, first, limit)):
        number = -1
        if len(key) <= _CAPITALS and all(map(_capital, tokens[i : i + length])):
            number = lexicon.phrase("=" + key.upper())
        if number < 0:
            number = lexicon.phrase(key)
        if number >= 0:
            kind, payload = lexicon.payloads[number]
            return Phrase(kind, length, payload)
    return None


def _capital(token: str) -> bool:
    return token.isupper() or not token.isalpha()


def _runs(tokens: Sequence[str], i: int, first: str, limit: int) -> list[tuple[str, int]]:
    """(key, tokens used) of every run of words from token ``i`` that could be a phrase."""
    runs = [(first, 1)]
    key, words = first, first.count(" ") + 1
    for j in range(i + 1, min(len(tokens), i + 2 * _LONGEST)):
        token = tokens[j]
        if token in _JOINERS or (token == "." and key.rpartition(" ")[2] in _DOTTED):  # noqa: S105
            key = key + " and" if token == "&" else key  # noqa: S105
            continue
        more = phrase_key(token)
        words += more.count(" ") + 1
        if not more or words > limit:
            break
        key = f"{key} {more}"
        runs.append((key, j - i + 1))
    return runs


def term(text: str) -> Phrase | None:
    """What the whole of ``text`` is known as; ``length`` is then the number of its words."""
    words = text.split()
    found = phrase(words, 0) if words else None
    return found if found is not None and found.length == len(words) else None


_MEDICINES: Final = frozenset({"drug", "regimen", "treatment"})


def drug_class(name: str) -> str | None:
    """The public wording for a drug, regimen or therapy: "a targeted drug", "surgery".

    Unlisted drugs are classed by the stem of their international name (WHO INN: -mab, -tinib,
    -platin); None when neither the name nor its ending says what it is.
    """
    found = term(name)
    if found is not None and found.kind in _MEDICINES and found.payload:
        return found.payload
    return _by_ending(phrase_key(name))


_SHORTEST_BY_ENDING: Final = 7  # "Seville" or "April" are not drugs


def _by_ending(name: str) -> str | None:
    if len(name) < _SHORTEST_BY_ENDING or _is_other_word(name):
        return None
    return class_by_ending(name)


def _is_other_word(name: str) -> bool:
    entry = lookup(name)
    named = entry.given or entry.surname or entry.place or entry.common
    return bool(named or entry.flags & DICTIONARY) and not entry.flags & DRUG


def state_of(text: str) -> str | None:
    """The full English name of the state, province or country that ``text`` is a name of.

    Postal abbreviations that are also words count in capitals only ("OR", "IN"); names that are
    a place or a person first ("New York", "Jordan") count here, and not in ``phrase``.
    """
    lexicon = _open()
    number = lexicon.phrase("~" + phrase_key(text))
    if number >= 0:
        return lexicon.payloads[number][1]
    found = term(text)
    return found.payload if found is not None and found.kind in ("state", "country") else None


def country_of(state: str) -> str:
    """The country of a state or province as ``state_of`` names it; a country is its own."""
    lexicon = _open()
    number = lexicon.phrase("@" + phrase_key(state))
    if number >= 0:
        return lexicon.payloads[number][1]
    found = term(state)
    return "United States" if found is not None and found.kind == "state" else state
