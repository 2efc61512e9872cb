"""The nouns of the library: what a finding is, and what a scan says of a text."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of detail a finding is."""

    NAME = "NAME"
    AGE = "AGE"
    DATE = "DATE"
    LOCATION = "LOCATION"
    STATE = "STATE"
    ORG = "ORG"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    URL = "URL"
    ID = "ID"
    MEASUREMENT = "MEASUREMENT"
    STAGE = "STAGE"
    DIAGNOSIS = "DIAGNOSIS"
    TREATMENT = "TREATMENT"
    GENE = "GENE"
    SYMPTOM = "SYMPTOM"
    OCCUPATION = "OCCUPATION"


class Tier(StrEnum):
    """How much a detail gives away.

    MUST: says by itself who somebody is. SHOULD: says so together with others (45 CFR
    164.514(b)(2) names most of these). INFO: a topic, such as the name of a condition.
    """

    MUST = "must"
    SHOULD = "should"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A detail at ``text[start:end]``, in code points of the text that was scanned.

    ``score`` is 0 to 1, ``rule`` the name of the rule that found it (see ``reasons``).
    """

    start: int
    end: int
    kind: Kind
    tier: Tier
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class Scan:
    """All findings of one text, sorted and never overlapping.

    ``language`` is a two-letter code or "und"; ``checked`` is False when the machine does not
    cover that language, so that the text must never be shown as clean. ``personal`` is False for
    general talk, in which only direct contacts are reported.
    """

    findings: tuple[Finding, ...]
    language: str
    checked: bool
    personal: bool


CONTACTS = frozenset({Kind.PHONE, Kind.EMAIL, Kind.URL, Kind.ID})
"""Kinds that are reported in general talk as well."""

_MUST = frozenset({Kind.NAME}) | CONTACTS
_INFO = frozenset({Kind.DIAGNOSIS, Kind.STATE})


def tier_of(kind: Kind) -> Tier:
    """The tier a finding of this kind has unless its rule says otherwise."""
    if kind in _MUST:
        return Tier.MUST
    return Tier.INFO if kind in _INFO else Tier.SHOULD
