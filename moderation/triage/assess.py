"""All that triage says of one comment, in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from moderation.redaction.findings import Scan
from moderation.triage.conditions import conditions
from moderation.triage.crisis import ALARMS, crisis
from moderation.triage.intents import intents
from moderation.triage.languages import language
from moderation.triage.mentions import Finder, Strength
from moderation.triage.names import first_name
from moderation.triage.people import concern, settled
from moderation.triage.places import state
from moderation.triage.questions import question
from moderation.triage.reading import Reading
from moderation.triage.standing import is_deceased, is_minor

NO_SYNONYMS: Final[Mapping[str, Iterable[str]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Triage:
    """What a comment is about, as far as a machine can tell.

    ``conditions`` are slugs of the vocabulary, the one an answer is wanted about first; ``intents``
    are ranked, best first; ``about`` says for whom the answer is; ``crisis`` is none, distress,
    self-harm or medical-emergency; ``state`` is a US state's or country's English name;
    ``deceased`` and ``minor`` speak of the person concerned.
    """

    conditions: tuple[str, ...]
    intents: tuple[str, ...]
    about: str
    question: bool
    crisis: str
    state: str | None
    first_name: str | None
    deceased: bool
    minor: bool
    language: str

    @property
    def primary(self) -> str | None:
        """The condition an answer is wanted about, None when there is none."""
        return self.conditions[0] if self.conditions else None


def triage(
    text: str,
    *,
    scan: Scan | None = None,
    synonyms: Mapping[str, Iterable[str]] = NO_SYNONYMS,
) -> Triage:
    """What a reader's comment asks, for whom, how urgently.

    ``scan`` is what the redaction library found, when that is known already: its language is
    taken over. ``synonyms`` maps slugs to a site's own words for them.
    """
    reading = Reading(text)
    whom = concern(reading)
    urgency = crisis(reading).level
    mentions = finder(synonyms).mentions(reading)
    named = [m.first for m in mentions if m.strength is not Strength.HINT]
    whom = replace(whom, about=settled(whom, reading, named, urgency in ALARMS))
    found = conditions(reading, mentions, whom)
    asks = question(reading, crisis=urgency, personal=whom.about != "nobody")
    return Triage(
        conditions=found,
        intents=intents(reading, conditions=found, about=whom.about, question=asks, crisis=urgency),
        about=whom.about,
        question=asks,
        crisis=urgency,
        state=state(reading),
        first_name=first_name(reading),
        deceased=is_deceased(whom),
        minor=is_minor(reading, whom),
        language=scan.language if scan is not None else language(reading),
    )


def finder(synonyms: Mapping[str, Iterable[str]] = NO_SYNONYMS) -> Finder:
    """The finder for a site's synonyms; made once for each set of them."""
    return _finder(tuple((slug, tuple(words)) for slug, words in sorted(synonyms.items())))


@lru_cache(maxsize=4)
def _finder(synonyms: tuple[tuple[str, tuple[str, ...]], ...]) -> Finder:
    return Finder(dict(synonyms))
