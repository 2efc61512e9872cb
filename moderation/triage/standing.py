"""Whether the person a comment is about has died, or is a child."""

import re
from typing import Final

from moderation.triage.numbers import NUMBERS
from moderation.triage.people import Concern
from moderation.triage.reading import Reading
from moderation.triage.wordlists import words

_YEARS: Final = frozenset({"year", "years", "yr", "yrs", "yo", "y", "anos", "ano"})
_SMALL: Final = words("standing.small")
_ADULT: Final = 18
_CHILDREN: Final = frozenset(
    {"child", "other-relative", "sibling", "self", "friend", "patient-of-writer"}
)
_AGE: Final = re.compile(r"\d{1,2}")


def is_deceased(whom: Concern) -> bool:
    """Whether somebody the comment is about is said to have died."""
    if whom.about in {"self", "nobody"}:
        return False
    return whom.scores.get("deceased", 0.0) >= 3


def is_minor(reading: Reading, whom: Concern) -> bool:
    """Whether the person concerned seems to be under eighteen."""
    if whom.about not in _CHILDREN:
        return False
    words = reading.words
    if whom.about in {"child", "other-relative"} and _SMALL.intersection(words):
        return True
    return any(_is_childs_age(words, i, whom) for i in range(len(words)))


def _is_childs_age(words: list[str], i: int, whom: Concern) -> bool:
    age = _age(words[i])
    if age is None or age >= _ADULT:
        return False
    after = words[i + 1 : i + 3]
    if after[:1] and after[0] in {"month", "months", "mo", "week", "weeks", "wk", "meses"}:
        return after[1:2] == ["old"] or (whom.about == "child" and words[i - 1 : i] == ["is"])
    if after[:1] and after[0] in _YEARS:
        return after[0] in {"yo", "anos"} or after[1:2] in (["old"], ["o"])
    return whom.about == "child" and _stands_as_age(words, i, whom)


def _stands_as_age(words: list[str], i: int, whom: Concern) -> bool:
    """ "my daughter (15, ...)", "my son, 9, ...", "she is 15"."""
    before = words[i - 1] if i else ""
    after = words[i + 1] if i + 1 < len(words) else "."
    if after not in {",", ")", ".", "and", "-", "with", "who", "has", "?"}:
        return False
    near = any(0 < i - k.last <= 3 for k in whom.people)
    return (near and before in {",", "(", "aged", "age", "is"}) or (
        before in {"is", "hes", "shes", "age", "aged", "turned"}
    )


def _age(word: str) -> int | None:
    if _AGE.fullmatch(word):
        return int(word)
    return NUMBERS.get(word)
