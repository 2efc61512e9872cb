"""Numbers that stand for one person, case or parcel: by the word before them or by their shape."""

import re
from collections.abc import Iterator

from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

# Words after which a number is a record's; the value says how short that number may be.
_CUES = {
    "mrn": 3, "cert": 4, "client": 4, "four": 4, "mr#": 3, "emr": 4, "emrn": 3, "account": 3,
    "acct": 3,
    "acc": 4, "policy": 4,
    "member": 4, "subscriber": 3, "claim": 3, "claims": 3, "reference": 4, "ref": 4, "referral": 4,
    "tracking": 5,
    "confirmation": 4, "authorization": 4, "authorisation": 4, "auth": 4, "preauthorization": 4,
    "accession": 3, "acc#": 4, "specimen": 3, "spec": 4, "invoice": 3, "ssn": 4, "passport": 5,
    "docket": 3, "participant": 2, "nhs": 6, "npi": 6, "mbi": 6, "badge": 3, "dosimeter": 3,
    "license": 4, "licence": 4, "booking": 4, "barcode": 4, "serial": 4, "medicare": 7,
    "medicaid": 7,
    "requisition": 4, "voucher": 4, "registration": 4, "reg": 4, "uhid": 3, "hospital": 5,
    "chart": 4, "folio": 3, "expediente": 3, "dni": 6, "nss": 6, "curp": 6, "cedula": 5,
    "ticket": 3, "order": 4, "lot": 4, "hicn": 5, "aadhaar": 8, "nino": 6, "rx": 5, "insurance": 5,
    "portal": 5, "certificate": 4, "permit": 4, "afm": 4, "ohip": 6, "kvnr": 6, "vin": 8,
    "plate": 4, "fedex": 8, "ups": 8, "usps": 8, "dhl": 6, "parcel": 5, "case": 3, "group": 3,
    "grp": 3, "patient": 3, "pt": 3, "subject": 3, "study": 3, "file": 3, "record": 3, "records": 4,
    "id": 3, "pid": 3, "room": 1, "rm": 1, "bed": 1, "code": 3, "codes": 3, "cpt": 4, "icd": 3,
    "icd10": 3,
    "icd9": 3, "hcpcs": 4, "block": 4, "slide": 4, "number": 5, "unit": 3, "ward": 1,
    "appointment": 5,
    "device": 5, "pacemaker": 5, "protocol": 5, "enrollment": 4, "security": 4, "mailbox": 3,
}  # fmt: skip
_FILLERS = words("""
    number numbers no nr num # id ids is was are : = . - , ( record for reads my the of card
    security ends end with social claim participant subject case patient it's its ending in
    """) | {"n°", "№", "º", "°", "n"}
# After these the number needs "no.", "#", "id" or a shape of its own: "case 3", "group 2".
_WEAK = words("""
    case group grp patient pt subject study file order lot hospital chart ticket spec reg rx
    acc record records insurance portal medicare medicaid unit device number certificate
    code codes id block slide appointment protocol participant license licence permit plate
    order reference referral member claim claims policy account ups serial nhs hospital
    """)
_VALUE = re.compile(
    r"[A-Za-z]{0,6}(?:-[A-Za-z]{1,4})?[-./ ]?\d[\dA-Za-z]*(?:[-/.][\dA-Za-z]+|[ "
    r"](?=[\dA-Z.-]*\d)[\dA-Z][\dA-Z.-]*){0,6}"
)
_NOT_AFTER = words("mg ml cm mm years year months weeks days percent patients people women men")


def cued(doc: Document) -> Iterator[Hit]:
    """Record, policy, claim, study and tracking numbers, codes, rooms: after the word for them."""
    for i, word in enumerate(doc.lower):
        shortest = _CUES.get(word)
        if shortest is None:
            continue
        found = _value_after(doc, i, shortest)
        if found is not None and doc.free(*found):
            start, end = found
            yield Hit(start, end, Kind.ID, _rule(word), 0.9)
            if _rule(word) == "id.code":
                yield from _more_codes(doc, end)
            elif _rule(word) == "id.cue":
                yield from _second(doc, start, end)


_SECOND = re.compile(r" ?(?:,|and|&|or|\+|/|,? and) ?#? ?([A-Z]{0,4}-?\d[\dA-Z-]{3,15})(?![\w.@])")


def _second(doc: Document, start: int, end: int) -> Iterator[Hit]:
    """The number beside a number: "claims C884120 and 884133"; as long as the first, or nearly."""
    length = end - start
    match = _SECOND.match(doc.text, end)
    while match is not None and abs(len(match[1]) - length) <= 3:
        after = doc.word(doc.token_at(match.end()))
        if after in _NOT_AFTER or not doc.free(*match.span(1)) or _is_year(match[1]):
            return
        yield Hit(match.start(1), match.end(1), Kind.ID, "id.cue", 0.8)
        match = _SECOND.match(doc.text, match.end())


def _is_year(said: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", said) is not None


_CODE = re.compile(r"[A-Z]?\d{4,5}[A-Z]?(?![\w.])|[A-TV-Z]\d\d(?:\.\d{1,4})?(?![\w.])")


def _more_codes(doc: Document, end: int) -> Iterator[Hit]:
    """The codes that follow a code: "CPT 96413 + J9271, 96415"."""
    i = doc.token_at(end)
    while doc.word(i) in (",", "+", "and", "&", "/", "also", "or", ".", ";"):
        i += 1
        code = _CODE.match(doc.text, doc.begin[i]) if i < len(doc) else None
        if code is not None and doc.free(*code.span()):
            yield Hit(code.start(), code.end(), Kind.ID, "id.code", 0.8)
            i = doc.token_at(code.end())


def _rule(word: str) -> str:
    if word in ("cpt", "icd", "icd9", "icd10", "hcpcs", "code", "codes"):
        return "id.code"
    return "id.room" if word in ("room", "rm", "bed", "ward") else "id.cue"


def _value_after(doc: Document, i: int, shortest: int) -> tuple[int, int] | None:
    j, explicit = i + 1, False
    while j < len(doc) and j <= i + 6 and (doc.lower[j] in _FILLERS):
        if doc.words[j] == "N" and doc.word(j + 1) == "-" and doc.glued(j + 1):
            break
        explicit = explicit or doc.lower[j] in (
            "number",
            "no",
            "#",
            "id",
            "nr",
            ":",
            "=",
            "num",
            "is",
        )
        j += 1
    if j >= len(doc) or doc.words[j] == "\n":
        return None
    match = _VALUE.match(doc.text, doc.begin[j])
    if match is None:
        return None
    said = match[0].rstrip(".-/ ")
    end = match.start() + len(said)
    digits = sum(c.isdigit() for c in said)
    letters = sum(c.isalpha() for c in said)
    if (said.islower() and letters > 3) or len(said.replace(" ", "")) < shortest or not digits:
        return None
    word = doc.lower[i]
    after = doc.word(doc.token_at(end))
    if after in _NOT_AFTER or doc.text[end : end + 1] in ("%",) or _is_trial(said):
        return None
    if word in ("room", "rm", "bed", "ward"):
        return (
            (match.start(), end) if digits <= 4 and letters <= 2 and j == i + 1 + explicit else None
        )
    if word in ("code", "codes") and digits < 3:
        return None
    if word in _WEAK and not explicit and not _is_record(said, digits):
        return None
    if word in ("number", "no") and re.fullmatch(r"\(?[2-9]\d{2}\)?[ .-]?\d{3}[ .-]?\d{4}", said):
        return None
    if word == "number" and (
        digits < 6 or doc.word(i - 1) in ("phone", "cell", "mobile", "fax", "a")
    ):
        return None
    return match.start(), end


def _is_record(said: str, digits: int) -> bool:
    """Whether a value looks like a record number by itself: long, or digits with letters."""
    return digits >= 5 or (digits >= 3 and ("-" in said or any(c.isupper() for c in said)))


def _is_trial(said: str) -> bool:
    return said.upper().startswith(("NCT", "EUDRACT", "ISRCTN"))


_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_ICD = re.compile(r"(?<![\w.-])[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}(?![\w.])")
_ICD_9 = re.compile(r"(?<![\w.,$-])\d{3}\.\d{1,2}(?![\w.,-]| ?(?:mg|cm|mm|kg|lbs|%|ng))")
_BILLED = frozenset({"bill", "billed", "cpt", "code", "codes", "eob", "icd"})
_FIVE = re.compile(r"(?<![\w.,$/-])[7-9]\d{4}(?![\w/-]|[.,]\d)")
_LONG = re.compile(r"(?<![\w.,/@#$€£-])[A-Z]{0,5}(?:[-/]?\d){5,}(?:[-/][0-9A-Z]+)*(?![\w,]|\.\d)")
_MIXED = re.compile(
    r"(?<![\w./@-])(?:[A-Z]{1,5}\d{0,3}-)?[A-Z]{0,5}-?\d{2,}(?:-[0-9A-Z]+)+(?![\w-])"
    r"|(?<![\w./@-])[A-Z]{2,5}\d{5,}[A-Z0-9]*(?:\.\d{1,3})?(?![\w-])"
)
_CARD = re.compile(r"(?<!\w)(?:\d[ -]?){12,18}\d(?!\w)")
_SIZED = words("""
    cells copies platelets dollars usd patients people women men euros rupees pounds iu
    units miles feet steps per women
    """)


_HASH = re.compile(r"#[ ]?(?=[\w-]*\d[\w-]*\d)([A-Za-z0-9][\w-]{2,24})")
_CODED = re.compile(
    r"(?<![\w./@-])(?=[A-Z0-9]{6,20}(?![\w@]))[A-Z]*\d[A-Z0-9]*[A-Z][A-Z0-9]*(?![\w-])"
)


def hashed(doc: Document) -> Iterator[Hit]:
    """ "#" and a number, and capitals mixed with figures: "R1YT4Q0"."""
    if not doc.has_figures:
        return
    if "#" in doc.text:
        for match in _HASH.finditer(doc.text):
            if doc.free(*match.span(1)):
                yield Hit(match.start(1), match.end(1), Kind.ID, "id.cue", 0.8)
    for match in _CODED.finditer(doc.text):
        said = match[0]
        figures = sum(c.isdigit() for c in said)
        known = doc.inside.get(doc.token_at(match.start())) or _is_trial(said)
        mixed = figures >= 3 and len(said) - figures >= 2
        if mixed and not known and doc.free(*match.span()):
            yield Hit(match.start(), match.end(), Kind.ID, "id.shape", 0.6)


def shaped(doc: Document) -> Iterator[Hit]:
    """Social security numbers, diagnosis codes, card numbers and long record numbers."""
    text = doc.text
    if not doc.has_figures:
        return
    for match in _SSN.finditer(text):
        yield Hit(match.start(), match.end(), Kind.ID, "id.ssn", 0.95)
    for match in _ICD.finditer(text):
        if doc.free(*match.span()):
            yield Hit(match.start(), match.end(), Kind.ID, "id.code", 0.9)
    if _ICD.search(text):
        for match in _ICD_9.finditer(text):
            if doc.free(*match.span()):
                yield Hit(match.start(), match.end(), Kind.ID, "id.code", 0.6)
    if _BILLED & set(doc.lower):
        for match in _FIVE.finditer(text):
            if doc.free(*match.span()):
                yield Hit(match.start(), match.end(), Kind.ID, "id.code", 0.6)
    for match in _CARD.finditer(text):
        if doc.free(*match.span()) and _luhn(match[0]):
            yield Hit(match.start(), match.end(), Kind.ID, "id.card", 0.95)
    for match in _MIXED.finditer(text):
        if doc.free(*match.span()) and _may_be_record(match[0]):
            yield Hit(match.start(), match.end(), Kind.ID, "id.shape", 0.75)


def long_numbers(doc: Document) -> Iterator[Hit]:
    """Seven figures or more that are neither a date nor a telephone number nor a count."""
    for match in _LONG.finditer(doc.text) if doc.has_figures else ():
        said = match[0]
        digits = sum(c.isdigit() for c in said)
        if digits < 7 or not doc.free(*match.span()) or _is_trial(said):
            continue
        if said.endswith("000") or doc.word(doc.token_at(match.end())) in _SIZED:
            continue
        yield Hit(match.start(), match.end(), Kind.ID, "id.long", 0.7)


def _may_be_record(said: str) -> bool:
    digits = sum(c.isdigit() for c in said)
    if _is_trial(said) or said.startswith(("COVID", "SARS", "PD-", "IL-", "CA-", "CD", "HPV")):
        return False
    groups = re.findall(r"\d+", said)
    if digits < 5 or max(map(len, groups)) < 3:
        return False
    dated = re.fullmatch(
        r"(?:\d{1,2}-\d{1,2}-\d{2,4}|\d{4}-\d{1,2}(?:-\d{1,2})?|\d{4}-\d{2,4})", said
    )
    return dated is None and not re.fullmatch(r"\d{3}-\d{3}-\d{4}|\d{3}-\d{4}", said)


def _luhn(said: str) -> bool:
    digits = [int(c) for c in said if c.isdigit()]
    doubled = [d if i % 2 == 0 else (d * 2 - 9 if d > 4 else d * 2)
               for i, d in enumerate(reversed(digits))]  # fmt: skip
    return sum(doubled) % 10 == 0 and len(set(digits)) > 2
