"""Whether a comment must be in front of a person at once: harm to oneself, an emergency, despair.

Two ways lead to an alarm. Some phrases say enough by themselves. And single ideas (a wish, a
means, a farewell; a grave sign, "right now") ring when several stand in the same or the next
sentence, for nobody can foresee how a person will put it. Guards (idiom, biology, denial, the past,
questions in
general) silence what stands in the same sentence. The line is drawn so that an alarm too many is
likelier than one missed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
_IDEA_STANDS: Final = 5.0  # a guard this strong silences single ideas too

# Ideas that ring together when they stand in one sentence or in two that follow each other.
_TOGETHER: Final = tuple(
    frozenset(f"idea-{idea}" for idea in ideas.split())
    for ideas in (
        "means ready", "means hoard", "means hopeless", "means bye", "means burden",
        "means missing", "means gone", "means wish", "means death",
        "pills hoard", "pills ready death", "pills ready hopeless", "pills ready burden",
        "pills ready bye", "pills ready gone", "pills ready wish tonight", "pills bye hopeless",
        "pills gone", "pills missing", "means low", "pills ready low", "pills hoard low",
        "burden death wish", "burden hopeless", "burden bye", "burden gone",
        "bye hopeless", "bye ready wish", "bye missing", "bye gone",
        "death hopeless wish", "death ready tonight", "hopeless ready tonight",
        "gone hopeless", "gone wish tonight", "gone ready", "hoard gone", "hoard hopeless",
    )
)  # fmt: skip


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
    hits = _not_denied(book().find(reading))
    if not hits:
        return Alarm(NONE, ())
    guards = {level: _guarded(hits, level, reading) for level in _GUARDS}
    emergency = _standing(hits, EMERGENCY, guards, reading)
    harm = _standing(hits, SELF_HARM, guards, reading)
    if _total(emergency) >= max(_LINE, _total(harm)):
        return Alarm(EMERGENCY, tuple(emergency))
    if _total(harm) >= _LINE:
        return Alarm(SELF_HARM, tuple(harm))
    together = _ideas_together(hits, guards[SELF_HARM], reading)
    if together:
        return Alarm(SELF_HARM, together)
    grave = _grave_signs(hits, guards[EMERGENCY], reading)
    if grave:
        return Alarm(EMERGENCY, grave)
    despair = _standing(hits, DISTRESS, guards, reading)
    return Alarm(DISTRESS, tuple(despair)) if _total(despair) >= _LINE else Alarm(NONE, ())


def _guarded(hits: Sequence[Hit], level: str, reading: Reading) -> Mapping[int, float]:
    """For each sentence the weight of its strongest guard; "now" outdoes what tells of the past."""
    guards: dict[int, float] = {}
    now = {reading.sentences[hit.first] for hit in hits if hit.label == "sign-now"}
    for hit in hits:
        sentence = reading.sentences[hit.first]
        past = hit.label == f"{_GUARDS[level]}-past" and sentence not in now
        if hit.label == _GUARDS[level] or past:
            guards[sentence] = max(guards.get(sentence, 0.0), hit.weight)
    return guards


def _not_denied(hits: Sequence[Hit]) -> list[Hit]:
    """Without the signs that a "no" right before them denies."""
    denials = [hit for hit in hits if hit.label == "guard-medical-near"]
    if not denials:
        return list(hits)
    return [
        hit
        for hit in hits
        if not hit.label.startswith(("sign-", EMERGENCY))
        or not any(no.first < hit.first <= no.last for no in denials)
    ]


def _standing(
    hits: Sequence[Hit], level: str, guards: Mapping[str, Mapping[int, float]], reading: Reading
) -> list[Hit]:
    """The hits of a level that no guard in their sentence silences."""
    strengths = guards[level]
    return [
        hit
        for hit in hits
        if hit.label == level and hit.weight > strengths.get(reading.sentences[hit.first], 0.0)
    ]


def _total(hits: Iterable[Hit]) -> float:
    return sum(hit.weight for hit in hits)


def _by_sentence(
    hits: Sequence[Hit], start: str, guards: Mapping[int, float], reading: Reading
) -> dict[int, list[Hit]]:
    """Unguarded hits of labels that begin so, by sentence."""
    found: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        sentence = reading.sentences[hit.first]
        if hit.label.startswith(start) and guards.get(sentence, 0.0) < _IDEA_STANDS:
            found[sentence].append(hit)
    return found


def _ideas_together(
    hits: Sequence[Hit], guards: Mapping[int, float], reading: Reading
) -> tuple[Hit, ...]:
    ideas = _by_sentence(hits, "idea-", guards, reading)
    for sentence in sorted(ideas):
        near = (*ideas[sentence], *ideas.get(sentence + 1, ()))
        labels = {hit.label for hit in near}
        if any(group <= labels for group in _TOGETHER):
            return near
    return ()


def _grave_signs(
    hits: Sequence[Hit], guards: Mapping[int, float], reading: Reading
) -> tuple[Hit, ...]:
    """A grave sign with "now", or with several others, within two sentences."""
    signs = _by_sentence(hits, "sign-", guards, reading)
    for sentence in sorted(signs):
        near = (*signs[sentence], *signs.get(sentence + 1, ()))
        labels = {hit.label for hit in near}
        if "sign-major" in labels and (_now(near) or _several(near)):
            return near
    return ()


def _now(near: Iterable[Hit]) -> bool:
    """Whether it is happening: "since this morning", or "now" beside a lesser sign."""
    urgency = max((hit.weight for hit in near if hit.label == "sign-now"), default=0.0)
    lesser = any(hit.label == "sign-minor" for hit in near)
    graver = len({hit.first for hit in near if hit.label == "sign-major"}) > 1
    return urgency >= 2 or (urgency >= 1 and (lesser or graver))


def _several(near: Iterable[Hit]) -> bool:
    """Two grave signs with a lesser one, or one grave with three lesser."""
    counted = {
        label: len({(hit.first, hit.last) for hit in near if hit.label == label})
        for label in ("sign-major", "sign-minor")
    }
    grave, lesser = counted["sign-major"], counted["sign-minor"]
    return grave >= 3 or (grave == 2 and lesser >= 1) or (grave == 1 and lesser >= 3)
