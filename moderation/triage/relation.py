"""How a reply speaks of the person concerned: "your husband", "she"."""

from dataclasses import dataclass
from typing import Final

from moderation.triage.assess import Triage
from moderation.triage.people import Concern, Kin, concern
from moderation.triage.reading import Reading

_FORMS: Final = {
    "he": ("he", "him", "his"),
    "she": ("she", "her", "her"),
    "they": ("they", "them", "their"),
    "you": ("you", "you", "your"),
}
_PLAIN: Final = {
    "spouse": "spouse",
    "parent": "parent",
    "child": "child",
    "sibling": "sibling",
    "other-relative": "relative",
    "friend": "friend",
    "patient-of-writer": "patient",
}
_HE: Final = frozenset({"he", "him", "his", "hes", "himself", "el"})
_SHE: Final = frozenset({"she", "her", "hers", "shes", "herself", "ella"})


@dataclass(frozen=True, slots=True)
class Relation:
    """``noun`` is what the reply calls the person ("your husband", "you", "" for nobody)."""

    noun: str
    pronoun_subject: str
    pronoun_object: str
    possessive: str


def relation(text: str, triage: Triage) -> Relation:
    """The words for the person that ``triage.about`` says, as corrected by staff or not.

    The exact word ("son-in-law") is taken from the text when somebody there fits ``about``,
    else the plain word for it.
    """
    if triage.about == "self":
        return Relation("you", *_FORMS["you"])
    if triage.about == "nobody":
        return Relation("", *_FORMS["they"])
    reading = Reading(text)
    person = _who(concern(reading), triage.about)
    if person is None:
        return _made(_PLAIN[triage.about], _told_by_pronouns(reading))
    pronoun = person.person.pronoun
    return _made(person.person.noun, pronoun if pronoun != "they" else _told_by_pronouns(reading))


def _who(whom: Concern, about: str) -> Kin | None:
    if whom.chosen is not None and whom.chosen.person.about == about:
        return whom.chosen
    fitting = [k for k in whom.people if k.person.about == about]
    return max(fitting, key=lambda k: k.weight, default=None)


def _told_by_pronouns(reading: Reading) -> str:
    he = sum(word in _HE for word in reading.words)
    she = sum(word in _SHE for word in reading.words)
    if he == she:
        return "they"
    return "he" if he > she else "she"


def _made(noun: str, pronoun: str) -> Relation:
    return Relation(f"your {noun}", *_FORMS[pronoun])
