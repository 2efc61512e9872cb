"""Ages, with their unit or bare; each number is an age only where nothing else claims it."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "diez": 10, "once": 11,
    "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciséis": 16, "diecisiete": 17,
    "dieciocho": 18, "diecinueve": 19, "veintiuno": 21, "veintidós": 22, "veinticinco": 25,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "veinte": 20,
    "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
    "noventa": 90, "fivety": 50, "fifety": 50, "sixy": 60,
}  # fmt: skip
_WORDS = {**_ONES, **_TEENS, **_TENS}
_SOUNDS = {"won": 1, "too": 2, "tree": 3, "fore": 4, "ate": 8, "sicks": 6, "nein": 9}
_NAUGHT = frozenset({"zero", "oh", "o", "naught", "nought"})
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_ORDINAL_TENS = re.compile(r"(?:fort|fift|sixt|sevent|eight|ninet|thirt|twent)ieth\Z")
_OLDEST = 112


def number_at(doc: Document, i: int) -> tuple[int, int] | None:
    """The value of the whole number at token ``i`` and its last token; words count as well."""
    word = doc.word(i)
    if _is_hyphened(doc, i + 1):
        spoken = _digit_by_digit(word, doc.word(i + 2))
        if spoken is not None:
            return spoken, i + 2
    if word.isdecimal():
        return (int(word), i) if len(word) <= 3 else None
    if word in _TENS:
        j = i + 1 + (doc.word(i + 1) in ("-", "+", "y"))
        following = doc.word(j)
        if following in _ONES:
            return _TENS[word] + _ONES[following], j
        if following.isdecimal() and len(following) == 1 and j == i + 1:
            return _TENS[word] + int(following), j
        return _TENS[word], i
    if word in _WORDS:
        return _WORDS[word], i
    joined = re.match(r"(twenty|thirty|fou?rty|fifty|fivety|sixty|seventy|eighty|ninety)(\d|one"
                      r"|two|three|"
                      r"four|five|six|seven|eight|nine)\Z", word)  # fmt: skip
    if joined:
        ones = joined[2]
        return _TENS[joined[1]] + (int(ones) if ones.isdecimal() else _ONES[ones]), i
    return None


def _is_hyphened(doc: Document, j: int) -> bool:
    return doc.word(j) == "-" and doc.glued(j) and j + 1 < len(doc) and doc.glued(j + 1)


def _digit_by_digit(tens: str, ones: str) -> int | None:
    """ "8-zero", "seven-zero", "thirty-won", "sixty-niiine": an age told to slip past a filter."""
    ones = _DRAWN_OUT.sub(r"\1", ones)
    if tens in _TENS and (ones in _SOUNDS or ones in _ONES):
        return _TENS[tens] + (_SOUNDS.get(ones) or _ONES[ones])
    figure = int(tens) if tens.isdecimal() and len(tens) == 1 else _ONES.get(tens)
    if not figure:
        return None
    if ones in _NAUGHT:
        return figure * 10
    return figure * 10 + _ONES[ones] if tens.isdecimal() and ones in _ONES else None


_UNIT = re.compile(
    r"(?:[ ]?1/2|[ ]and a half|\.5|½)?[ -]{0,2}(?:(?:years?|yrs?|yr\.|y|months?|mos?|weeks?|wks?"
    r"|days?)"
    r"[ .-]{0,2}(?:olds?|young|of age|o)\b|y\.?/?o\b\.?(?:ld\b)?|yrs?\b\.?|years?\b|y\b(?!/)|m/o\b|"
    r"años|anos|ans\b|jahre|jaar|anni|-?ish\b)",
)
_SURE_UNIT = re.compile(r"old|young|of age|y\.?/?o\b|años|anos|m/o|\bans|jahre|jaar|anni|ish")
_SEX = re.compile(
    r"(?:[ ]?(?:y/?o|yrs?(?: old)?|years? old|y)?[ ]?[/,-]?[ ]?(?:m|f)\b(?![/'])(?!\.\w)|[ "
    r"-]?(?:y/?o|yrs?(?: old)?|"
    r"years? old)?[ -]?(?:male|female)\b)",
)
_GROUP_BEFORE = words("over under above below than between least most older younger past every")
_GROUP_NOUN = words("women men people patients adults persons children smokers folks kids those")
_TIME_NOUNS = words("""
    weeks week months month days day hours hour minutes times percent miles feet ft inches
    pounds lbs kg cm mm mg ml cycles rounds treatments sessions out post into away of in. x
    weeks' k am pm o'clock st nd rd th degrees dollars packs pack more other different other
    kids children grandchildren nodes stone pills tablets points units blocks pages p.m a.m
    cc gy grams liters years' different siblings questions friends doctors things per
    seconds cigarettes beers trials studies articles min hrs wks mos yrs' hospitals others
    brothers sisters sons daughters boys girls cats dogs opinions
    """)
_IS = words("""
    i'm im is was he's she's i'am turned turning turns turn am be hes shes who's mom's dad's
    are were being became tengo tiene tenía cumplí
    """)
_SUBJECTS = words("""
    i he she who mom mother dad father wife husband son daughter sister brother child it's
    """)
_AT_BEFORE = words("""
    diagnosed died passed dx dx'd had cancer had started menopause surgery mastectomy
    hysterectomy it pregnant disease again first onset born married dead gone stroke one
    attack mom mother father dad away leukemia lymphoma melanoma carcinoma sarcoma that her
    him me this , ( lost buried killed
    """)
_SUCH_AGE = words("aged age ages edad años âge leeftijd alter")


_SEX_FIRST = re.compile(r"(?<![\w-])[MF](?:/| )?(\d{2})(?![\w%/-]|\.\d| ?(?:mg|cm|mm))")


_SMOKED = re.compile(
    r"\bsmok(?:ed|ing|er|es) (?:from|since)(?: age| the age of)? (\d\d)"
    r"(?: ?(?:to|until|till|-) ?(?:age )?(\d\d))?(?![\w/%-])(?! (?:years|months|days|weeks))"
)


def ages(doc: Document) -> Iterator[Hit]:
    """Ages that say so themselves: a unit, "aged", a sex behind, "I'm 54", "at 27"."""
    if "smok" in doc.low:
        for match in _SMOKED.finditer(doc.low):
            for group in (1, 2):
                if match[group] and doc.free(*match.span(group)):
                    yield Hit(*match.span(group), Kind.AGE, "age.since", 0.7)
    for match in _SEX_FIRST.finditer(doc.text):
        if doc.free(*match.span()):
            yield Hit(match.start(), match.end(), Kind.AGE, "age.sex", 0.8)
    for i, word in enumerate(doc.words):
        if word[0] in "LXC" and _roman(doc, i):
            yield Hit(doc.begin[i], doc.end[i], Kind.AGE, "age.unit", 0.8)
    for i in doc.numbers:
        word = doc.lower[i]
        if not (word[0].isdigit() or word in _WORDS or word[:3] in _TENS_STARTS):
            continue
        if i and doc.glued(i) and not _may_be_glued(doc, i, word):
            continue
        if doc.word(i - 1).isdigit() and doc.word(i + 1).isdigit():
            continue
        if doc.word(i - 4).isdigit() and doc.word(i - 2).isdigit() and doc.word(i + 2).isdigit():
            continue
        found = number_at(doc, i)
        if found is None or not 0 < found[0] <= _OLDEST:
            continue
        hit = _age(doc, i, *found)
        if hit is not None and doc.free(hit.start, hit.end):
            doc.marks[i] = Kind.AGE
            yield hit


def _may_be_glued(doc: Document, i: int, word: str) -> bool:
    """Whether a number right behind other characters can still be an age: "65/M", "(39)"."""
    before = doc.words[i - 1]
    if not before[-1].isalnum() and before not in "/-.,'_$#+<>=~":
        return True
    if before in "/-," and i > 1 and doc.lower[i - 2] in ("m", "f", "male", "female"):
        return True
    if before == "=":
        return doc.word(i - 2) in _SUCH_AGE
    return before == "," or (before == "-" and word in _ONES)


_TENS_STARTS = frozenset(word[:3] for word in _TENS)


def _roman(doc: Document, i: int) -> bool:
    word = doc.words[i]
    if not re.fullmatch(r"(?:XC|XL|L?X{1,3}|L)(?:IX|IV|V?I{0,3})", word) or len(word) < 2:
        return False
    return doc.word(i + 1) in ("yrs", "years", "yr", "yo", "year")


def _age(doc: Document, i: int, value: int, last: int) -> Hit | None:
    start, end = doc.begin[i], doc.end[last]
    if _of_group(doc, i, last):
        return None
    unit = _UNIT.match(doc.low, end)
    if unit is not None and (_SURE_UNIT.search(unit[0]) or _unit_is_age(doc, i, last)):
        return Hit(start, unit.end(), Kind.AGE, "age.unit", 0.95)
    if unit is not None and _is_had(doc, i, unit.end()):
        return Hit(start, unit.end(), Kind.AGE, "age.unit", 0.8)
    if unit is not None and doc.word(last + 1) in _SPANS and doc.word(last + 2) in _SINCE:
        return None
    if doc.word(last + 1) in _ORDINALS and doc.word(last + 2) in ("birthday", "bday", "b-day"):
        return Hit(start, doc.end[last + 1], Kind.AGE, "age.birthday", 0.9)
    before = doc.word(i - 1)
    if before in _SUCH_AGE or (
        before in (":", "=", "of", "is", "was") and doc.word(i - 2) in _SUCH_AGE
    ):
        cue = i - 1 if before in _SUCH_AGE else i - 2
        lead = cue if doc.lower[cue] != "años" else i
        lead -= doc.word(lead - 1) in ("the", "at") and lead < i
        return Hit(doc.begin[lead], end, Kind.AGE, "age.cue", 0.95)
    sex = _SEX.match(doc.low, end)
    if sex is not None and value >= 10 and _sex_fits(doc, i, last, sex):
        return Hit(start, sex.end(), Kind.AGE, "age.sex", 0.9)
    if doc.word(i - 2) in ("m", "f", "male", "female") and before in ("/", ",") and value >= 10:
        return Hit(doc.begin[i - 2] if before == "/" else start, end, Kind.AGE, "age.sex", 0.85)
    return _by_verb(doc, i, last, value)


_SPANS = words("years year yrs months month weeks days")


_SINCE = words("out in post away off clean free into from since after later of ago on past")


def _is_had(doc: Document, i: int, end: int) -> bool:
    """ "I have 49 years", as many languages say it."""
    said = doc.word(i - 1) == "have" and doc.word(i - 2) in ("i", "he", "she")
    return said and doc.word(doc.token_at(end)) in ("and", ",", ".", "old", "")


_ORDINALS = frozenset({"st", "nd", "rd", "th"})


def _unit_is_age(doc: Document, i: int, last: int) -> bool:
    """ "79 yrs" is an age behind "is"; "for 4 years" and "20 years" are durations."""
    before = doc.word(i - 1)
    after = doc.token_at(doc.end[last] + 1)
    relation = _relation(doc, after + 1) or _relation(doc, after)
    if before in ("my", "our", "a", "an") and relation:
        return True
    ago = doc.word(after + 1) in (
        "ago",
        "later",
        "out",
        "in",
        "of",
        "after",
        "post",
        "since",
        "now",
        "before",
    )
    if ago or before in (
        "for",
        "last",
        "past",
        "in",
        "over",
        "after",
        "the",
        "another",
        "about",
        "than",
    ):
        return False
    return (
        (before in _IS and doc.word(i - 2) in _SUBJECTS | {"i", "he", "she"})
        or before in ("i'm", "im", "he's", "she's")
        or bool(doc.entries[i - 1].flags & lexicon.RELATION if i else 0)
        or _alone(doc, i, after)
    )


def _alone(doc: Document, i: int, unit: int) -> bool:
    """Whether number and unit stand between commas: ", 62 yrs,"."""
    before, after = doc.word(i - 1), doc.word(unit + 1)
    return before in (",", ".", "(", "/", ":", "", "?", "!", "\n") and after in (
        ",",
        ".",
        ")",
        "/",
        "",
        "\n",
        "no",
    )


def _relation(doc: Document, i: int) -> bool:
    return 0 <= i < len(doc) and bool(doc.entries[i].flags & lexicon.RELATION)


def _of_group(doc: Document, i: int, last: int) -> bool:
    """Ages of groups: "women over 50", "under 18", "70 percent"."""
    if doc.word(i - 1) in _GROUP_BEFORE and not (
        doc.word(i - 1) == "past" and doc.word(i - 2) == "just"
    ):
        return True
    after = doc.word(last + 1)
    return after in ("%", "percent", "$", "°") or (after == "x" and doc.word(last + 2).isdigit())


def _sex_fits(doc: Document, i: int, last: int, sex: re.Match[str]) -> bool:
    """ "52 m" may be metres, "58 F" degrees: what stands before decides."""
    if "male" in sex[0] or (doc.glued(last + 1) and doc.words[last + 1].isalpha()):
        return doc.text[sex.end() : sex.end() + 1] not in ("-", "²")
    if "/" in sex[0]:
        return True
    before = doc.word(i - 1)
    return before in (
        "",
        ".",
        ",",
        "(",
        "/",
        "\n",
        ":",
        "i'm",
        "am",
        "im",
        "-",
        "a",
        ";",
        "hi",
        "hello",
        "all",
        "?",
        "!",
    )


_DIAGNOSED = words("diagnosed dx dx'd dxed dxd")
_PERSONS = words("girl boy man woman daughter son child lady kid mother father niece nephew")
_FIT = words("healthy young active fit spry strong otherwise very")


def _by_verb(doc: Document, i: int, last: int, value: int) -> Hit | None:
    before = doc.word(i - 1)
    start, end = doc.begin[i], doc.end[last]
    if _followed_by_other(doc, last):
        return None
    if before in _DIAGNOSED and value >= 16 and doc.words[i].isdigit():
        return Hit(start, end, Kind.AGE, "age.at", 0.7)
    if before == "of" and doc.word(i - 2) in _PERSONS:
        return Hit(start, end, Kind.AGE, "age.verb", 0.8)
    if before in ("be", "see") and doc.word(i - 3) in ("lived", "live") and value >= 16:
        return Hit(start, end, Kind.AGE, "age.verb", 0.8)
    if before in _FIT and doc.word(i - 2) in ("a", "an") and value >= 16:
        return Hit(start, end, Kind.AGE, "age.verb", 0.7)
    if doc.word(i - 2) == "at" and before in ("only", "just", "barely", "age", "almost", "nearly"):
        return Hit(doc.begin[i - 2], end, Kind.AGE, "age.at", 0.8)
    if before.endswith("'s") and lexicon.lookup(before[:-2]).flags & lexicon.RELATION:
        return Hit(start, end, Kind.AGE, "age.verb", 0.85)
    if before in ("at", "@") and value >= 2 and _is_at_age(doc, i, last):
        return Hit(doc.begin[i - 1] if before == "at" else start, end, Kind.AGE, "age.at", 0.85)
    if before in ("turned", "turning", "turn", "turns", "cumplió", "cumplí"):
        return Hit(start, end, Kind.AGE, "age.verb", 0.9)
    j = i - 1
    while doc.word(j) in (
        "only",
        "just",
        "now",
        "nearly",
        "almost",
        "about",
        "currently",
        "around",
        "also",
    ):
        j -= 1
    if doc.word(j) in ("i'm", "im", "he's", "she's", "hes", "shes", "i'am", "who's"):
        return Hit(start, end, Kind.AGE, "age.verb", 0.9)
    if doc.word(j) == "be" and doc.word(j - 1) in (
        "would",
        "will",
        "he'd",
        "she'd",
        "i'll",
        "she'll",
        "he'll",
    ):
        return Hit(start, end, Kind.AGE, "age.verb", 0.85)
    subject = doc.word(j - 1)
    if doc.word(j) in ("is", "was", "am", "were", "are") and (
        subject
        in (
            "i",
            "he",
            "she",
            "who",
            "me",
            "we",
            "they",
            "kids",
            "girls",
            "boys",
            "children",
            "twins",
        )
        or _relation(doc, j - 1)
        or _is_name(doc, j - 1)
        or (value >= 18 and subject == ")" and doc.word(last + 1) in (",", ".", "and"))
    ):
        return Hit(start, end, Kind.AGE, "age.verb", 0.9)
    if (
        doc.word(j) in ("since", "when", "until")
        and j == i - 1
        and value <= 90
        and doc.words[i].isdigit()
    ):
        return Hit(start, end, Kind.AGE, "age.since", 0.6) if doc.word(last + 1) in ",." else None
    return None


def _is_name(doc: Document, i: int) -> bool:
    if not 0 <= i < len(doc):
        return False
    entry = doc.entries[i]
    return entry.given >= 100 and entry.common < 45 and doc.words[i][0].isupper()


def _is_at_age(doc: Document, i: int, last: int) -> bool:
    after = doc.word(last + 1)
    if (after in (":", "-", "/") and doc.glued(last + 1)) or doc.word(last + 2) in _TIME_NOUNS:
        return False
    back = {doc.word(k) for k in range(i - 8, i - 1)}
    return bool(back & _AT_BEFORE) or doc.word(i - 2) in ("young",)


def _followed_by_other(doc: Document, last: int) -> bool:
    """Whether what follows makes the number a time, a size, a count or a part of a longer one."""
    after = doc.word(last + 1)
    if after in ("st", "nd", "rd", "th") and not doc.glued(last + 1):
        return False
    if after in _TIME_NOUNS or after in ("%", "+", "x", "°", "$", "*", "th", "'"):
        return True
    if after in (":", "/"):
        return doc.glued(last + 1) and doc.word(last + 2)[:1].isdigit()
    if after in (".", ",", "-") and doc.glued(last + 1) and doc.word(last + 2)[:1].isdigit():
        return after != "," or doc.glued(last + 2)
    return after in ("to", "-", "or") and doc.word(last + 2).isdigit()


_DELIMITERS = frozenset(
    {",", ".", ";", ":", "(", ")", "/", "-", "\n", "|", "!", "?", "&", "", "*", '"', "["}
)
_LEAD_OK = frozenset({"and", "&", "now", "am", "also", "aged", "age", "year", "me", "then"})


_YEARS_BEHIND = re.compile(r" ?(?:yrs?|years?)\b(?:,? (?:and )?\d{1,2} ?(?:mos?|months?)\b)?")
_BABY_UNITS = frozenset({"months", "month", "mos", "weeks", "wks", "days"})


def bare(doc: Document) -> Iterator[Hit]:
    """Numbers that stand alone where an age is expected: behind a name or relation, in a list."""
    for i in doc.numbers:
        word = doc.words[i]
        if not doc.free(doc.begin[i], doc.end[i]):
            continue
        if not (
            (word.isdecimal() and len(word) <= 3)
            or doc.lower[i] in _WORDS
            or doc.lower[i][:3] in _TENS_STARTS
        ):
            continue
        found = number_at(doc, i)
        if found is None:
            continue
        value, last = found
        if 0 < value <= _OLDEST and _is_bare(doc, i, last, value):
            doc.marks[i] = Kind.AGE
            unit = _YEARS_BEHIND.match(doc.low, doc.end[last])
            end = unit.end() if unit else doc.end[last]
            yield Hit(doc.begin[i], end, Kind.AGE, "age.bare", 0.75)
        elif doc.word(last + 1) in _BABY_UNITS and doc.marks.get(i - 1) is Kind.NAME:
            yield Hit(doc.begin[i], doc.end[last + 1], Kind.AGE, "age.unit", 0.7)


def _is_bare(doc: Document, i: int, last: int, value: int) -> bool:
    if _followed_by_other(doc, last) or _of_group(doc, i, last):
        return False
    if i and doc.glued(i) and doc.words[i - 1] not in ("(", ",", "/", "|", "[", "-", "."):
        return False
    in_figures = doc.words[i].isdigit()
    if doc.word(i - 1) in _NEARLY:
        return value >= 16 and doc.word(last + 1) in _DELIMITERS
    after = doc.word(last + 1)
    closed = after in _DELIMITERS or doc.taken[doc.end[last] + 1 : doc.end[last] + 2] == b"\1"
    if "now" in (doc.word(i - 1), after) and in_figures:
        return doc.word(i - 1) in ("is", "are", "was") or (closed and doc.word(i - 1) == "now")
    if doc.marks.get(i - 1) is Kind.DIAGNOSIS and closed and value >= 16 and in_figures:
        return not doc.glued(i)
    if in_figures and _beside_disease(doc, i, last, value):
        return True
    if _beside_person(doc, i):
        capital = last + 1 < len(doc) and doc.words[last + 1][0].isupper() and value >= 16
        return closed or capital or after in _PERSON_FOLLOWS
    opened = doc.word(i - 1) in _DELIMITERS or doc.word(i - 1) in _LEAD_OK
    if _listed(doc, i) and closed:
        return True
    if doc.word(i - 1) in ("is", "was") and doc.marks.get(i - 2) == Kind.NAME:
        return True
    if doc.word(i - 1) == "is" and doc.word(i - 2) in (",", ")") and value >= 18:
        return after in ("and", ",", ".", "", "with", "now")
    if doc.is_first(i) and after in ("and", "&", "with", "w", "yr", "year", "y") and value >= 16:
        return True
    if after == "and" and doc.word(last + 2) == "a" and doc.word(last + 3) == "half" and opened:
        return True
    if not (opened and after in _DELIMITERS):
        return _listed(doc, i)
    if value < 16 and in_figures:
        return doc.word(last + 2) in ("girl", "boy", "female", "male", "f", "m")
    if not in_figures and value < 20:
        return False
    return not _listed_value(doc, i)


_MANY = words("""
    patients cases people survivors nodes samples trials studies women men children tumors
    tumours subjects families lines cells
    """)


def _beside_disease(doc: Document, i: int, last: int, value: int) -> bool:
    """ "62 lymphoma", "lymphoma at 35", "Retinoblastoma, 3,": beside a disease."""
    if doc.word(i - 1) in ("at", "@") and doc.marks.get(i - 2) is Kind.DIAGNOSIS:
        return value >= 2
    opened = doc.is_first(i) or doc.word(i - 1) in _DELIMITERS
    if not opened or (i and doc.word(i - 1) == "-" and doc.glued(i)):
        return False
    if doc.marks.get(last + 1) is Kind.DIAGNOSIS and not doc.glued(last + 1):
        behind = last + 1
        while doc.marks.get(behind) is Kind.DIAGNOSIS:
            behind += 1
        return value >= 16 and doc.word(behind) not in _MANY
    if doc.is_first(i) and doc.marks.get(last + 1) is Kind.NAME and value >= 16:
        return doc.words[last + 1][0].isupper()
    between = doc.word(i - 1) == "," and doc.word(last + 1) in (",", ".", "", "!", "?", "\n")
    beside = doc.marks.get(i - 2) is Kind.DIAGNOSIS or doc.marks.get(last + 2) is Kind.DIAGNOSIS
    return between and beside and doc.words[i].isdigit()


_PERSON_FOLLOWS = words("""
    has had is was and who with when from in diagnosed just stage female male f m on the
    lives live from passed died w/ w age aged st years yrs she he at had now
    """)


_NEARLY = words("nearly almost approaching pushing about around")
_PLURALS = words("""
    kids children daughters sons boys girls twins grandkids grandchildren sisters brothers
    """)


def _beside_person(doc: Document, i: int) -> bool:
    """Whether the number stands behind a name, a relation or "me": "Angela 22", "my wife (39)"."""
    j = i - 1
    while doc.word(j) in ("just", "only", "now", "(", ",", "-", "/", "[") and i - j <= 2:
        j -= 1
    if j < 0:
        return False
    if (
        doc.entries[j].flags & lexicon.RELATION
        or doc.lower[j] in _PLURALS
        or doc.lower[j]
        in (
            "me",
            "myself",
            "man",
            "woman",
            "male",
            "female",
            "she",
            "he",
            "bey",
        )
    ):
        return True
    return bool(doc.marks.get(j) == Kind.NAME)


def _listed(doc: Document, i: int) -> bool:
    """ "17, 14 and 10": a number beside an age in a list of them."""
    j = i - 1
    while doc.word(j) in (",", "and", "&"):
        j -= 1
    return (
        j < i - 1
        and j >= 0
        and doc.marks.get(j) == Kind.AGE
        and (doc.words[j].isdigit() or doc.lower[j] in _WORDS)
    )


def _listed_value(doc: Document, i: int) -> bool:
    """Whether the number carries on a list of values: "CEA 4, 12, 88"."""
    j = i - 2
    listed = doc.word(i - 1) in (",", "/", ";", "-", "&")
    return listed and doc.marks.get(j) == Kind.MEASUREMENT and doc.words[j][0].isdigit()
