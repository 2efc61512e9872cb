"""What somebody works as, told by what is done or by where the word stands."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_DONE = re.compile(
    r"\b(?:drives?|drove|driving) (?:an? |the )?(?:[a-z-]+ )?(?:bus|truck|lorry|taxi|cab|tram"
    r"|train"
    r"|tractor|forklift"
    r"|ambulance|trolleybus|semi|big rig|tanker|snowplow)s?(?: for a living)?(?!\w)"
    r"|(?<=\bi )(?:teach|taught) [a-z-]+(?: (?:grade|school|graders?|science|history|music))?(?!\w)"
)
_OTHER_TEACHING = re.compile(r"(?:teach|taught) (?:me|my|him|her|them|you|us|the|a|people|that)\b")
_LEAD = re.compile(
    r"\b(?:(?:i'm|i am|im|i was) the |(?:retired|ret\.) (?:an? )?)((?:[a-z']+ ){0,2}?([a-z']{3,}))"
    r"(?= (?:at|from|for|in)\b|[,.;)\n]|\Z)"
)
_YEARS = re.compile(
    r"(?:\A|(?<=[.!?\n] )|(?<=\n))((?:[a-z']+ ){0,2}?([a-z']{3,}))"
    r"(?=,? \(?(?:from )?(?:19|20)\d\d ?(?:-|to) ?(?:19|20)?\d\d)"
)
_AGED = re.compile(r"(?:,| and|, and)? (?:an? )?((?:[a-z']+ ){0,2}?([a-z']{3,}))(?=[,.;)\n]|\Z)")
_NO_JOBS = words("""
    patient survivor donor carrier mother father caregiver smoker reader member nurse doctor son
    daughter brother sister child baby teenager older other another
    """)


def work(doc: Document) -> Iterator[Hit]:
    """ "drives a school bus", "I'm the sexton at", "62 and a welder", "welder 1978-2004"."""
    for match in _DONE.finditer(doc.low):
        if doc.free(*match.span()) and not _OTHER_TEACHING.match(match[0]):
            yield Hit(match.start(), match.end(), Kind.OCCUPATION, "occupation.shape", 0.65)
    for pattern in (_LEAD, _YEARS):
        for match in pattern.finditer(doc.low):
            yield from _job(doc, match)
    for i, kind in list(doc.marks.items()):
        if kind is Kind.AGE and doc.marks.get(i + 1) is not Kind.AGE:
            match_behind = _AGED.match(doc.low, doc.end[i])
            if match_behind is not None:
                yield from _job(doc, match_behind)


def _job(doc: Document, match: re.Match[str]) -> Iterator[Hit]:
    last = doc.token_at(match.start(2))
    known = doc.entries[last].flags & lexicon.OCCUPATION and match[2] not in _NO_JOBS
    if known and doc.free(*match.span(1)):
        yield Hit(match.start(1), match.end(1), Kind.OCCUPATION, "occupation.shape", 0.65)
