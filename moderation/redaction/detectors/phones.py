"""Telephone and fax numbers: any grouping, any country, digits or words."""

import re
from collections.abc import Iterator

from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

# The house's own referral line and public help lines are not private.
_PUBLIC = frozenset(
    {
        "8005252225", "8004226237", "8002738255", "8006624357", "8007997233", "8002221222",
        "8006333427", "8882693742",
    }
)  # fmt: skip

_RUN = re.compile(r"[+(]{0,3}\d(?:[ ()./*~|_-]{0,4}\d){5,16}\)?|\(?\d{3}\)?, ?\d{3}[ .-]\d{4}")
_CUES = words("""
    call calls called phone phones ph tel tele telephone tlf cell cel celular cellphone mobile mob
    fax text txt sms whatsapp whatsup whatapp watsapp wa viber imo number no num nr contact reach
    ring dial message voicemail landline home work office telefono teléfono móvil movil numero
    número llamar llame llámeme llameme zalo wechat line signal telegram at on me or cell# tel#
    """)
_STRONG = _CUES - {"no", "number", "num", "nr", "at", "on", "me", "or", "line", "home", "work",
                   "office", "contact", "reach", "message", "text"}  # fmt: skip
_EXTENSION = re.compile(r"[ ,]{0,2}(?:ext?\.?|x|extension)[ .]?\d{1,5}\b", re.IGNORECASE)
_NORTH_AMERICAN = re.compile(
    r"(?:\+?1[ ./-]{0,3})?\(?[2-9]\d{2}\)?[ ./~|_*-]{0,3}\d{3}[ ./~|_*-]{0,3}\d{4}\Z"
)
_LOCAL = re.compile(r"[2-9]\d{2}[ .-]\d{4}\Z")
_DATE_LIKE = re.compile(
    r"\(?(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2})\b"
)
_DECIMAL_LIST = re.compile(r"\d+\.\d+(?:[ ,]+\d+\.\d+)+\Z|\d{1,3}(?:,\d{3})+\Z")
_YEARS = re.compile(r"(?:19|20)\d\d[ /,-]+(?:19|20)\d\d\Z")
_VANITY = re.compile(r"\b1?[ -]?8(?:00|33|44|55|66|77|88)-[A-Za-z\d-]{7,12}\b")


def phones(doc: Document) -> Iterator[Hit]:
    """Numbers in figures, told from dates and values by shape, length and the words before."""
    for match in _RUN.finditer(doc.text):
        start, end = match.start(), match.end()
        if not doc.free(start, end) or _inside_word(doc.text, start, end):
            continue
        found = _trimmed(doc, start, end)
        if found is not None:
            start, end, rule, score = found
            extension = _EXTENSION.match(doc.text, end)
            end = extension.end() if extension else end
            yield Hit(start, end, Kind.PHONE, rule, score)


def _inside_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if before in ("-", "/") and text[start - 2 : start - 1].isalnum():
        return True
    if before.isalnum() or before in ("$", "€", "£", "#", "@"):
        return True
    return after.isalnum() and after.lower() not in "xe"


def _trimmed(doc: Document, start: int, end: int) -> tuple[int, int, str, float] | None:
    """The telephone number at ``start``; a run may hold an age or a value beside it."""
    said = doc.text[start:end]
    if said.endswith(")") and "(" not in said:
        end -= 1
    for stop in _stops(said):
        piece = said[:stop].rstrip(" ()./*~|_,-") if stop < len(said) else said[: end - start]
        kind = _shape(doc, start, piece)
        if kind is not None:
            return start, start + len(piece), *kind
    return None


def _stops(said: str) -> list[int]:
    """Where the number may end: at the end of the run, or before a comma or blank in it."""
    inner = [m.start() for m in re.finditer(r", ?| (?=\d)", said) if m.start() >= 9]
    return [len(said), *reversed(inner)]


def _shape(doc: Document, start: int, said: str) -> tuple[str, float] | None:
    digits = "".join(c for c in said if c.isdigit())
    if not 7 <= len(digits) <= 15 or digits[-10:] in _PUBLIC:
        return None
    if _DATE_LIKE.match(said) or _DECIMAL_LIST.match(said) or _YEARS.match(said):
        return None
    cue = _cue(doc, start)
    plain = said.replace(" - ", "-")
    if _NORTH_AMERICAN.match(plain) and (len(digits) > 10 or digits[0] in "23456789"):
        separated = not plain.isdigit()
        if separated or cue:
            return "phone.north-american", 0.97
        return ("phone.digits", 0.7) if _last_word(doc, start) not in _ID_WORDS else None
    if said.lstrip("(").startswith("+") or said.startswith("00"):
        return ("phone.international", 0.97) if len(digits) >= 8 else None
    if _single_digits(said):
        return "phone.disguised", 0.9
    if cue == "strong" and len(digits) >= 7 and "," not in said:
        return "phone.cue", 0.9
    if cue and (_LOCAL.match(said) or (len(digits) >= 9 and said[0] in "0(" and "," not in said)):
        return "phone.cue", 0.8
    if _LOCAL.match(said) and "-" in said and said[3] == "-" and said[:3] == "555":
        return "phone.local", 0.7
    if 9 <= len(digits) <= 13 and said.lstrip("(")[0] == "0" and len(re.findall(r"\d+", said)) >= 3:
        return "phone.national", 0.75
    return None


def _single_digits(said: str) -> bool:
    groups = re.findall(r"\d+", said)
    return len(groups) >= 9 and max(map(len, groups)) <= 2


_ID_WORDS = words("id number no # mrn account acct claim policy case member group ref")


def _last_word(doc: Document, start: int) -> str:
    return doc.word(doc.token_at(start) - 1)


def _cue(doc: Document, start: int) -> str:
    """ "strong" or "weak" when one of the few words before says that a number comes."""
    i = doc.token_at(start)
    seen = ""
    for back in range(i - 1, max(-1, i - 7), -1):
        word = doc.lower[back]
        if word in _ID_STOPS:
            return seen
        if word in _STRONG:
            return "strong"
        if word in _CUES and back >= i - 3:
            seen = "weak"
        if word in (".", "\n", ";", "?", "!") and back < i - 2:
            break
    return seen


_ID_STOPS = words("""
    mrn ssn policy claim case account acct member subscriber tracking id passport icd cpt
    accession code group specimen invoice
    """)

_DIGIT_WORDS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "null": "0", "one": "1", "two": "2",
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "cero": "0", "uno": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6",
    "siete": "7", "ocho": "8", "nueve": "9", "ten": "10", "eleven": "11", "twelve": "12",
    "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
    "eighteen": "18", "nineteen": "19", "twenty": "2_", "thirty": "3_", "forty": "4_",
    "fourty": "4_", "fifty": "5_", "sixty": "6_", "seventy": "7_", "eighty": "8_", "ninety": "9_",
    "hundred": "00", "thousand": "000",
}  # fmt: skip
_SOUNDS = {
    "ate": "8", "tree": "3", "for": "4", "fore": "4", "to": "2", "too": "2", "won": "1",
    "sex": "6", "sicks": "6", "niner": "9", "fife": "5", "nein": "9", "ait": "8", "wun": "1",
}  # fmt: skip
_SPOKEN_PART = re.compile(
    r"[-\s.,()/*+=\[\]~|:_]{0,5}(?:(?P<times>double|triple)[ -])?"
    r"(?P<piece>\d{1,4}|"
    + "|".join(sorted([*_DIGIT_WORDS, *_SOUNDS], key=len, reverse=True))
    + r")",
    re.IGNORECASE,
)
_NUMBERISH = frozenset(_DIGIT_WORDS) | {"double", "triple", "plus", "area"}
_FEWEST, _FEWEST_DIGITS, _MOST = 2, 7, 15


def spoken(doc: Document) -> Iterator[Hit]:
    """Numbers told in words, wholly or in part: "nine 1 four, five five five ..."."""
    if sum(word in _NUMBERISH or _mixed(word) or _is_row(word) for word in doc.lower) < _FEWEST:
        return
    until = 0
    for i, word in enumerate(doc.lower):
        start = doc.begin[i]
        if start < until or not _may_start(doc, i, word):
            continue
        end, digits, told = _spoken_run(doc.low, start)
        if told == 0 or len(digits) > _MOST:
            until = end
        elif told >= _FEWEST and _FEWEST_DIGITS <= len(digits) <= _MOST and doc.free(start, end):
            until = end
            yield from _told(doc, i, end, digits, told)


def _told(doc: Document, i: int, end: int, digits: str, told: int) -> Iterator[Hit]:
    """What a run of spoken digits is: an identity number, a telephone number or nothing."""
    start = doc.begin[i]
    if digits[-10:] in _PUBLIC:
        return
    if len(digits) == 9 and _has_id_cue(doc, i):
        yield Hit(start, end, Kind.ID, "id.spelled", 0.9)
    elif told > _FEWEST or _cue(doc, start) or len(digits) in (10, 11):
        yield Hit(start, end, Kind.PHONE, "phone.spelled", 0.92)


_ROW = re.compile(r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine){2,}\Z")


def _is_row(word: str) -> bool:
    """Whether a word is digits told in one breath: "fiveohthree"."""
    return len(word) > 4 and word[:2] in _ROW_STARTS and _ROW.match(word) is not None


def _mixed(word: str) -> bool:
    return len(word) > 3 and word[:3] in _STARTS and any(c.isdigit() for c in word)


_ROW_STARTS = frozenset({"ze", "oh", "on", "tw", "th", "fo", "fi", "si", "se", "ei", "ni"})
_STARTS = frozenset(word[:3] for word in _NUMBERISH)


def _may_start(doc: Document, i: int, word: str) -> bool:
    if word in _NUMBERISH or _is_row(word):
        return True
    if word in _SOUNDS:
        following = doc.word(i + 1)
        return following in _NUMBERISH or following in _SOUNDS
    if word[0].isdigit():
        return True
    return any(c.isdigit() for c in word) and _SPOKEN_PART.match(word) is not None


def _has_id_cue(doc: Document, i: int) -> bool:
    return any(doc.word(j) in ("ssn", "social", "security", "id") for j in range(i - 8, i))


def _spoken_run(low: str, start: int) -> tuple[int, str, int]:
    """End of the run of spoken digits, the digits, and how many pieces were words."""
    at, digits, words, sounds = start, "", 0, 0
    while len(digits) <= _MOST:
        match = _SPOKEN_PART.match(low, at)
        if match is None or _cut_word(low, match):
            break
        piece = match["piece"]
        if not piece.isdigit():
            words += 1
            sounds += piece in _SOUNDS
            piece = _DIGIT_WORDS.get(piece) or _SOUNDS[piece]
        times = {"double": 2, "triple": 3}.get(match["times"] or "", 1)
        digits = _append(digits, piece * times)
        at = match.end()
    if sounds * 2 > words:
        return at, "", 0
    return at, digits.replace("_", "0"), words


def _append(digits: str, piece: str) -> str:
    """ "forty" then "two" is 42, "forty" then "55" is 4055."""
    if digits.endswith("_"):
        digits = digits[:-1] if len(piece) == 1 and piece != "0" else digits[:-1] + "0"
    return digits + piece


def _cut_word(low: str, match: re.Match[str]) -> bool:
    """Whether the piece is only the beginning of a longer word ("one" of "ones")."""
    after = low[match.end() : match.end() + 1]
    if not after.isalpha():
        return False
    following = _SPOKEN_PART.match(low, match.end())
    return following is None or (following.end() - match.end() < 2 and match["piece"].isalpha())
