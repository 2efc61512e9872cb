"""Join neighbouring hits that are one detail: "Jan to March 2014", a street and its flat."""

import re
from itertools import pairwise

from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit

_BETWEEN = {
    Kind.DATE: re.compile(r"(?: ?[-/] ?| to | thru | through | till | until | of | in |, ?| )"),
    Kind.LOCATION: re.compile(r"(?:, ?| ?- ?|\n| )"),
    Kind.NAME: re.compile(r"(?: | ?[\"'(]{1,2} ?|-)"),
    Kind.ORG: re.compile(r"(?: | of | & |-|, )"),
}
_WIDEST = 9


def joined(doc: Document, hits: list[Hit]) -> list[Hit]:
    """The hits in order, with those of one kind joined where only a link word stands between."""
    if len(hits) < 2:
        return hits
    ordered = sorted(hits)
    groups: list[list[Hit]] = [[ordered[0]]]
    for before, after in pairwise(ordered):
        if _are_one(doc, before, after):
            groups[-1].append(after)
        else:
            groups.append([after])
    return [_one(group) for group in groups]


def _are_one(doc: Document, before: Hit, after: Hit) -> bool:
    if before.kind is not after.kind or not 0 < after.start - before.end <= _WIDEST:
        return False
    between = _BETWEEN.get(before.kind)
    if between is None or not between.fullmatch(doc.text, before.end, after.start):
        return False
    if before.kind is Kind.DATE:
        return before.rule != "date.birth" and "," not in doc.text[before.end : after.start]
    return "street" in before.rule or doc.text[before.end : after.start] != ", "


def _one(group: list[Hit]) -> Hit:
    if len(group) == 1:
        return group[0]
    best = max(group, key=lambda hit: hit.score)
    tiers = {hit.tier for hit in group}
    tier = None if len(tiers) > 1 else best.tier
    return best._replace(start=group[0].start, end=group[-1].end, tier=tier)
