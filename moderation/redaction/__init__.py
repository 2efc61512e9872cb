"""Find the personal details in a text and make the text that may be public.

A library of plain functions: text in, findings out. It imports no Django and needs nothing but the
standard library and its compiled lexicon.
"""

from moderation.redaction.cover import (
    MARKS,
    Cover,
    Segment,
    cover,
    mark,
    public_text,
    segments,
    treat,
)
from moderation.redaction.findings import Finding, Kind, Scan, Tier
from moderation.redaction.generalise import generalise
from moderation.redaction.policy import DEFAULT, Action, Policy
from moderation.redaction.scan import scan

__all__ = [
    "DEFAULT",
    "MARKS",
    "Action",
    "Cover",
    "Finding",
    "Kind",
    "Policy",
    "Scan",
    "Segment",
    "Tier",
    "cover",
    "generalise",
    "mark",
    "public_text",
    "scan",
    "segments",
    "treat",
]
