"""Places below the state (45 CFR 164.514(b)(2)(i)(B)), and the states and countries around them."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind, Tier
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_STREET = re.compile(
    r"(?<![\w.$/-])\d{1,5}[A-Za-z]?(?:[ -]?1/2)? (?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East"
    r"|West)\.? )?"
    r"(?:[A-Za-z0-9][\w'.-]* ){1,3}?(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|court|ct"
    r"|boulevard|blvd|way|place|pl|"
    r"terrace|circle|cir|highway|hwy|pike|parkway|pkwy|trail|square|sq|loop|crescent|close|row"
    r"|mews|grove|gardens|heights|xing|trl|ter|terr|rte|cv|cres|expressway|freeway|tpke|landing"
    r"|hollow|commons|villas|estates|manor|park|glen|creek|blf|bluff|vista|"
    r"route|turnpike|alley|walk|plaza|ridge|hill|point|run|bend|cove|crossing)\b\.?(?!\w)"
    r"(?:,? (?:apt|apartment|unit|suite|ste|#|no|floor|fl|flat|lot)\.? ?#?\w{1,5}\b)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?<![\w.$/-])(?:\d{1,5} (?:(?:N|S|E|W|North|South|East|West|Old|US|State|County)\.? ){0,2}"
    r"(?:Hwy|Highway|Rte|Route|Rt|Road|Rd|CR|FM)|(?:US |State |County |Old )?(?:Hwy|Highway|Rte))"
    r"\.? \d{1,4}[A-Za-z]?\b",
    re.IGNORECASE,
)
_TOLD_STREET = re.compile(
    r"\b(?:address(?: is)?:? |(?:live|lives|living|lived|reside|resides|stay|staying) (?:at|on) "
    r"|(?:mail|send|write)(?: \w+){0,3}? (?:to|at):? )"
    r"(\d{1,5} (?:[\w']+ ){1,3}?(?:st|ave|rd|ln|dr|ct|court|blvd|way|pl|place|ter|terrace|cir"
    r"|circle|hwy|highway|pkwy|trl|trail|loop|xing|rte|route|row|run|bend|cove|pike|sq)\b\.?)",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"\b(?:rural route|county road|state road|route|space|lot) (?:no\.? ?)?\d{1,4}\b(?=,)"
    r"|\b(?:P\.? ?O\.? ?)?(?<!check )(?<!tick )(?<!black )Box #?\d{2,6}\b"
    r"|\b(?:rural route|rr|rt|route) \d{1,3},? box \d{1,5}\b",
    re.IGNORECASE,
)
_BOXED = re.compile(r"\bspace\b|\blot\b|\bbox\b|\broute\b|\broad\b|\brr\b")
_STREET_WORDS = re.compile(r"[A-Z][\w'.-]+")
_ZIP = re.compile(r"(?<![\w$#.,/-])\d{5}(?:-\d{4})?(?![\w%/-]|[.,]\d)")
_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] "
    r"\d[ABCEGHJ-NPRSTV-Z]\d)\b"
)


_ABROAD = re.compile(
    r"\b(?:[A-Z]\w+(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|gatan|laan|straat|vej|gade|allee)"
    r"|(?:Calle|Rua|Rue|Via|Avenida|"
    r"Av\.|Carrera|Cra\.?|Jalan|Jl\.|Ul\.|ul\.|Ulica|Plaza|Paseo|Viale|Corso|Rue de(?: la)?) "
    r"(?:[A-Z0-9][\w.]* ?){1,4}?)"
    r",? ?(?:No\.? ?|n[°º] ?|# ?)?\d{1,5}(?:[ -]?[a-zA-Z0-9]{1,3})?(?!\w)(?:, \d{4,6} [A-Z]\w+)?"
)
_PLAIN_STREET = re.compile(
    r"(?:\baddress(?: is)?:? |\b(?:lives?|living|reside[sd]?) at )(\d{1,5} [A-Z][\w']+(?: "
    r"[A-Z][\w']+)?(?:, [A-Z][\w']+)?)"
)
_FLAT = re.compile(r"(?:(?:flat|apt\.?|apartment|unit|suite|no\.?) ?#?\w{1,4}, ?)\Z", re.IGNORECASE)
_FLAT_BEHIND = re.compile(
    r",? ?(?:(?:(?:apt|apartment|unit|suite|ste|flat|lot|no)\b\.? ?#?|#)\w{1,5}\b"
    r"|(?:space|spc|sp|trailer|trlr|bldg|building|box|room) ?#?\d{1,5}[a-z]?\b"
    r"|\d{1,2}(?:st|nd|rd|th) floor\b)",
    re.IGNORECASE,
)


def addresses(doc: Document) -> Iterator[Hit]:
    """Street lines, boxes, postcodes, with the town behind the street."""
    if not doc.has_figures:
        return
    until = 0
    for match in _STREET.finditer(doc.text):
        if doc.free(*match.span()) and _is_street(match[0]):
            flat = _FLAT.search(doc.text, max(0, match.start() - 16), match.start())
            behind = _FLAT_BEHIND.match(doc.text, match.end())
            end = behind.end() if behind else match.end()
            end -= doc.text[end - 1 : end + 1] == ". "
            start = flat.start() if flat and flat.start() >= until else match.start()
            until = end
            yield Hit(start, _town_behind(doc, end), Kind.LOCATION, "location.street", 0.92)
    yield from _told_streets(doc)
    for match in _ABROAD.finditer(doc.text):
        yield Hit(match.start(), match.end(), Kind.LOCATION, "location.street", 0.85)
    for match in _PLAIN_STREET.finditer(doc.text):
        yield Hit(match.start(1), match.end(1), Kind.LOCATION, "location.street", 0.8)
    if _BOXED.search(doc.low):
        for match in _BOX.finditer(doc.text):
            yield Hit(
                match.start(),
                _town_behind(doc, match.end()),
                Kind.LOCATION,
                "location.street",
                0.92,
            )
    for match in _POSTCODE.finditer(doc.text):
        if doc.free(*match.span()):
            yield Hit(match.start(), match.end(), Kind.LOCATION, "location.postcode", 0.85)


def _told_streets(doc: Document) -> Iterator[Hit]:
    """Numbered roads ("500 Hwy 12"), and any street behind "lives at", "mail it to"."""
    for pattern, group in ((_NUMBERED, 0), (_TOLD_STREET, 1)):
        for match in pattern.finditer(doc.text):
            if not doc.free(*match.span(group)):
                continue
            behind = _FLAT_BEHIND.match(doc.text, match.end())
            end = _town_behind(doc, behind.end() if behind else match.end())
            yield Hit(match.start(group), end, Kind.LOCATION, "location.street", 0.88)


_PLAIN_NAME = re.compile(
    r"\d{2,5} (?!way |hour |day |mile )[a-z]{3,} (?:[a-z]{3,} )?(?:street|avenue|road|lane|drive"
    r"|blvd|ave|pkwy|parkway|hwy|rte|trl|xing|cir|terrace)\b"
)
_OTHER_WORDS = re.compile(r"\b(?:mg|cm|mm|years?|weeks?|days?|and|the|of|to|in|dr\.? [A-Z])\b")


def _is_street(said: str) -> bool:
    """Whether it is an address, not "5 days a week place": a capital, "5th", or "12 elm street"."""
    name = said.split(" ", 1)[1]
    if _OTHER_WORDS.search(name):
        return False
    named = _STREET_WORDS.match(name) or re.match(r"\d+(?:st|nd|rd|th)\b", name.lower())
    return bool(named) or bool(_PLAIN_NAME.match(said))


def _town_behind(doc: Document, end: int) -> int:
    """The end of ", Barre" behind a street line."""
    i = doc.token_at(end)
    if doc.word(i) not in (",", "\n"):
        return end
    last = None
    for j in range(i + 1, min(i + 4, len(doc))):
        if (
            not doc.words[j].isalpha()
            or not doc.words[j][0].isupper()
            or not doc.free(doc.begin[j], doc.end[j])
            or doc.inside.get(j) in ("state", "country")
            or (len(doc.words[j]) == 2 and lexicon.state_of(doc.words[j]))
        ):
            break
        last = j
    return doc.end[last] if last is not None else end


def zips(doc: Document) -> Iterator[Hit]:
    """Five figures behind a state, a place or the word "zip"."""
    for match in _ZIP.finditer(doc.text):
        if not doc.free(*match.span()):
            continue
        i = doc.token_at(match.start())
        j = i - 1 - (doc.word(i - 1) in (",", "."))
        if doc.marks.get(j) in (Kind.STATE, Kind.LOCATION) or doc.word(j) in (
            "zip",
            "zipcode",
            "code",
            "postcode",
            "cp",
        ):
            yield Hit(match.start(), match.end(), Kind.LOCATION, "location.postcode", 0.9)


_PREPOSITIONS = words("""
    in from near outside around to at of by across toward towards through via serving
    leaving en de desde cerca
    """)
_FIRM = frozenset({"in", "from", "near", "outside", "en", "desde"})
_VERBS = words("""
    live lives living lived reside resides resident based moved drive drove travel fly flew
    located born raised city town village county home stationed vivo vive somos
    """)
_NOT_PLACES = words("""
    the a an my your our his her their this that these those it me you him them us all both
    any remission pain hospital hospice bed general fact case order addition particular hope
    faith march may msk mskcc sloan kettering memorial english spanish clinic icu er stage
    god heaven church school pathology radiology oncology surgery chemo treatment advance
    touch limbo shock charge need office person
    """)
_NEVER = (
    lexicon.FUNCTION | lexicon.MONTH | lexicon.WEEKDAY | lexicon.DRUG | lexicon.CONDITION
    | lexicon.HOLIDAY
    | lexicon.TEST | lexicon.PROTECTED | lexicon.NATIONALITY | lexicon.UNIT | lexicon.REGIMEN
    | lexicon.HONORIFIC
    | lexicon.RELATION | lexicon.BODY | lexicon.CREDENTIAL | lexicon.SYMPTOM | lexicon.OCCUPATION
)  # fmt: skip
_WIDE = words("""
    county parish township archipelago borough island islands valley area region district
    province heights beach city springs falls park hills center
    """)


_CAPITAL = re.compile(r"(?<!\w)D\. ?C\.?(?!\w)")


def states(doc: Document) -> Iterator[Hit]:
    """States, provinces and countries: topics by themselves."""
    for match in _CAPITAL.finditer(doc.text):
        yield Hit(match.start(), match.end(), Kind.STATE, "state.name", 0.85, Tier.INFO)
    for i, phrase in doc.phrases.items():
        if phrase.kind not in ("state", "country"):
            continue
        last = i + phrase.length - 1
        start, end = doc.begin[i], doc.end[last]
        if doc.free(start, end) and _is_state(doc, i, last):
            yield Hit(start, end, Kind.STATE, "state.name", 0.85, Tier.INFO)


def _is_state(doc: Document, i: int, last: int) -> bool:
    said = doc.text[doc.begin[i] : doc.end[last]]
    short = len(said.replace(".", "")) <= 3
    if short and said not in ("USA", "UK", "U.K.", "U.S.A.", "UAE", "D.C.", "DC"):
        return _placed(doc, i)
    if said[0].isupper() or doc.case == "lower":
        return True
    return last > i or (doc.entries[i].common < 40 and doc.word(i - 1) in ("in", "from", ","))


def _placed(doc: Document, i: int) -> bool:
    """Whether an abbreviation of a state stands where a state does: behind a place or "in"."""
    j = i - 1 - (doc.word(i - 1) == ",")
    before = doc.word(i - 1)
    if j >= 0 and doc.marks.get(j) in (Kind.LOCATION, Kind.NAME):
        return doc.word(i + 1) not in ("gene", "mutation")
    if j >= 0 and doc.entries[j].place and doc.words[j][0].isupper() and doc.case != "upper":
        return True
    return (
        before in ("in", "from", "near")
        and doc.case == "mixed"
        and doc.lower[i] not in ("or", "in", "me", "pa")
    )


def short_states(doc: Document) -> Iterator[Hit]:
    """ "paducah ky": abbreviations in any case right behind a place."""
    for i in range(1, len(doc)):
        word = doc.lower[i]
        comma = doc.word(i - 1) == ","
        if (
            word in _OLD_STYLE
            and doc.marks.get(i - 1 - comma) is Kind.LOCATION
            and not doc.marks.get(i)
        ):
            dot = doc.word(i + 1) == "." and doc.glued(i + 1)
            yield Hit(doc.begin[i], doc.end[i] + dot, Kind.STATE, "state.name", 0.8, Tier.INFO)
            continue
        if len(word) == 1 and _is_dotted_state(doc, i):
            yield Hit(doc.begin[i], doc.end[i + 3], Kind.STATE, "state.name", 0.8, Tier.INFO)
            continue
        if len(word) != 2 or not word.isalpha() or doc.marks.get(i):
            continue
        j = i - 1 - (doc.word(i - 1) == ",")
        if doc.marks.get(j) is not Kind.LOCATION or word in (
            "me",
            "in",
            "hi",
            "oh",
            "ok",
            "or",
            "is",
            "he",
            "we",
            "my",
        ):
            continue
        if lexicon.state_of(word.upper()) and not doc.glued(i):
            yield Hit(doc.begin[i], doc.end[i], Kind.STATE, "state.name", 0.8, Tier.INFO)


def _is_dotted_state(doc: Document, i: int) -> bool:
    """ "N.J.", "P. R." behind a place."""
    if doc.marks.get(i - 1 - (doc.word(i - 1) == ",")) is not Kind.LOCATION or i + 3 >= len(doc):
        return False
    if doc.words[i + 1] != "." or doc.words[i + 3] != ".":
        return False
    return lexicon.state_of((doc.words[i] + doc.words[i + 2]).upper()) is not None


_OLD_STYLE = words("""
    ill mass calif penn penna fla tex mich minn wis wisc wash ore conn tenn colo ariz okla
    nebr kans va ga fl ala ark ind dak mont oreg virg ont que
    """)


def places(doc: Document) -> Iterator[Hit]:
    """Towns, counties, islands, parts of towns: by cue, by the state behind, by standing alone."""
    until = 0
    for i in range(len(doc)):
        entry, word = doc.entries[i], doc.words[i]
        if (
            i < until
            or not (entry.place or entry.starts or word[0].isupper())
            or not word[0].isalpha()
        ):
            continue
        if (entry.flags & lexicon.FUNCTION and word.islower()) or not doc.free(
            doc.begin[i], doc.end[i]
        ):
            continue
        last = _place_at(doc, i)
        if last is not None:
            until = last + 1
            end = doc.end[last] - (2 if doc.lower[last].endswith("'s") else 0)
            yield Hit(doc.begin[i], end, Kind.LOCATION, "location.place", 0.85)


# Islands that no list of towns holds.
_ISLANDS = words("kauai oahu maui molokai lanai nantucket guernsey orkney")


def _place_at(doc: Document, i: int) -> int | None:
    """The last token of the place at ``i``."""
    phrase = doc.phrases.get(i)
    if phrase is None and doc.lower[i].removesuffix("'s") in _ISLANDS:
        return i
    if phrase is not None and phrase.kind == "place":
        last = i + phrase.length - 1
        return last if _accepts(doc, i, last, known=True) else None
    if (phrase is not None and phrase.kind != "eponym") or doc.inside.get(i):
        return None
    entry = doc.entries[i]
    if (
        doc.lower[i] in _NOT_PLACES
        or (entry.flags & _NEVER and not entry.place >= 170)
        or entry.flags & lexicon.FUNCTION
    ):
        return None
    last = _extended(doc, i)
    known = entry.place > 0
    return last if _accepts(doc, i, last, known=known) else None


def _extended(doc: Document, i: int) -> int:
    """ "Macomb County", "Terre Haute", "Santa Cruz": capitals that go on."""
    last = i
    while last + 1 < len(doc) and last - i < 2:
        following = last + 1
        word = doc.words[following]
        if doc.lower[following] in _WIDE and (
            word[0].isupper() or doc.lower[following] == "county"
        ):
            last = following
            continue
        entry = doc.entries[following] if word[0].isalpha() else None
        if (
            entry is None
            or not word[0].isupper()
            or doc.case != "mixed"
            or doc.inside.get(following)
        ):
            break
        if (
            doc.words[i][0].isupper()
            and not entry.common
            and not entry.given
            and not doc.entries[i].place
            and (not entry.flags and doc.free(doc.begin[following], doc.end[following]))
        ):
            last = following
            continue
        break
    return last


def _accepts(doc: Document, i: int, last: int, *, known: bool) -> bool:
    said, entry = doc.words[i], doc.entries[i]
    capital = said[0].isupper()
    several = last > i
    before = doc.word(i - 1)
    state = _state_behind(doc, last)
    if state and (known or capital) and entry.common < 45:
        return True
    if before in ("the",) and not several:
        return False
    lead = _lead(doc, i)
    if not capital or doc.case in ("upper", "title"):
        strong = several or (entry.place >= 100 and entry.common < 33)
        if lead:
            return known and (strong or (entry.place > 0 and entry.common < 30))
        plain = doc.case == "lower" and entry.place >= 150 and not (entry.common or entry.given)
        if plain and doc.word(last + 1) in (".", ",", "", "\n"):
            return True
        return known and strong and (entry.place >= 120 or several) and _stands_alone(doc, i, last)
    if lead:
        if known:
            return entry.common < 50 or several
        return lead == "firm" and entry.common == 0 and not said.isupper() and _unknown(doc, i)
    if not known:
        return False
    common = 45 if not doc.is_first(i) else 33
    if (entry.common < common or several) and _stands_alone(doc, i, last):
        return True
    return several or _is_plain_place(doc, i)


def _is_plain_place(doc: Document, i: int) -> bool:
    """A town that is nothing else: neither a word nor anybody's name."""
    entry = doc.entries[i]
    rival = max(entry.given, entry.surname)
    return entry.place >= 110 and entry.common < 13 and rival < entry.place - 50 and not entry.flags


def _unknown(doc: Document, i: int) -> bool:
    entry = doc.entries[i]
    return not entry.flags and entry.given < 100


def _lead(doc: Document, i: int) -> str:
    """ "firm" behind in, from, near; "weak" behind to, at, of; "" otherwise."""
    before = doc.word(i - 1)
    if before in _FIRM:
        return "firm"
    if before in (":", "=") and doc.word(i - 2) in ("city", "town", "address", "location", "from"):
        return "firm"
    if before in _PREPOSITIONS:
        near = {doc.word(k) for k in range(i - 4, i - 1)}
        return "firm" if near & _VERBS else "weak"
    if before in ("and", "or", ",", "&", "/") and doc.marks.get(i - 2) is Kind.LOCATION:
        return "weak"
    return (
        "firm"
        if before
        in (
            "downtown",
            "visiting",
            "northern",
            "southern",
            "upstate",
            "eastern",
            "western",
            "central",
        )
        else ""
    )


_NOT_STATES = words("me in hi oh ok or is he we my id la de al pa ma so at as an on no")


def _state_behind(doc: Document, last: int) -> bool:
    j = last + 1 + (doc.word(last + 1) in (",", "("))
    if j >= len(doc):
        return False
    word = doc.lower[j]
    if len(word) == 2 and word not in _NOT_STATES and doc.words[j].islower() and word.isalpha():
        return lexicon.state_of(word.upper()) is not None and doc.entries[last].place >= 90
    j += doc.word(j) == "the"
    return (
        doc.inside.get(j) in ("state", "country")
        and (doc.words[j][0].isupper() or doc.case == "lower")
        and (doc.case == "mixed" or len(doc.words[j]) > 2 or doc.marks.get(j) is Kind.STATE)
    )


def _stands_alone(doc: Document, i: int, last: int) -> bool:
    """Whether the place fills a fragment: "59, Sioux Falls." or follows a name at the end."""
    before, after = doc.word(i - 1), doc.word(last + 1)
    if before == "." and doc.glued(i - 1) and not doc.is_first(i):
        before = ""
    opened = before in (
        ",",
        ".",
        "",
        "\n",
        "-",
        "(",
        "!",
        "?",
        ";",
        ":",
        "/",
        "|",
        ")",
        "&",
        "*",
    ) or (
        doc.marks.get(i - 1)
        in (Kind.NAME, Kind.AGE, Kind.PHONE, Kind.EMAIL, Kind.DIAGNOSIS, Kind.OCCUPATION)
    )
    closed = after in (
        ",",
        ".",
        "",
        "\n",
        "-",
        ")",
        "!",
        "?",
        ";",
        ":",
        "/",
        "|",
        "*",
        "(",
    ) or doc.marks.get(last + 1) in (Kind.AGE, Kind.PHONE, Kind.EMAIL, Kind.STATE, Kind.LOCATION)
    return opened and closed
