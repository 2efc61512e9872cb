"""What a comment wants, the most important first."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from moderation.redaction.lexicon import DRUG, REGIMEN, SYMPTOM, lookup
from moderation.triage.phrases import Phrasebook
from moderation.triage.reading import Reading
from moderation.triage.wordlists import words

INTENTS: Final = (
    "trial-eligibility", "appointment-or-second-opinion", "send-records", "drug-access",
    "treatment-advice", "side-effects", "information-request", "location-closer-to-home",
    "insurance-or-cost", "alternative-remedy", "thanks-or-opinion", "article-question",
    "complaint", "emotional-support", "other",
)  # fmt: skip


@cache
def book() -> Phrasebook:
    """The phrases of each intent."""
    return Phrasebook.load("intents.txt")


def intents(
    reading: Reading,
    *,
    conditions: tuple[str, ...],
    about: str,
    question: bool,
    crisis: str,
) -> tuple[str, ...]:
    """All intents with a claim, ranked; never empty."""
    scores = dict(book().scores(reading))
    _weigh(
        scores,
        conditions=conditions,
        about=about,
        question=question,
        crisis=crisis,
        reading=reading,
    )
    ranked = sorted(
        (label for label in scores if scores[label] > 0),
        key=lambda label: (-scores[label], INTENTS.index(label)),
    )
    return tuple(ranked) or ("other",)


def _weigh(
    scores: dict[str, float],
    *,
    conditions: tuple[str, ...],
    about: str,
    question: bool,
    crisis: str,
    reading: Reading,
) -> None:
    personal = about != "nobody"
    asks = "?" in reading.present
    _add(scores, "side-effects", _harm_of_treatment(reading))
    if _only_contact(reading, conditions):
        _add(scores, "other", 6)
    if personal:
        _personal(scores, asks=asks, question=question, clinical=bool(conditions))
    else:
        _general(scores, asks=asks, clinical=bool(conditions))
    if crisis in _CRISIS_WANTS:
        _add(scores, *_CRISIS_WANTS[crisis])
    for label, points in _PRIORS[personal, asks or question]:
        _add(scores, label, points)


def _add(scores: dict[str, float], label: str, points: float) -> None:
    scores[label] = scores.get(label, 0.0) + points


def _personal(scores: dict[str, float], *, asks: bool, question: bool, clinical: bool) -> None:
    """Advice is what most want who tell of an illness; a plainer wish goes before it."""
    plain = max((scores.get(label, 0.0) for label in _PLAIN), default=0.0)
    advice = min(scores.get("treatment-advice", 0.0), 7)
    scores["treatment-advice"] = advice * (0.5 if plain >= 4 else 1) + (2 if clinical else 0)
    scores["information-request"] = min(scores.get("information-request", 0.0), 12) * 0.8
    scores["article-question"] = scores.get("article-question", 0.0) * 0.5
    scores["thanks-or-opinion"] = scores.get("thanks-or-opinion", 0.0) * (
        0.4 if asks else (0.8 if question else 1.3)
    )


def _general(scores: dict[str, float], *, asks: bool, clinical: bool) -> None:
    for label in ("treatment-advice", "emotional-support"):
        scores[label] = scores.get(label, 0.0) * 0.4
    scores["thanks-or-opinion"] = scores.get("thanks-or-opinion", 0.0) * (0.5 if asks else 1.3)
    scores["information-request"] = min(scores.get("information-request", 0.0), 8) + 2 * asks
    if "article-question" in scores and not clinical:
        scores["article-question"] = min(scores["article-question"], 10) + 4


def _harm_of_treatment(reading: Reading) -> float:
    """Points for a treatment and a complaint: more when they stand near each other."""
    treated, troubled = set(), set()
    for word, sentence in zip(reading.words, reading.sentences, strict=True):
        flags = lookup(word).flags if len(word) > 3 else 0
        if word in _TREATMENTS or flags & (DRUG | REGIMEN):
            treated.add(sentence)
        elif word in _TROUBLES or flags & SYMPTOM:
            troubled.add(sentence)
    if not treated or not troubled:
        return 0.0
    return 5.0 if any({n - 1, n, n + 1} & treated for n in troubled) else 3.0


def _only_contact(reading: Reading, conditions: tuple[str, ...]) -> bool:
    """A name, an address and an illness, and no word of what is wanted."""
    if not conditions or len(reading.words) > 40 or "?" in reading.present:
        return False
    return bool(_CONTACT.search(reading.clean)) and not reading.present & _VERBS


_TROUBLES: Final = words("intents.troubles")
_TREATMENTS: Final = words("intents.treatments")
_VERBS: Final = words("intents.verbs")
_CONTACT: Final = re.compile(
    r"@|\bat\b.{1,30}\bdot\b|(?:\d[ .()-]*){7}|https?:|\b(?:phone|tel|fone|cell)\b"
)

# Wishes that are plain when they are said at all.
_PLAIN: Final = tuple(
    label
    for label in INTENTS
    if label
    not in {
        "treatment-advice", "information-request", "thanks-or-opinion", "emotional-support",
        "article-question", "other", "complaint",
    }
)  # fmt: skip

_CRISIS_WANTS: Final = {
    "self-harm": ("emotional-support", 30.0),
    "medical-emergency": ("treatment-advice", 10.0),
    "distress": ("emotional-support", 5.0),
}

# What is likely before a word is read: (somebody is concerned, something is asked).
_PRIORS: Final = {
    (True, True): (
        ("treatment-advice", 1.0), ("appointment-or-second-opinion", 0.6),
        ("trial-eligibility", 0.5), ("information-request", 0.9),
    ),
    (True, False): (
        ("treatment-advice", 0.9), ("thanks-or-opinion", 1.0), ("emotional-support", 0.5),
        ("other", 0.3),
    ),
    (False, True): (
        ("information-request", 1.0), ("article-question", 0.8), ("treatment-advice", 0.2),
        ("other", 0.3),
    ),
    (False, False): (
        ("thanks-or-opinion", 1.5), ("other", 0.5), ("article-question", 0.4),
        ("complaint", 0.3),
    ),
}  # fmt: skip


def scores(reading: Reading) -> Mapping[str, float]:
    """The bare points of each intent, before the rest of the comment weighs in."""
    return book().scores(reading)
