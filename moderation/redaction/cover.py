"""Turn a text and decided covers into the text that may be public."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from moderation.redaction.findings import Finding, Kind, Scan
from moderation.redaction.generalise import generalise
from moderation.redaction.normalise import INVISIBLE
from moderation.redaction.policy import DEFAULT, Action, Policy


@dataclass(frozen=True, slots=True, order=True)
class Cover:
    """What the public text says in place of ``text[start:end]``."""

    start: int
    end: int
    kind: Kind
    action: Action
    replacement: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of public text; ``kind`` and ``action`` say what it stands for, if anything."""

    text: str
    kind: Kind | None = None
    action: Action | None = None


_MARKS = {
    Kind.NAME: "[name]",
    Kind.AGE: "[age]",
    Kind.DATE: "[date]",
    Kind.LOCATION: "[place]",
    Kind.STATE: "[state]",
    Kind.ORG: "[organization]",
    Kind.PHONE: "[phone]",
    Kind.EMAIL: "[email]",
    Kind.URL: "[link]",
    Kind.ID: "[number]",
    Kind.MEASUREMENT: "[value]",
    Kind.STAGE: "[stage]",
    Kind.DIAGNOSIS: "[condition]",
    Kind.TREATMENT: "[treatment]",
    Kind.GENE: "[gene]",
    Kind.SYMPTOM: "[symptom]",
    Kind.OCCUPATION: "[occupation]",
}
_FINER = {
    "measurement.size": "[size]",
    "measurement.compared": "[size]",
    "measurement.weight": "[weight]",
    "measurement.dose": "[dose]",
    "measurement.after-drug": "[dose]",
    "location.street": "[address]",
    "organisation.insurer": "[insurer]",
}

MARKS = frozenset(_MARKS.values()) | frozenset(_FINER.values())
"""The marks that may stand in public text; a scan never takes one for a detail."""


def mark(kind: Kind) -> str:
    """The mark that stands where a detail of this kind was left out."""
    return _MARKS[kind]


def treat(text: str, finding: Finding, *, policy: Policy = DEFAULT) -> Cover:
    """The cover that the policy gives a finding of ``text``, with its public words filled in.

    Where there is no general wording, what would be generalised is left out; a wording that says
    the same as the original is no cover at all (action KEPT).
    """
    said = text[finding.start : finding.end]
    action = policy.action(finding.kind, finding.tier)
    replacement = said
    if action is Action.GENERALISED:
        wording = generalise(text, finding)
        action = Action.OUT if wording is None else action
        replacement = wording or said
        action = Action.KEPT if wording == said else action
    if action is Action.OUT:
        replacement = _FINER.get(finding.rule, _MARKS[finding.kind])
    return Cover(finding.start, finding.end, finding.kind, action, replacement)


# Between two marks of one sort this says nothing: "[name], [name]" is "[name]".
_GLUE = re.compile(r"[\s,;/.&-]{0,3}(?:and |y )?\Z")


def segments(text: str, covers: Iterable[Cover]) -> list[Segment]:
    """The public text in pieces; their texts joined are ``cover(text, covers)``."""
    pieces: list[Segment] = []
    at = 0
    for one in _apart(covers):
        between = text[at : one.start]
        if pieces and _repeats(pieces[-1], between, one):
            at = one.end
            continue
        between, words = _with_preposition(between, one)
        if between := INVISIBLE.sub("", between):
            pieces.append(Segment(between))
        pieces.append(Segment(words, one.kind, one.action))
        at = one.end
    if rest := INVISIBLE.sub("", text[at:]):
        pieces.append(Segment(rest))
    return list(_without_gaps(pieces))


_YEAR = re.compile(r"(?:19|20)\d\d\Z")
# What stands before a day and not before a year: "on March 3, 2019", "el 3 de marzo de 2019".
_OF_A_DAY = re.compile(r"\b(?:(on)(?: the)?|(el)(?: d[ií]a)?) \Z", re.IGNORECASE)
_SINCE_THE = re.compile(
    r"\b(?:desde|hasta|since|until|before|after) ((?:el|the) )\Z", re.IGNORECASE
)


def _with_preposition(between: str, one: Cover) -> tuple[str, str]:
    """The text before a cover and the cover's words: "on" before a mere year becomes "in"."""
    if one.kind is not Kind.DATE or not _YEAR.match(one.replacement):
        return between, one.replacement
    if match := _SINCE_THE.search(between[-16:]):
        return between[: len(between) - len(match[1])], one.replacement
    match = _OF_A_DAY.search(between[-12:])
    if match is None:
        return between, one.replacement
    word = "in" if match[1] else "en"
    word = word.capitalize() if match[0][0].isupper() else word
    return between[: len(between) - len(match[0])], f"{word} {one.replacement}"


def _apart(covers: Iterable[Cover]) -> Iterator[Cover]:
    """Covers in order, without kept ones; where two overlap the earlier, longer one stands."""
    end = 0
    for one in sorted(covers, key=lambda c: (c.start, -c.end)):
        if one.action is not Action.KEPT and one.start >= end and one.end > one.start:
            end = one.end
            yield one


def _repeats(before: Segment, between: str, one: Cover) -> bool:
    same = before.action is Action.OUT is one.action and before.text == one.replacement
    return same and bool(_GLUE.match(between))


def _without_gaps(pieces: list[Segment]) -> Iterator[Segment]:
    """Pieces without the second blank that an empty replacement would leave."""
    last = ""
    for index, piece in enumerate(pieces):
        text = piece.text
        after_nothing = index > 0 and not pieces[index - 1].text
        if after_nothing and piece.kind is None and last in ("", " ", "\n"):
            text = text.removeprefix(" ")
        last = text[-1:] or last
        if text:
            yield Segment(text, piece.kind, piece.action)


def cover(text: str, covers: Iterable[Cover]) -> str:
    """The public text: ``text`` with each cover's replacement in its place.

    What stands outside covers is unchanged, but for bidirectional controls and invisible
    characters, which never reach a page. Kept covers change nothing.
    """
    return "".join(piece.text for piece in segments(text, covers))


def public_text(text: str, scan: Scan, *, policy: Policy = DEFAULT) -> str:
    """The public text that the policy makes of a scanned ``text``, nobody having decided yet."""
    return cover(text, [treat(text, finding, policy=policy) for finding in scan.findings])
