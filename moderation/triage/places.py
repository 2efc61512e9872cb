"""The US state or country a comment names as where the person is or wants care."""

import re
from functools import cache
from typing import Final

from moderation.redaction.lexicon import lookup
from moderation.triage.phrases import DATA
from moderation.triage.reading import Reading, fold_words
from moderation.triage.wordlists import words

_SHORT: Final = (2, 3)  # letters of an abbreviation
_CITY_WORD: Final = 60  # population prior from which a word counts as a town
# Abbreviations that are words or medical terms as well: only after a town and a comma, or a ZIP.
_DOUBTFUL: Final = words("places.doubtful")
_HERE: Final = words("places.here")
_NOT_HERE: Final = words("places.not-here")
_KIN_NAMED: Final = words("places.kin-named")
_NAMES_TOO: Final = words("places.names-too")
_MEDICAL: Final = frozenset({"turkey", "guinea", "jersey", "spanish", "brazil", "georgia"})
_WAR_YEARS: Final = re.compile(r"(?:19)?\d\d")
_PLACE_NOUNS: Final = words("places.place-nouns")


@cache
def _places() -> dict[tuple[str, ...], str]:
    table: dict[tuple[str, ...], str] = {}
    for line in (DATA / "places.txt").read_text(encoding="utf-8").splitlines():
        name, _, others = line.partition("|")
        if not name.strip() or name.startswith("#"):
            continue
        for said in (name, *others.split(";")):
            if said.strip() and not said.strip().startswith("="):
                table[tuple(fold_words(said))] = name.strip()
    return table


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations in capitals: "NV" to "Nevada", "UK" to "United Kingdom"."""
    table: dict[str, str] = {}
    for line in (DATA / "places.txt").read_text(encoding="utf-8").splitlines():
        name, _, others = line.partition("|")
        for said in others.split(";"):
            if said.strip().startswith("="):
                table[said.strip()[1:]] = name.strip()
    return table


def place_names() -> tuple[str, ...]:
    """All states and countries, by their English full names."""
    return tuple(dict.fromkeys(_places().values()))


@cache
def _heads() -> frozenset[str]:
    return frozenset(words[0] for words in _places())


def state(reading: Reading) -> str | None:
    """English full name of the state or country, None when none is named.

    Never told from a town or a ZIP code. With several, the one a person lives in goes before
    those merely named.
    """
    best: tuple[int, int] | None = None
    found = None
    heads = _heads()
    for i, word in enumerate(reading.words):
        if word not in heads and len(word) not in _SHORT:
            continue
        for name, rank in _at(reading, i, word):
            key = (-rank, i)
            if best is None or key < best:
                best, found = key, name
    return found


def _at(reading: Reading, i: int, word: str) -> list[tuple[str, int]]:
    if word in _heads():
        for length in (4, 3, 2, 1):
            name = _places().get(tuple(reading.words[i : i + length]))
            if name is not None:
                rank = _rank_of_name(reading, i, i + length - 1)
                return [(name, rank)] if rank else []
    shown = reading.shown[i]
    name = abbreviations().get(shown)
    if name is None and len(shown) == 2 and shown.isalpha():
        name = abbreviations().get(shown.upper()) if _after_town(reading, i) else None
    if name is not None and _is_place(reading, i, shown):
        return [(name, 3)]
    return []


def _rank_of_name(reading: Reading, first: int, last: int) -> int:
    """3 lived in, 2 named, 0 not a place here."""
    words = reading.words
    before = words[first - 1] if first else "."
    after = words[last + 1] if last + 1 < len(words) else "."
    if (
        not reading.shown[first][0].isupper()
        and not reading.shouted
        and (words[first] in _NAMES_TOO | _MEDICAL and before not in _HERE)
    ):
        return 0
    if after in _PLACE_NOUNS or _NOT_HERE.intersection(words[max(first - 4, 0) : first]):
        return 0
    if _WAR_YEARS.fullmatch(after) and before not in {"in", "from"}:
        return 0
    if words[first] in _NAMES_TOO and _reads_as_name(reading, first, before, after):
        return 0
    if before in {"not", "the"} and words[first] not in {
        "united",
        "netherlands",
        "philippines",
        "uk",
        "usa",
        "us",
        "uae",
        "bahamas",
    }:
        return 0
    if before in {"live", "lives", "living", "in", "from", "based", "desde", "near", ",", "here"}:
        return 3
    return 3 if _follows_town(reading, first) else 2


def _reads_as_name(reading: Reading, first: int, before: str, after: str) -> bool:
    if before in _KIN_NAMED:
        return True
    if before in {"in", "from", "near", "or", "to", "of"} or before == ",":
        return False
    if _follows_town(reading, first) or before in {"(", "and"}:
        return False
    entry = lookup(before)
    if entry.given > 100:
        return False  # "Gary, Indiana", "Eleni Georgia"
    return (
        before in {".", "!", "?", "is", "my", "-"}
        and after in {".", ",", ""}
        and first + 2 >= len(reading.words)
    )


def _follows_town(reading: Reading, i: int) -> bool:
    at = i - 1
    if at >= 0 and reading.words[at] == ",":
        at -= 1
    return at >= 0 and lookup(reading.words[at]).place >= _CITY_WORD


def _after_town(reading: Reading, i: int) -> bool:
    """Whether "wv" or "Ok" in small letters can be an abbreviation: a town right before."""
    if i == 0 or reading.words[i - 1] != "," or i < 2:
        return False
    entry = lookup(reading.words[i - 2])
    return entry.place >= 100 and entry.common < 45


def _is_place(reading: Reading, i: int, shown: str) -> bool:
    words = reading.words
    after = words[i + 1] if i + 1 < len(words) else "."
    zipped = len(after) == 5 and after.isdigit()
    if zipped and i:
        return True
    town = _follows_town(reading, i)
    comma = i > 0 and words[i - 1] == ","
    if shown in {"UK", "USA", "UAE", "NZ", "KSA"}:
        return after not in {"study", "trial", "guidelines", "biobank"}
    if reading.shouted:
        return town and (comma or shown not in _DOUBTFUL)
    if shown == "US":
        return False
    if town:
        return (
            comma
            or shown not in {"IN", "OR", "ME", "MD", "CT", "MS", "ID", "PA"}
            or (_town_alone(reading, i))
        )
    if (
        comma
        and i >= 2
        and reading.shown[i - 2][:1].isupper()
        and shown not in {"MD", "MS", "PA", "CT"}
    ):
        return lookup(words[i - 2]).common < 40
    before = words[i - 1] if i else ""
    return before in {"in", "from", "near", "of"} and shown not in _DOUBTFUL and shown not in {"VA"}


def _town_alone(reading: Reading, i: int) -> bool:
    """ "Scranton PA." at the end of a sentence."""
    after = reading.words[i + 1] if i + 1 < len(reading.words) else "."
    return after in {".", ",", "!", ")", "?"} and reading.shown[i - 1][:1].isupper()
