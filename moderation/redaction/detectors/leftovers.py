"""Capitals that nothing else explains: in a personal comment they are somebody or somewhere.

A missed name is worse than one click more, so these are reported with a low score.
"""

from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_EXPLAINED = (
    lexicon.FUNCTION
    | lexicon.DRUG
    | lexicon.REGIMEN
    | lexicon.GENE
    | lexicon.EPONYM
    | lexicon.CONDITION
    | lexicon.SYMPTOM
    | lexicon.TREATMENT
    | lexicon.MONTH
    | lexicon.WEEKDAY
    | lexicon.COUNTRY
    | lexicon.STATE
    | lexicon.PROTECTED
    | lexicon.HONORIFIC
    | lexicon.RELATION
    | lexicon.TEST
    | lexicon.NATIONALITY
    | lexicon.HOLIDAY
    | lexicon.UNIT
    | lexicon.BODY
    | lexicon.CREDENTIAL
    | lexicon.NUMBER
)
_BRANDS = words("""
    facebook google youtube twitter instagram whatsapp viber skype fedex ups usps internet wikipedia
    medicare medicaid tricare guardant foundation oncotype caris tempus webmd uber amazon zoom email
    msk mskcc sloan kettering memorial english spanish christian catholic muslim jewish jesus lord
    dear sir madam sirs madams thanks hello stage grade imo line kindly urgent please
    """)
_TO_PLACE = frozenset({"in", "from", "near", "outside", "around", "en", "desde", "visiting"})
_TO_ORG = frozenset({"at", "with", "by", "for", "through", "via"})


def leftovers(doc: Document) -> Iterator[Hit]:
    """Capitalised words in mixed text that no list and no other rule accounts for."""
    if doc.case != "mixed":
        return
    until = 0
    for i in range(len(doc)):
        if i < until or not doc.words[i][0].isupper():
            continue
        if _carries_on(doc, i):
            doc.marks[i] = doc.marks[i - 1]
            yield Hit(doc.begin[i], doc.end[i], doc.marks[i], _rule(doc.marks[i]), 0.5)
            continue
        if not _is_open(doc, i) or (doc.is_first(i) and doc.word(i - 1) != ":"):
            continue
        last = i
        while last + 1 < len(doc) and _is_open(doc, last + 1):
            last += 1
        until = last + 1
        end = doc.end[last] - (2 if doc.lower[last].endswith("'s") else 0)
        kind = _kind(doc, i)
        yield Hit(doc.begin[i], end, kind, _rule(kind), 0.5)


def _rule(kind: Kind) -> str:
    return f"{_FAMILY[kind]}.unexplained"


def _carries_on(doc: Document, i: int) -> bool:
    """Whether a capital goes on with the name, place or organisation right before it."""
    said = doc.words[i]
    if doc.marks.get(i - 1) not in _FAMILY or doc.text[doc.end[i - 1] : doc.begin[i]] != " ":
        return False
    if not doc.words[i - 1][0].isupper() or len(said) < 3 or (said.isupper() and len(said) <= 6):
        return False
    if not doc.free(doc.begin[i], doc.end[i]) or doc.entries[i].flags & _EXPLAINED:
        return False
    return doc.inside.get(i) in (None, "place", "org")


_FAMILY = {Kind.NAME: "name", Kind.LOCATION: "location", Kind.ORG: "organisation"}


def _kind(doc: Document, i: int) -> Kind:
    before = doc.word(i - 1)
    if before in _TO_PLACE:
        return Kind.LOCATION
    if before in _TO_ORG:
        return Kind.ORG
    entry = doc.entries[i]
    return Kind.LOCATION if entry.place > max(entry.given, entry.surname) else Kind.NAME


def _is_open(doc: Document, i: int) -> bool:
    """Whether token ``i`` is a capital that is no ordinary word and not claimed."""
    said = doc.words[i]
    if len(said) < 3 or not said[0].isupper() or not said.replace("'", "").isalpha():
        return False
    if (said.isupper() and len(said) <= 6) or not doc.free(doc.begin[i], doc.end[i]):
        return False
    if i and doc.glued(i) and doc.words[i - 1] not in ("(", '"', ",", "-"):
        return False
    entry, word = doc.entries[i], doc.lower[i]
    if entry.flags & _EXPLAINED or word in _BRANDS or word in doc.known_names:
        return False
    if doc.inside.get(i) not in (None, "place", "org", "insurer"):
        return False
    if (
        any(c.isupper() for c in said[1:])
        and not (entry.given or entry.surname)
        and said[:2] not in ("Mc", "De", "La")
    ):
        return False
    return entry.common < 30
