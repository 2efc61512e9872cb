"""What a comment wants, the most important first."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from moderation.triage.crisis import ALARMS
from moderation.triage.phrases import Phrasebook
from moderation.triage.reading import Reading

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
    if crisis in ALARMS and crisis == "self-harm":
        scores["emotional-support"] = scores.get("emotional-support", 0) + 30
    elif crisis == "medical-emergency":
        scores["treatment-advice"] = scores.get("treatment-advice", 0) + 8
    elif crisis == "distress":
        scores["emotional-support"] = scores.get("emotional-support", 0) + 4
    _general_or_personal(scores, personal=personal, asks=asks, conditions=conditions)
    _plain_requests(scores, personal=personal, asks=asks, question=question)


def _general_or_personal(
    scores: dict[str, float], *, personal: bool, asks: bool, conditions: tuple[str, ...]
) -> None:
    if not personal:
        for label in ("treatment-advice", "emotional-support"):
            scores[label] = scores.get(label, 0) * 0.4
        if asks:
            scores["information-request"] = scores.get("information-request", 0) + 2
        if "article-question" in scores and not conditions:
            scores["article-question"] += 2
    else:
        if "article-question" in scores:
            scores["article-question"] *= 0.5
        scores["information-request"] = scores.get("information-request", 0) * 0.6


def _plain_requests(
    scores: dict[str, float], *, personal: bool, asks: bool, question: bool
) -> None:
    specific = max((scores.get(label, 0) for label in _SPECIFIC), default=0)
    if personal:
        scores["treatment-advice"] = min(scores.get("treatment-advice", 0), 8 if asks else 6)
        if specific >= 4:
            scores["treatment-advice"] *= 0.55
    if asks:
        scores["thanks-or-opinion"] = scores.get("thanks-or-opinion", 0) * 0.4
    elif not question:
        scores["thanks-or-opinion"] = scores.get("thanks-or-opinion", 0) * 1.2


_SPECIFIC: Final = tuple(
    label
    for label in INTENTS
    if label
    not in {
        "treatment-advice",
        "information-request",
        "thanks-or-opinion",
        "emotional-support",
        "article-question",
        "other",
    }
)


def scores(reading: Reading) -> Mapping[str, float]:
    """The bare points of each intent, before the rest of the comment weighs in."""
    return book().scores(reading)
