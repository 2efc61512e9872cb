"""Find every personal detail in a text: the detectors, asked in order, then the personal gate."""

import re
from collections.abc import Callable, Iterable

from moderation.redaction.combination import combined
from moderation.redaction.cover import MARKS
from moderation.redaction.detectors import (
    ages,
    complaints,
    contacts,
    dates,
    genes,
    identifiers,
    lay_medicine,
    leftovers,
    measurements,
    medical,
    names,
    organisations,
    phones,
    places,
    stages,
    work,
)
from moderation.redaction.document import Document
from moderation.redaction.findings import CONTACTS, Finding, Scan, tier_of
from moderation.redaction.gate import is_contact, is_personal
from moderation.redaction.hit import Hit
from moderation.redaction.joined import joined
from moderation.redaction.language import COVERED, language_of
from moderation.redaction.policy import DEFAULT, Policy

Detector = Callable[[Document], Iterable[Hit]]

# What one detector claims, no later one gets: the order says which reading wins.
DETECTORS: tuple[Detector, ...] = (
    contacts.emails,
    contacts.links,
    dates.figures,
    identifiers.cued,
    phones.phones,
    phones.spoken,
    identifiers.shaped,
    identifiers.hashed,
    dates.spoken,
    dates.feasts,
    dates.months,
    dates.days,
    dates.named_days,
    dates.years,
    genes.pairs_and_arms,
    genes.genes,
    stages.stages,
    places.addresses,
    measurements.patterns,
    measurements.told,
    measurements.values,
    identifiers.long_numbers,
    ages.ages,
    names.listed,
    organisations.organisations,
    names.names,
    work.work,
    medical.occupations,
    medical.shaped_jobs,
    lay_medicine.lay_conditions,
    medical.diagnoses,
    places.places,
    places.states,
    places.zips,
    places.short_states,
    stages.lone,
    lay_medicine.lay_treatments,
    medical.treatments,
    complaints.complaints,
    medical.symptoms,
    ages.bare,
    leftovers.leftovers,
)

_MARK = re.compile("|".join(re.escape(mark) for mark in sorted(MARKS)))


def scan(text: str, *, known_names: Iterable[str] = (), policy: Policy = DEFAULT) -> Scan:
    """Everything personal in ``text``, as spans in its code points.

    ``known_names`` are people who are public here (an article's authors and researchers). In
    general talk only direct contacts are reported. The same text always gives the same scan.
    """
    doc = Document(text, _words_of(known_names))
    if "[" in text:
        for match in _MARK.finditer(doc.text):
            doc.taken[match.start() : match.end()] = b"\1" * len(match[0])
    hits = joined(doc, _hits(doc))
    personal = is_personal(doc, hits)
    if not personal:
        hits = [hit for hit in hits if hit.kind in CONTACTS and is_contact(hit)]
    language = language_of(doc)
    findings = sorted(_finding(doc, hit) for hit in hits)
    if personal:
        findings = combined(doc, findings, policy)
    return Scan(tuple(findings), language, language in COVERED, personal)


def _words_of(known_names: Iterable[str]) -> frozenset[str]:
    return frozenset(word.strip(".,").lower() for name in known_names for word in name.split())


def _hits(doc: Document) -> list[Hit]:
    hits: list[Hit] = []
    for detector in DETECTORS:
        for hit in list(detector(doc)):
            if hit.end > hit.start and doc.free(hit.start, hit.end):
                doc.claim(hit)
                hits.append(hit)
    return hits


def _finding(doc: Document, hit: Hit) -> Finding:
    start, end = doc.mapped.origin(hit.start, hit.end)
    tier = hit.tier or tier_of(hit.kind)
    return Finding(start, end, hit.kind, tier, round(hit.score, 2), hit.rule)
