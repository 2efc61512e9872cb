"""Turns of phrase a public reply must not hold: care here, advice, promises, empty fields."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from moderation.triage.pair import Pair
from moderation.triage.phrases import Hit, Phrasebook
from moderation.triage.reading import Reading
from moderation.triage.verdicts import Verdict, verdict

_FIELDS: Final = re.compile(
    r"\{\{[^{}]{0,60}\}\}|\{%[^{}]{0,60}%\}|\$?\{[^{}\n]{0,60}\}|%[A-Z_]{2,40}%|%\([a-z_]{1,40}\)s"
    r"|\[\[[^\[\]]{0,60}\]\]|\[[A-Z][A-Z0-9 _/-]{1,40}\]|<{1,2}[A-Za-z][A-Za-z _-]{1,40}>{1,2}"
    r"|\[(?:[a-z][a-z _-]{1,40})\](?!\()|\((?:link|url|name|phone|insert[^()]{0,40}|first name|"
    r"number|condition|address|date|e-?mail)\)|\b(?:XXX+|TODO|TBD|TKTK|FIXME|FIRSTNAME|LASTNAME|FIRST_NAME)\b"
    r"|_{3,}|\$[A-Z_]{3,40}\b|#\{[^{}]{0,40}\}|\b[a-z]+_name\b|@@[A-Za-z_]+@@"
    r"|(?<=Dear )(?:NAME|FIRST NAME|PATIENT|READER)\b|(?<=Hi )NAME\b|(?<=Hello )NAME\b"
)
# What a field that was filled with nothing leaves behind.
_HOLES: Final = re.compile(
    r"(?:^|(?<=[.!?\n] ))(?:Dear|Hello|Hi|Hola|Estimad[oa]|"
    r"Good (?:morning|afternoon|evening)) *[ ][,:;]"
    r"|^ *(?:Dear|Estimad[oa]) *[,:;]|^ *,"
    r"|\b(?:go to|visit|see|call|at|here|to|or|on|about|for|from|with|of|is|are|the|our|your|named)"
    r"[:]? +[.,;](?=\s|$)"
    r"|\b(?:go to|listed at|found at|available at|call us at|reached at|reach us at|write to us at"
    r"|visit us at|please see|or see|or visit|or call|are here:|is here:|listed here:|found here:)"
    r"(?: +or (?:go to|call))? *[.,;](?=\s|$)"
    r"|(?<=[a-z])(?<!xx) \.(?=\s|$)"
    r"|\b(?:at|to|call|visit|see|about|on)  +(?:for|and|or|to|if|with)\b"
    r"|\b(?:are here|is here|listed here|found here|at|see|here|visit):\s*\Z",
    re.MULTILINE,
)


@cache
def book() -> Phrasebook:
    """The phrases of replies."""
    return Phrasebook.load("replies.txt")


def wording(pair: Pair) -> Iterator[Verdict]:
    """Speaking of care here, giving advice, promising a place in a study."""
    hits = book().find(pair.reply)
    for label, harmless, reason in (
        ("speaks-of-care", "care-harmless", "speaks-of-care"),
        ("advises", "advice-harmless", "advises"),
        ("promises", "promise-harmless", "promises"),
    ):
        yield from _turns(pair.reply, hits, label, harmless, reason)


def _turns(
    reply: Reading, hits: Sequence[Hit], label: str, harmless: str, reason: str
) -> Iterator[Verdict]:
    """The first phrase of a label in each sentence that nothing near takes the edge off."""
    softeners = [hit for hit in hits if hit.label == harmless]
    told: set[int] = set()
    for hit in hits:
        sentence = reply.sentences[hit.first]
        if hit.label != label or sentence in told or _softened(hit, softeners, reply):
            continue
        told.add(sentence)
        start, end = reply.span(hit.first, hit.last)
        yield verdict(reason, start, end, said=reply.said(hit.first, hit.last))


def _softened(hit: Hit, softeners: Sequence[Hit], reply: Reading) -> bool:
    """Whether a softener overlaps the phrase or opens the clause it stands in."""
    clause = _clause_start(reply, hit.first)
    for softener in softeners:
        if softener.weight < hit.weight:
            continue
        if softener.first <= hit.last and hit.first <= softener.last:
            return True
        if clause <= softener.first < hit.first:
            return True
    return False


_CLAUSE_ENDS: Final = frozenset(".?!;:")
_TURN: Final = frozenset({"but", "so", "and"})


def _clause_start(reply: Reading, at: int) -> int:
    """Where the clause of a word begins: behind a stop, or behind ", but" and ", and"."""
    words = reply.words
    for i in range(at - 1, -1, -1):
        if words[i] in _CLAUSE_ENDS:
            return i + 1
        if words[i] in _TURN and i and words[i - 1] == ",":
            return i + 1
    return 0


def fields(pair: Pair) -> Iterator[Verdict]:
    """Fields of a template that were left raw or filled with nothing."""
    text = pair.addresses.rest
    for match in (*_FIELDS.finditer(text), *_HOLES.finditer(_holed(pair))):
        said = match[0].strip()
        yield verdict("field", match.start(), match.end(), said=said)


def _holed(pair: Pair) -> str:
    """The reply with its addresses kept as words, so that they leave no hole."""
    text = list(pair.reply_text)
    taken = [*pair.addresses.whole, *(address for _, address in pair.addresses.broken)]
    for address in taken:
        text[address.start : address.end] = "x" * (address.end - address.start)
    return "".join(text)
