"""Hospitals, employers, schools, parishes and insurers of a person."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_HOST = words("msk mskcc sloan kettering memorial")
_SMALL = frozenset(
    {
        "of",
        "the",
        "and",
        "&",
        "for",
        "de",
        "del",
        "la",
        "at",
        "in",
        "-",
        "/",
        "'s",
        "our",
        "von",
        ".",
    }
)
_NEVER = (
    lexicon.FUNCTION | lexicon.MONTH | lexicon.WEEKDAY | lexicon.DRUG | lexicon.CONDITION
    | lexicon.HOLIDAY
    | lexicon.TEST | lexicon.PROTECTED | lexicon.UNIT | lexicon.REGIMEN | lexicon.HONORIFIC
    | lexicon.RELATION
    | lexicon.COUNTRY | lexicon.GENE
)  # fmt: skip
_NOT_ORGS = words("""
    msk mskcc i he she they we you it icu er home work night least last best all stage age
    the a an my your our his her any every fda nih nci cdc va medicare medicaid university
    hospital clinic church school
    """)
_WORK = words("for with by at through")
_WORK_VERBS = words("""
    work works worked working employed job insured insurance covered employee volunteer
    retired
    """)


def organisations(doc: Document) -> Iterator[Hit]:
    """Known ones, names that end in what they are, and names behind "at" and "work for"."""
    for i, phrase in sorted(doc.phrases.items()):
        last = i + phrase.length - 1
        if (
            phrase.kind in ("org", "insurer")
            and doc.free(doc.begin[i], doc.end[last])
            and _is_said_as_name(doc, i, last)
        ):
            last = _with_tail(doc, last)
            rule = "organisation.insurer" if phrase.kind == "insurer" else "organisation.known"
            yield _hit(doc, i, last, rule, 0.9)
    for pattern in (_OUR_LADY, _LOCAL, _LAST_WORD, _FIRST_WORD):
        for match in pattern.finditer(doc.text):
            if doc.case != "mixed" or not doc.free(*match.span()):
                continue
            yield Hit(match.start(), match.end(), Kind.ORG, "organisation.shape", 0.85)
    yield from _shaped(doc)
    yield from _placed(doc)
    yield from _caring(doc)


_ENDINGS = words("""
    high general regional memorial methodist baptist presbyterian children's childrens
    deaconess middle elementary lutheran health warehouse shipyards shipyard courthouse
    library diner bank airlines air foods motors symphony orchestra brewery farms transit
    plant mills steel works logistics
    """)
_NOT_ENDING = words("""
    school dose grade risk court blood cholesterol levels fever five care
    """)
_FIRST_WORD = re.compile(
    r"\b(?:Temple|Congregation|Masjid|Camp|Fort|Universidad|Hospital|Cl[ií]nica|Instituto"
    r"|Colegio|Univ\.?|University|"
    r"Klinik|Klinikum|Uniklinik|Universit[äa]tsklinikum|Krankenhaus|Spital|Policl[ií]nico"
    r"|Poliklinik[aę]?|Sanatorio|Sanatorium|Nemocnice|Bolnica|Hospices|CHU|CHRU|Charit[eé]"
    r"|Centro M[eé]dico|Centre Hospitalier|Cl[ií]nicas|Clinica|Clinique"
    r"|H[oô]pital|Ospedale|Szpital|Universit[àéy]\w*|Ecole|École) (?:(?:of|de|di"
    r"|del|da|do|la|the|San|Santa) ){0,2}"
    r"[A-Z][\w'-]+(?:[ -][A-Z][\w'-]+){0,3}|\bM\.? ?D\.? Anderson\b"
)
_OUR_LADY = re.compile(r"\bOur Lady (?:of|Queen) (?:the |Perpetual )?[A-Z][a-z]+")
_LAST_WORD = re.compile(
    r"\b(?:[A-Z][\w'-]+ ){1,3}(?:Hastanesi|Krankenhaus|Klinik|Klinikum|Ziekenhuis|Sjukhus|Sykehus"
    r"|K[oó]rh[aá]z|Nemocnice|Spital|Sairaala|Kliniken|Gasthuis|Hospitalet)(?!\w)"
)
_LOCAL = re.compile(
    r"\b(?:Local|Lodge|VFW Post|Battalion|Ladder|Engine|Steelworkers|Teamsters|UAW|IBEW|SEIU"
    r"|AFSCME)(?: Local)? \d{1,5}\b"
)


def _hit(doc: Document, first: int, last: int, rule: str, score: float) -> Hit:
    return Hit(doc.begin[first], doc.end[last], Kind.ORG, rule, score)


def _is_said_as_name(doc: Document, i: int, last: int) -> bool:
    said = doc.words[i]
    return (
        said[0].isupper()
        or said[0].isdigit()
        or (doc.case == "lower" and (last > i or doc.entries[i].common < 30))
    )


_TAIL = words("""
    hospital clinic medical center centre university college school church health plan
    insurance campus cancer institute hospitals system
    """)


def _with_tail(doc: Document, last: int) -> int:
    while last + 1 < len(doc) and doc.lower[last + 1] in _TAIL and doc.words[last + 1][0].isupper():
        last += 1
    return last


def _shaped(doc: Document) -> Iterator[Hit]:
    """Capitals that end in (or hold) a word for an organisation: "Kapaa High", "Mercy hospice"."""
    for i, entry in enumerate(doc.entries):
        if not doc.free(doc.begin[i], doc.end[i]) or not (
            entry.flags & lexicon.ORG_WORD or _is_ending(doc, i)
        ):
            continue
        first = _first_of(doc, i)
        if first is None:
            continue
        last = _last_of(doc, i)
        if doc.free(doc.begin[first], doc.end[last]) and not _HOST & set(
            doc.lower[first : last + 1]
        ):
            yield _hit(doc, first, last, "organisation.shape", 0.85)


def _is_ending(doc: Document, i: int) -> bool:
    """Whether a word such as "General" or "plant" ends a name of capitals."""
    if (
        doc.lower[i] not in _ENDINGS
        or i == 0
        or doc.case != "mixed"
        or not doc.words[i - 1][0].isupper()
    ):
        return False
    capital = doc.words[i][0].isupper() or doc.lower[i] in ("plant", "warehouse", "courthouse")
    return capital and doc.word(i + 1) not in _NOT_ENDING


def _first_of(doc: Document, i: int) -> int | None:
    """The first token of the name that ends in the organisation word at ``i``."""
    first: int | None = None
    j = i - 1
    while j >= 0 and i - j <= 8:
        said, word = doc.words[j], doc.lower[j]
        if _is_name_part(doc, j, i) or _joins_names(doc, j, i, first):
            first = j
        elif not (word in _SMALL and j > 0 and _is_name_part(doc, j - 1, i)) or word in (
            "at",
            "in",
            "the",
            "/",
            "and",
            "for",
        ):
            break
        if said == ".":
            break
        j -= 1
    if (
        first is not None
        and first > 1
        and doc.words[first - 1] == "."
        and doc.lower[first - 2] in ("st", "mt", "ft")
    ):
        first -= 2
    if (
        first is None
        and doc.words[i][0].isupper()
        and doc.word(i + 1) == "of"
        and doc.case == "mixed"
    ):
        following = i + 2 + (doc.word(i + 2) == "the")
        named = following < len(doc) and doc.words[following][0].isupper()
        return i if named and doc.lower[i] not in ("dr", "doctor") else None
    return first


def _joins_names(doc: Document, j: int, i: int, first: int | None) -> bool:
    """Whether "and" or "of the" at ``j`` stands inside one long name of capitals."""
    if doc.case != "mixed" or first != j + 1 or j < 1 or doc.is_first(j - 1):
        return False
    if doc.lower[j] == "the":
        return doc.lower[j - 1] == "of" and j > 1 and _is_name_part(doc, j - 2, i)
    if doc.lower[j] == "of":
        return _is_name_part(doc, j - 1, i)
    return (
        doc.lower[j] == "and"
        and _is_name_part(doc, j - 1, i)
        and not doc.entries[j - 1].flags & (_NEVER | lexicon.TREATMENT)
    )


def _is_name_part(doc: Document, j: int, i: int) -> bool:
    said, word, entry = doc.words[j], doc.lower[j], doc.entries[j]
    if not said[0].isalpha() or word in _NOT_ORGS or entry.flags & lexicon.FUNCTION:
        return False
    if doc.case == "mixed":
        return (
            said[0].isupper()
            and not (doc.is_first(j) and entry.common >= 45)
            and not entry.flags & (lexicon.HONORIFIC | lexicon.MONTH | lexicon.WEEKDAY)
        )
    known = entry.surname >= 60 or entry.place >= 100 or entry.given >= 120 or word in _HOLY
    return j == i - 1 and (known or (not entry.common and not entry.flags)) and entry.common < 40


_HOLY = words("""
    st mercy trinity providence grace sacred baptist methodist lutheran presbyterian
    catholic
    """)


def _last_of(doc: Document, i: int) -> int:
    """The last token: "University of Iowa Hospitals"."""
    last = i
    while last + 1 < len(doc) and last - i < 5:
        word = doc.words[last + 1]
        if doc.entries[last + 1].flags & lexicon.ORG_WORD and (
            word[0].isupper() or doc.case != "mixed"
        ):
            last += 1
        elif step := _goes_on(doc, last):
            last += step
        elif (
            doc.lower[last + 1] in ("of", "at", "-")
            and last + 2 < len(doc)
            and doc.words[last + 2][0].isupper()
            and (doc.words[i][0].isupper() and doc.case == "mixed")
        ):
            last += 2
        elif (
            doc.case == "mixed"
            and doc.words[last][0].isupper()
            and word[0].isupper()
            and last > i
            and (doc.lower[last - 1] in ("of", "at", "-", "the"))
            and doc.inside.get(last + 1) not in ("state",)
        ):
            last += 1
        else:
            break
    return last


def _capital_at(doc: Document, j: int) -> bool:
    return j < len(doc) and doc.words[j][0].isupper()


def _goes_on(doc: Document, last: int) -> int:
    """How many tokens on a name goes: "Center and Cancer Institute", "of the Good Shepherd"."""
    if doc.case != "mixed" or last + 2 >= len(doc) or not doc.words[last][0].isupper():
        return 0
    behind = doc.words[last + 2]
    if doc.lower[last] in ("st", "mt", "ft") and doc.words[last + 1] == ".":
        return 2 * _capital_at(doc, last + 2)
    if doc.lower[last + 1] == "of" and behind == "the":
        return 3 * _capital_at(doc, last + 3)
    if doc.lower[last + 1] not in ("and", "&") or not behind[0].isupper():
        return 0
    following = doc.entries[last + 3].flags if last + 3 < len(doc) else 0
    return 2 * bool((doc.entries[last + 2].flags | following) & lexicon.ORG_WORD)


_CARE = words("""
    onc oncs oncology oncologist oncologists er ed icu clinic docs surgeons hem heme radiology
    pathology path infusion tumor derm pulm urology neuro ent peds picu nicu cardiology
    """)
_DEEDS = words("says said told gave sent wants offers refused denied discharged missed found did")
_SEEN = words("seen treated scanned biopsied referred admitted transferred followed operated")
_THERE = words("scan scans pet mri ct er ed onc surgeon oncologist doctor doctors docs clinic dr")


def _caring(doc: Document) -> Iterator[Hit]:
    """A hospital called by one word: "baystate onc", "scan at lakeview", "seen by Hartwell"."""
    for i, entry in enumerate(doc.entries):
        if not doc.words[i][0].isalpha() or len(doc.words[i]) < 4:
            continue
        if entry.flags & ~_NAME_FLAGS or doc.lower[i] in _NOT_ORGS | _HOST:
            continue
        if not _beside_care(doc, i) or not _may_be_called(doc, i):
            continue
        if doc.inside.get(i) in (None, "place", "org") and doc.free(doc.begin[i], doc.end[i]):
            yield _hit(doc, i, max(i, _capitals(doc, i) or i), "organisation.care", 0.6)


_NAME_FLAGS = lexicon.ORG | lexicon.EPONYM | lexicon.DICTIONARY | lexicon.PLACE_WORD


def _beside_care(doc: Document, i: int) -> bool:
    before, second = doc.word(i - 1), doc.word(i - 2)
    if doc.is_first(i) and doc.word(i + 1) in _DEEDS:
        return doc.entries[i].given < 60 and (doc.words[i][0].isupper() or doc.case == "lower")
    if second == "." or before in (".", "dr", "doctor", "nurse", "my", "our"):
        return False
    if doc.word(i + 1) in _CARE:
        return before not in ("&", "and")
    return before in ("at", "by", "to") and (
        second in _SEEN or (second in _THERE and before == "at")
    )


def _may_be_called(doc: Document, i: int) -> bool:
    """Whether the word is a surname or a town, or no word at all, and no ordinary word."""
    entry = doc.entries[i]
    named = entry.surname >= 40 or entry.place or entry.given >= 80
    unknown = not (entry.common or entry.flags)
    if doc.case == "mixed" and doc.words[i][0].isupper():
        return (bool(named) and entry.common < 45) or unknown or entry.common < 20
    return (bool(named) and entry.common < 20) or unknown


def _placed(doc: Document) -> Iterator[Hit]:
    """A capital behind "at", "work for", "insured by", or St. with a possessive."""
    for i, word in enumerate(doc.lower):
        if word == "st" and doc.words[i][0] == "S":
            hit = _saint(doc, i)
            if hit is not None:
                yield hit
        if word not in _WORK or i + 1 >= len(doc):
            continue
        if word != "at" and not any(doc.word(k) in _WORK_VERBS for k in range(i - 4, i)):
            continue
        first = i + 1 + (doc.word(i + 1) in ("the", "our", "my") and doc.case == "mixed")
        last = _capitals(doc, first)
        if last is not None and doc.free(doc.begin[first], doc.end[last]):
            yield _hit(doc, first, last, "organisation.at", 0.75)


def _saint(doc: Document, i: int) -> Hit | None:
    j = i + 1 + (doc.word(i + 1) == ".")
    if j >= len(doc) or not doc.words[j][0].isupper():
        return None
    if doc.word(j + 1) != "day" and doc.free(doc.begin[i], doc.end[j]):
        return _hit(doc, i, j, "organisation.saint", 0.85)
    return None


def _links_capitals(doc: Document, j: int) -> bool:
    """Whether token j stands between two parts of a name: "&", "of", the dot of "St."."""
    said = doc.words[j]
    if j + 1 >= len(doc) or not doc.words[j + 1][0].isupper():
        return False
    return said in ("&", "-", "of") or (said == "." and doc.lower[j - 1] == "st")


def _capitals(doc: Document, i: int) -> int | None:
    """The last of the capitals that start at ``i``, None where they name no organisation."""
    if i >= len(doc) or doc.case != "mixed":
        return None
    last: int | None = None
    j = i
    while j < len(doc) and j - i < 5:
        said, entry = doc.words[j], doc.entries[j]
        capital = said[0].isupper() and doc.lower[j] not in _NOT_ORGS and not entry.flags & _NEVER
        if capital and doc.inside.get(j) not in (
            "state",
            "country",
            "drug",
            "condition",
            "protected",
            "test",
        ):
            last = j
        elif last is None or not _links_capitals(doc, j):
            break
        j += 1
    if last is None or doc.lower[i] in _HOST or re.fullmatch(r"[A-Z]\d.*", doc.words[i]):
        return None
    return last
