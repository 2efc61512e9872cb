"""Whether a comment must be in front of a person at once: harm to oneself, an emergency, despair.

Phrases give points, guards (idiom, biology, denial, the past, questions in general) take away what
stands in the same sentence. The line is drawn so that an alarm too many is likelier than one
missed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from moderation.triage.phrases import Hit, Phrasebook
from moderation.triage.reading import Reading

NONE: Final = "none"
DISTRESS: Final = "distress"
SELF_HARM: Final = "self-harm"
EMERGENCY: Final = "medical-emergency"
LEVELS: Final = (NONE, DISTRESS, SELF_HARM, EMERGENCY)
ALARMS: Final = frozenset({SELF_HARM, EMERGENCY})

_LINE: Final = 3.0  # points from which a label is given
_GUARDS: Final = {
    SELF_HARM: "guard-self-harm",
    EMERGENCY: "guard-medical",
    DISTRESS: "guard-distress",
}


@cache
def book() -> Phrasebook:
    """The phrases of a crisis and their guards."""
    return Phrasebook.load("crisis.txt")


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was found: a level, and the words that raised it (numbers of words)."""

    level: str
    hits: tuple[Hit, ...]


def crisis(reading: Reading) -> Alarm:
    """How urgent a comment is; an overdose already taken counts as an emergency."""
    hits = book().find(reading)
    if not hits:
        return Alarm(NONE, ())
    points = {level: _standing(hits, level, reading) for level in _GUARDS}
    if _total(points[EMERGENCY]) >= _LINE:
        return Alarm(EMERGENCY, tuple(points[EMERGENCY]))
    if _total(points[SELF_HARM]) >= _LINE:
        return Alarm(SELF_HARM, tuple(points[SELF_HARM]))
    if _total(points[DISTRESS]) >= _LINE:
        return Alarm(DISTRESS, tuple(points[DISTRESS]))
    return Alarm(NONE, ())


def _standing(hits: Sequence[Hit], level: str, reading: Reading) -> list[Hit]:
    """The hits of a level that no guard in their sentence silences."""
    sentences = reading.sentences
    guards: dict[int, float] = {}
    for hit in hits:
        if hit.label == _GUARDS[level]:
            sentence = sentences[hit.first]
            guards[sentence] = max(guards.get(sentence, 0.0), hit.weight)
    return [
        hit
        for hit in hits
        if hit.label == level and hit.weight > guards.get(sentences[hit.first], 0.0)
    ]


def _total(hits: Iterable[Hit]) -> float:
    return sum(hit.weight for hit in hits)
