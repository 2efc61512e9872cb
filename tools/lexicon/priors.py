"""Turns frequencies into the small numbers of an entry: how likely a name, place or word."""

import math
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Final, NamedTuple

from moderation.redaction.lexicon import fold, phrase_key
from tools.lexicon.sources import Place

RAREST: Final = 2.1  # Zipf value of the rarest word kept; below it a word is as good as unknown

# What is left of a word's commonness when it is also a name, by the grade in ordinary.txt.
GRADES: Final = {"mostly a name": 12, "both": 34}

NICKNAME: Final = 120
LISTED_GIVEN: Final = 130  # in the curated list of a culture
LOCALE_GIVEN: Final = 70  # in one of the locale lists; more for each further one
LISTED_SURNAME: Final = 100
LOCALE_SURNAME: Final = 55
SMALL_PLACE: Final = 60
EVERYDAY: Final = 45  # a word this common is a place only with some cue


class Names(NamedTuple):
    """Priors 0..255 of first names and surnames."""

    given: dict[str, int]
    surnames: dict[str, int]


def names(sources: ModuleType, lists: ModuleType) -> Names:
    """Priors from the US Census, the locale lists and the curated lists."""
    locale_given, locale_surnames = sources.locale_names()
    given = _locales(locale_given, LOCALE_GIVEN)
    surnames = _locales(locale_surnames, LOCALE_SURNAME)
    _raise_to(given, {fold(t.text): LISTED_GIVEN for t in lists.terms("given_names")})
    _raise_to(given, {fold(t.text): NICKNAME for t in lists.terms("nicknames")})
    _raise_to(given, {n: _share(share) for n, share in sources.census_first_names().items()})
    _raise_to(surnames, {fold(t.text): LISTED_SURNAME for t in lists.terms("surnames")})
    _raise_to(surnames, {n: _rank(rank) for n, rank in sources.census_surnames().items()})
    never = {fold(term.text) for term in lists.terms("not_names")}
    return Names(_without(given, never), _without(surnames, never))


def _without(priors: Mapping[str, int], never: set[str]) -> dict[str, int]:
    kept = {name: prior for name, prior in priors.items() if name not in never and len(name) > 1}
    return {name: prior for name, prior in kept.items() if " " not in name}


def _raise_to(priors: dict[str, int], more: Mapping[str, int]) -> None:
    for name, prior in more.items():
        priors[name] = max(priors.get(name, 0), prior)


def _locales(counts: Mapping[str, int], base: int) -> dict[str, int]:
    """Two letters are too often a word or a unit; the curated lists have those that matter."""
    return {
        name: min(base + 15 * (count - 1), LISTED_GIVEN)
        for name, count in counts.items()
        if len(name) > 2
    }


def _share(percent: float) -> int:
    """3.3 % (James) is 255, 0.001 % is 60, by the logarithm; in steps of five."""
    return _steps(60 + 195 * (math.log10(max(percent, 0.001)) + 3) / 3.52)


def _rank(rank: int) -> int:
    """Rank 1 (Smith) is 250, rank 88,799 is 27, by the logarithm; in steps of five."""
    return _steps(250 - 45 * math.log10(rank))


def _steps(value: float) -> int:
    return max(5, min(255, 5 * round(value / 5)))


def places(
    us: Iterable[Place], world: Iterable[Place], listed: Mapping[str, int]
) -> dict[str, int]:
    """Place name -> prior by population; places of the readers' own country count for more."""
    found: dict[str, int] = {}
    _raise_to(found, {place.name: _population(place, 30) for place in us})
    for place in world:
        found[place.name] = max(found.get(place.name, 0), _population(place, 0))
    for name, prior in list(found.items()):
        found.setdefault(_shortened(name), prior)
    found.update({phrase_key(name): prior for name, prior in listed.items()})
    return {name: prior for name, prior in found.items() if prior and len(name) > 2}


SHORT: Final = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt", "point": "pt"}


def _shortened(name: str) -> str:
    """ "east st louis" for "east saint louis"."""
    return " ".join(SHORT.get(word, word) for word in name.split(" "))


def _population(place: Place, bonus: int) -> int:
    if place.population < 1:
        return SMALL_PLACE
    return _steps(30 * math.log10(max(place.population, 100)) + bonus)


def commonness(
    frequencies: Mapping[str, float],
    english: set[str],
    known: Names,
    towns: Mapping[str, int],
    grades: Mapping[str, str],
) -> dict[str, int]:
    """Word -> 0..80, ten times its Zipf value less what its use as a name explains."""
    common: dict[str, int] = {}
    for word, zipf in frequencies.items():
        folded = fold(word)
        value = round(10 * zipf)
        if folded in grades:
            value = min(value, GRADES[grades[folded]])
        elif folded not in english:
            value = _not_in_dictionary(folded, value, known, towns)
        common[folded] = max(common.get(folded, 0), value)
    return common


def _not_in_dictionary(word: str, value: int, known: Names, towns: Mapping[str, int]) -> int:
    """A person's or town's name has no ordinary use; other unlisted words keep theirs.

    A word much more frequent than people of that name explain (mri, gonna, obama) is a word too.
    """
    if towns.get(word, 0) > SMALL_PLACE:
        return 0
    explained = _expected(known.given.get(word, 0), known.surnames.get(word, 0))
    return value if value > explained + 12 else 0


def _expected(given: int, surname: int) -> int:
    """Ten times the Zipf value that a name with these priors would have by itself."""
    by_given = 16 + given // 6 if given else 0
    by_surname = 16 + surname // 8 if surname else 0
    return max(by_given, by_surname)
