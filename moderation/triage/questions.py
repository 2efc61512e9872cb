"""Whether somebody at the center should answer."""

from functools import cache
from typing import Final

from moderation.triage.crisis import NONE
from moderation.triage.phrases import Phrasebook
from moderation.triage.reading import Reading

_RHETORICAL: Final = frozenset(
    {"right", "huh", "eh", "no", "ok", "okay", "know", "think", "wow", "really"}
)


@cache
def book() -> Phrasebook:
    """The phrases that ask, and those that do not."""
    return Phrasebook.load("questions.txt")


def question(reading: Reading, *, crisis: str, personal: bool) -> bool:
    """True for a question or a plain request; rhetorical questions are none."""
    if crisis != NONE:
        return True
    if any(_asks(reading, i) for i, word in enumerate(reading.words) if word == "?"):
        return True
    scores = book().scores(reading)
    asks = scores.get("ask", 0.0)
    return asks >= 3 and (asks > scores.get("no-ask", 0.0) or personal)


def _asks(reading: Reading, at: int) -> bool:
    """Whether a question mark ends more than "right?"."""
    before = [w for w in reading.words[max(at - 3, 0) : at] if w not in "?!."]
    return not (len(before) >= 1 and before[-1] in _RHETORICAL and reading.words[at - 2] in ",.")
