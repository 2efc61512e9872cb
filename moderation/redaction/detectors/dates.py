"""Dates of a person's life in any form (45 CFR 164.514(b)(2)(i)(C)): figures, words, feasts."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind, Tier
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
    "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9,
    "sept": 9, "sep": 9, "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12,
    "dec": 12, "febuary": 2, "feburary": 2, "septemeber": 9, "novemeber": 11, "janurary": 1,
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7,
    "agosto": 8, "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
    "janeiro": 1, "fevereiro": 2, "março": 3, "maio": 5, "junho": 6, "julho": 7, "setembro": 9,
    "outubro": 10, "novembro": 11, "dezembro": 12, "januar": 1, "februar": 2, "märz": 3, "mai": 5,
    "juni": 6, "juli": 7, "oktober": 10, "dezember": 12, "janvier": 1, "février": 2, "fevrier": 2,
    "mars": 3, "avril": 4, "juin": 6, "juillet": 7, "août": 8, "septembre": 9, "octobre": 10,
    "décembre": 12, "decembre": 12, "januari": 1, "februari": 2, "maart": 3, "mei": 5,
    "augustus": 8,
    "gennaio": 1, "febbraio": 2, "aprile": 4, "maggio": 5, "giugno": 6, "luglio": 7, "settembre": 9,
    "ottobre": 10, "dicembre": 12, "ocak": 1, "şubat": 2, "mart": 3, "nisan": 4, "mayıs": 5,
    "haziran": 6, "temmuz": 7, "ağustos": 8, "eylül": 9, "ekim": 10, "kasım": 11, "aralık": 12,
    "stycznia": 1, "lutego": 2, "marca": 3, "kwietnia": 4, "maja": 5, "czerwca": 6, "lipca": 7,
    "sierpnia": 8, "września": 9, "października": 10, "listopada": 11, "grudnia": 12,
    "tammikuu": 1, "helmikuu": 2, "maaliskuu": 3, "huhtikuu": 4, "toukokuu": 5, "kesäkuu": 6,
    "heinäkuu": 7, "elokuu": 8, "syyskuu": 9, "lokakuu": 10, "marraskuu": 11, "joulukuu": 12,
    "styczeń": 1, "luty": 2, "marzec": 3, "kwiecień": 4, "czerwiec": 6, "lipiec": 7,
    "sierpień": 8, "wrzesień": 9, "październik": 10, "listopad": 11, "grudzień": 12,
    "agustus": 8, "desember": 12, "nopember": 11, "martiou": 3, "apriliou": 4, "maiou": 5,
    "setyembre": 9, "oktubre": 10, "nobyembre": 11, "disyembre": 12, "januára": 1, "ledna": 1,
    "února": 2, "března": 3, "dubna": 4, "května": 5, "června": 6, "července": 7, "srpna": 8,
    "října": 10, "listopadu": 11, "prosince": 12, "március": 3, "május": 5, "június": 6,
    "thang": 0, "tháng": 0, "maj": 5,
    "leden": 1, "únor": 2, "březen": 3, "duben": 4, "květen": 5, "červen": 6, "červenec": 7,
    "srpen": 8, "září": 9, "říjen": 10, "prosinec": 12,
    "január": 1, "február": 2, "április": 4, "július": 7, "augusztus": 8, "szeptember": 9,
    "október": 10, "ianuarie": 1, "februarie": 2, "martie": 3, "aprilie": 4, "iunie": 6,
    "iulie": 7, "septembrie": 9, "octombrie": 10, "noiembrie": 11, "decembrie": 12,
    "jänner": 1, "feber": 2, "augusti": 8, "marts": 3, "siječnja": 1, "veljače": 2, "ožujka": 3,
    "travnja": 4, "svibnja": 5, "lipnja": 6, "srpnja": 7, "kolovoza": 8, "rujna": 9,
    "studenog": 11, "prosinca": 12, "pebrero": 2, "marso": 3, "hunyo": 6, "hulyo": 7,
    "maret": 3,
}  # fmt: skip
_MONTHS |= {lexicon.fold(month): number for month, number in _MONTHS.items()}
# Also words or names: they need a preposition, a day or a year beside them.
_AMBIGUOUS_EXTRA = words("""
    mart ekim maja marca lipca maiou thang tháng martie marso maret marts iulie leden duben
    srpen luty marz
    """)
_AMBIGUOUS = _AMBIGUOUS_EXTRA | words(
    "may march mar april june jan august jun mai mars maj mei mayo juli abril augustus"
)
_ENGLISH = words(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_WEEKDAYS = words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs "
    "fri sat sun lunes martes miércoles jueves viernes sábado domingo"
)
_SEASONS = words("spring summer fall autumn winter primavera verano otoño invierno")
_PREPOSITIONS = words("""
    in since from until till til by of during before after around through for last this next
    thru early mid late on to en desde hasta im seit depuis since: date dated and & between
    every
    """)
_MONTH_CUES = _PREPOSITIONS - {"for", "to", "and", "&", "on"}

_SEP = r"[./-]"
_NUMERIC = re.compile(
    rf"(?<![\w./-])(?:(?:19|20)\d\d{_SEP}\d{{1,2}}{_SEP}\d{{1,2}}"
    rf"|\d{{1,2}}{_SEP}\d{{1,2}}{_SEP}(?:(?:19|20)\d\d|'?\d\d)"
    r"|\d{1,2} ?[./-] ?(?:VIII|VII|III|VI|IV|IX|XII|XI|II|I|V|X) ?[./-] ?(?:(?:19|20)\d\d|\d\d)"
    r"|\d{1,2}[ ./-]{1,2}(?i:VIII|VII|III|VI|IV|IX|XII|XI|II|I|V|X)[ ./-]{1,2}'?(?:19|20)\d\d"
    r"|[Qq][1-4],? ?(?:of )?(?:(?:19|20)\d\d|'\d\d)|(?:(?:19|20)\d\d|'\d\d) ?[Qq][1-4]"
    r"|(?:VIII|VII|III|VI|IV|IX|XII|XI|II)[ ./-](?:19|20)\d\d"
    r"|\d{1,2} ?[./-] ?(?:19|20)\d\d|(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])"
    r"|\d{1,2} / \d{1,2} / (?:19|20)?\d\d)(?![\w/]|[.-]\d)"
)
_SHORT = re.compile(r"(?<![\w./,'-])(\d{1,2})([/-])(\d{1,2})(?![\w/]|[.,-]\d|%)")
_WRITTEN = re.compile(
    r"(?<!\w)(\d{1,2})[-. ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[-. ]{0,2}"
    r"((?:19|20)\d\d|\d\d)?(?!\w)",
    re.IGNORECASE,
)
_SHORT_CUES = words("""
    on in since from until till til by of before after dated date dob born birthday birthdate bday
    started start starts finished done out off dx dx'd diagnosed surgery scan scans biopsy was is
    removed appt appointment ct mri pet op reversed began through thru ended last next and due to
    chemo tace visit seen admitted died passed mammogram ultrasound - ( : now calf labs results
    """)
_SHORT_NOT = words("""
    nodes node pain positive cores core lymph mg ln lns of x scale cycles strength vision
    tear year yr hours hour days day weeks week months month years yrs times bid cm mm pounds lbs
    inch inches dose doses mutation chance people patients margins ratio split shift rounds
    treatments sessions level levels
    """)
_SHORT_BEFORE_NOT = words("""
    gleason bp blood pressure pain score ecog nodes margin sinemet vision stage grade level levels
    type is/ratio about only every takes take fraction fractions clark phase grades stages
    """)


def figures(doc: Document) -> Iterator[Hit]:
    """Dates in figures: 7/8/12, 2014-07-22, 26.II.2014, 10/17 where the words around say so."""
    if not doc.has_figures:
        return
    for match in _NUMERIC.finditer(doc.text):
        if doc.free(*match.span()) and _plausible(match[0]):
            yield _dated(doc, match.start(), match.end(), "date.numeric", 0.95)
    for match in _SHORT.finditer(doc.text):
        if doc.free(*match.span()) and _is_short_date(doc, match):
            yield _dated(doc, match.start(), match.end(), "date.day-month", 0.8)
    for match in _WRITTEN.finditer(doc.text):
        if doc.free(*match.span()) and 1 <= int(match[1]) <= 31 and _is_month(match[0]):
            end = (
                match.end()
                if match[3]
                else match.end() - len(match[0]) + len(match[0].rstrip(" .-"))
            )
            yield _dated(doc, match.start(), end, "date.written", 0.95)


def _is_month(said: str) -> bool:
    letters = "".join(c for c in said.lower() if c.isalpha())
    return letters in _MONTHS


def _plausible(said: str) -> bool:
    numbers = [int(part) for part in re.findall(r"\d+", said)]
    if re.search(r"[IVXQivxq]", said):
        return numbers[0] <= 31 or numbers[0] > 1900
    years = [n for n in numbers if n > 1900]
    others = [n for n in numbers if n <= 1900]
    if len(numbers) == 3 and not years:
        others = numbers[:2]
    return all(1 <= n <= 31 for n in others) and any(n <= 12 for n in others)


def _is_short_date(doc: Document, match: re.Match[str]) -> bool:
    first, second = int(match[1]), int(match[3])
    day_month = 1 <= min(first, second) <= 12 and 1 <= max(first, second) <= 31
    month_year = 1 <= first <= 12 and len(match[3]) == 2 and match[3] != "00"
    if not (day_month or month_year):
        return False
    i = doc.token_at(match.start())
    j = doc.token_at(match.end())
    before, after = doc.word(i - 1), doc.word(j)
    if after in _SHORT_NOT or before in _SHORT_BEFORE_NOT or doc.word(i - 2) in _SHORT_BEFORE_NOT:
        return False
    if match[2] == "-" and second > 12 and first <= 12 and after in _SHORT_FOLLOWS:
        return before not in ("to", "ages", "age", "about", "every", "between")
    if match[2] == "-" and not (
        before in ("on", "dated", "dob", "born") or _dash_date(doc, i, match)
    ):
        return False
    if before in _SHORT_CUES or before in _WEEKDAYS or _after_event(doc, i):
        return True
    closed = after in _SHORT_FOLLOWS or after in _SCANS or doc.is_first(i)
    if match[2] != "/" or first > 12 or second == 10:
        return closed and match[2] == "/" and first <= 31 and second <= 12 and first > 12
    return closed or second > 12 or after not in _COUNTED


_SCANS = words("""
    pet ct mri scan scans visit appointment appt biopsy surgery labs report
    """)
_SHORT_FOLLOWS = words(", . ; ) ! ? ( and at with for in") | {"", "\n"}
_EVENTS = words(
    "surgery op amputation mastectomy lumpectomy biopsy scan ct mri pet diagnosed removed out calf "
    "chemo radiation finished started born tace done transplant admitted resection off"
)


def _dash_date(doc: Document, i: int, match: re.Match[str]) -> bool:
    """ "3-12" is a date only after an event; elsewhere it is a range."""
    return (
        doc.word(i - 1) in _EVENTS
        or doc.word(i - 1) in ("since",)
        or (
            any(doc.word(k) in _EVENTS for k in range(i - 3, i))
            and doc.word(i - 1) in ("my", "a", "on")
        )
    )


def _after_event(doc: Document, i: int) -> bool:
    return any(doc.word(k) in _EVENTS for k in range(i - 3, i))


def _dated(doc: Document, start: int, end: int, rule: str, score: float) -> Hit:
    """A hit with its weekday; its rule says when it is a birth date."""
    i = _weekday_before(doc, doc.token_at(start))
    start = min(start, doc.begin[i])
    near = {doc.word(k) for k in range(i - 6, i)}
    if near & _BIRTH or {"date", "birth"} <= near:
        rule = "date.birth"
    return Hit(start, end, Kind.DATE, rule, score)


_BIRTH = words("born dob birthday birthdate bday d.o.b nacido nacida nacimiento")


_YEAR = re.compile(r"(?:19[2-9]|20[0-4])\d\Z")
_DAY = re.compile(r"(?:[12]?\d|3[01]|0\d)\Z")
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th", "er", "º", "°"})


def months(doc: Document) -> Iterator[Hit]:
    """Month names with the day, weekday and year around them, or alone after a preposition."""
    lower = doc.lower
    until = 0
    for i, word in enumerate(lower):
        if i < until or word not in _MONTHS or _is_person(doc, i):
            continue
        first, last, day, year = _around(doc, i)
        leading = bool(_YEAR.match(doc.word(i - 1)))
        if not (day or year or leading) and not _stands_alone(doc, i):
            continue
        first = (
            first - 1 if _YEAR.match(doc.word(first - 1)) and not year else _with_part(doc, first)
        )
        start, end = doc.begin[first], doc.end[last]
        while doc.word(last + 1) in ("/", "-") and doc.word(last + 2) in _MONTHS:
            last, end = last + 2, doc.end[last + 2]
        if doc.free(start, end):
            until = last + 1
            rule = "date.written" if day or year else "date.month"
            yield _dated(doc, start, end, rule, 0.95 if day or year else 0.75)


def _is_person(doc: Document, i: int) -> bool:
    """ "I'm April", "my aunt June": a month that is somebody's name here."""
    if doc.lower[i] not in _AMBIGUOUS or doc.entries[i].given < 100:
        return False
    before = doc.word(i - 1)
    kin = i > 0 and doc.entries[i - 1].flags & lexicon.RELATION
    return bool(kin) or before in (
        "i'm",
        "im",
        "named",
        "dear",
        "hi",
        "hello",
        "nurse",
        "dr",
        "ms",
        "mrs",
    )


def _around(doc: Document, i: int) -> tuple[int, int, bool, bool]:
    """First and last token of the date at month ``i``; whether a day and a year are in it."""
    first, day = _day_before(doc, i)
    last, day_after, year = _behind(doc, i, day)
    first = _weekday_before(doc, first)
    return first, last, day or day_after, year


def _day_before(doc: Document, i: int) -> tuple[int, bool]:
    j = i - 1
    while j > 0 and doc.lower[j] in ("of", "de", "-", "/", ".") and i - j <= 2:
        if doc.lower[j] == "." and _DAY.match(doc.word(i + 1)):
            return i, False
        j -= 1
    if j >= 0 and doc.lower[j] in _ORDINAL_ENDS and j > 0 and _DAY.match(doc.lower[j - 1]):
        return _with_article(doc, _first_of_days(doc, j - 1)), True
    if j >= 0 and _DAY.match(doc.words[j]) and not _is_other_number(doc, j):
        return _with_article(doc, _first_of_days(doc, j)), True
    if j >= 0 and doc.lower[j] in _DAY_WORDS and doc.lower[i] in _ENGLISH:
        back = j - 1 if doc.word(j - 1) in ("twenty", "thirty") else j
        back = j - 2 if doc.word(j - 1) == "-" and doc.word(j - 2) in ("twenty", "thirty") else back
        return _with_article(doc, back), True
    return i, False


_DAY_LINKS = frozenset({"-", "to", "and", "&", "/", "or", ","})


def _first_of_days(doc: Document, j: int) -> int:
    """The first day of "3-5 March", "12th and 13th of June"."""
    k = j - 1
    if doc.word(k) not in _DAY_LINKS:
        return j
    k -= 1
    if doc.word(k) in _ORDINAL_ENDS:
        k -= 1
    other = k >= 0 and _DAY.match(doc.words[k]) and (doc.word(k - 1) != ".")
    return k if other and int(doc.words[k]) < int(doc.words[j]) else j


def _last_of_days(doc: Document, last: int) -> int:
    """The last day of "March 3-5", "June 12th and 13th", "oct 7 9 and 11"."""
    while (following := _next_day(doc, last)) > last:
        last = following
    return last


def _next_day(doc: Document, last: int) -> int:
    beside = doc.word(last + 1)
    if (
        _DAY.match(beside)
        and not _counts(doc, last + 1)
        and doc.word(last + 2) in ("and", "&", ",")
    ):
        return last + 1
    if doc.word(last + 1) not in _DAY_LINKS - {","} or not _DAY.match(doc.word(last + 2)):
        return last
    if _counts(doc, last + 2) or doc.word(last + 3) in _MONTHS or doc.word(last + 3) in ("/", ":"):
        return last
    return last + 2 + (doc.word(last + 3) in _ORDINAL_ENDS)


def _is_other_number(doc: Document, j: int) -> bool:
    """ "PSA 12 Jan" keeps 12 for the date; "stage 3 march" and "62, may" do not."""
    return doc.word(j - 1) in ("stage", "grade", "aged", "age") or (
        doc.words[j].startswith("0") and len(doc.words[j]) > 2
    )


def _with_article(doc: Document, j: int) -> int:
    return j - 1 if doc.word(j - 1) == "the" else j


_DAY_WORDS = words("""
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    thirtieth thirtyfirst twentyfirst twentysecond twentythird
    """)


def _behind(doc: Document, i: int, has_day: bool) -> tuple[int, bool, bool]:
    """The last token of what follows a month: day, ordinal ending, comma, year."""
    last, day = i, False
    j = i + 1
    if doc.word(j) == "." and doc.glued(j):
        last, j = j, j + 1
    skip = 1 if doc.word(j) in ("the", "-", "/", ",") else 0
    if not has_day and _DAY.match(doc.word(j + skip)) and not _counts(doc, j + skip):
        day = True
        last, j = j + skip, j + skip + 1
        if doc.word(j) in _ORDINAL_ENDS:
            last, j = j, j + 1
        last = _last_of_days(doc, last)
        j = last + 1
    elif doc.word(j) in _DAY_WORDS and doc.lower[i] in _ENGLISH:
        day, last, j = True, j, j + 1
    year_at = _year_at(doc, j, day or has_day)
    if year_at is not None:
        return year_at, day, True
    if doc.word(last) == "." and not day:
        last = (
            last
            if doc.lower[last - 1] in _MONTHS and last > i and _mid_sentence(doc, last)
            else last - 1
        )
    return max(last, i), day, False


def _mid_sentence(doc: Document, i: int) -> bool:
    following = doc.words[i + 1] if i + 1 < len(doc) else ""
    return bool(following) and following[0].islower()


def _counts(doc: Document, j: int) -> bool:
    """Whether the number at ``j`` counts or measures something: "in May 5 cycles", "May 2.8 cm"."""
    return doc.word(j + 1) in _COUNTED or doc.word(j + 1) == "%"


_COUNTED = words(
    "cycles rounds weeks days months years cm mm mg times ml lbs pounds kids people patients "
    "treatments sessions hours minutes nodes spots more of out women men children pills"
)


def _year_at(doc: Document, j: int, has_day: bool) -> int | None:
    """The token of the year at or shortly behind ``j``."""
    for back in range(3):
        k = j + back
        word = doc.word(k)
        if _YEAR.match(word):
            return k
        if word == "'" and re.fullmatch(r"\d\d", doc.word(k + 1)) and doc.glued(k + 1):
            return k + 1
        sure = word.isdigit() and doc.word(k - 1) != "," and int(word) > 31
        if re.fullmatch(r"\d\d", word) and (sure or doc.word(k - 1) == "of"):
            return k if doc.word(k + 1) not in _COUNTED else None
        if re.fullmatch(r"\d\d", word) and (
            doc.word(k - 1) in ("-", "'", "/") or (has_day and doc.word(k - 1) == ",")
        ):
            return k if doc.word(k + 1) not in _COUNTED else None
        if word in ("nineteen", "twenty", "two") and (spoken := _spoken_year(doc, k)):
            return spoken
        if word not in ("of", "de", "del", ",", "-", "/", ".", "in", "the", "year"):
            return None
    return None


_TEENS = words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen oh")
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
_ONES = words("one two three four five six seven eight nine")


def _spoken_year(doc: Document, i: int) -> int | None:
    """The last token of a year in words at ``i``: nineteen fifty six, two thousand twelve."""
    j = i + 1
    if doc.word(i) == "two":
        if doc.word(j) != "thousand":
            return None
        j += 1 + (doc.word(j + 1) == "and")
        return _small(doc, j) or j - 1
    if doc.word(i) in ("nineteen", "twenty"):
        j += doc.word(j) == "-"
        last = _small(doc, j)
        ones_only = last == j and doc.word(j) in _ONES
        return None if last is None or (doc.word(i) == "twenty" and ones_only) else last
    return None


def _small(doc: Document, j: int) -> int | None:
    word = doc.word(j)
    if word in _TENS or word == "oh":
        k = j + 1 + (doc.word(j + 1) == "-")
        return k if doc.word(k) in _ONES else (j if word != "oh" else None)
    return j if word in _TEENS or word in _ONES else None


def _weekday_before(doc: Document, first: int) -> int:
    j = first - 1
    while j > 0 and doc.lower[j] in (",", ".", "the") and first - j <= 3:
        j -= 1
    return j if j >= 0 and doc.lower[j] in _WEEKDAYS else first


_PARTS = words("part half day weekend days")
_NTH = words("first second third fourth last 1st 2nd 3rd 4th other latter")
_SHORT_MONTHS = words("feb aug sept nov dec oct")


def _with_part(doc: Document, first: int) -> int:
    """With "early", "end of" and the like, which read badly when only the month goes."""
    j = first - 1
    if doc.word(j) in ("of", "in") and doc.word(j - 1) == "week":
        if doc.word(j - 2) in _ORDINAL_ENDS and _DAY.match(doc.word(j - 3)):
            return j - 3
        ordinal = doc.word(j - 2) in ("first", "second", "third", "last", "1st", "2nd", "3rd")
        return j - 2 if ordinal else j - 1
    parted = doc.word(j - 1) in _WEEKDAYS or doc.word(j - 1) in _PARTS
    if doc.word(j) in ("of", "in") and doc.word(j - 2) in _NTH and parted:
        return j - 2
    j -= doc.word(j) == "-"
    if doc.word(j) == "of" and doc.word(j - 1) in ("end", "beginning", "start", "middle", "week"):
        j -= 1
    if doc.word(j) in ("early", "late", "mid", "end", "beginning", "middle"):
        return j
    return first


def _stands_alone(doc: Document, i: int) -> bool:
    """Whether a month without day or year is one: "in May", not "may" or "April said"."""
    word, said = doc.lower[i], doc.words[i]
    if word == "may" and said == "may" and doc.case != "lower":
        return False
    before = doc.word(i - 1)
    if before in ("early", "mid", "late", "-") and doc.word(i - 2) in (
        "in",
        "since",
        "of",
        "-",
        "mid",
    ):
        return True
    if before in _MONTH_CUES:
        return said != "may" or before not in ("of", "since", "this", "by")
    after_event = before in _EVENTS or doc.inside.get(i - 1) == "treatment"
    if word in _AMBIGUOUS:
        if after_event and word != "may":
            return True
        return before == "/" and doc.word(i - 2) in _MONTHS
    if word not in _ENGLISH and len(word) <= 4:
        return False
    neighbour = before in ("/", "-", ",", "and", "&", "to", "or") and doc.word(i - 2) in _MONTHS
    following = doc.word(i + 1) in ("/", "-") and doc.word(i + 2) in _MONTHS
    if neighbour or following or after_event or word in _SHORT_MONTHS or len(word) > 4:
        return True
    return before in ("on", "for", "to", "(", ",", "and")


_YEAR_NOT_AFTER = words(
    "mg ml mcg cells copies patients people women men dollars usd euros units iu cases genes mice "
    "feet miles calories kcal rads gy m2 km steps tumors participants and/or deaths"
)
_YEAR_NOT_BEFORE = words("$ # no number psa room about over than to/from ca code cea afp")
_SPAN = re.compile(
    r"(?<![\w./-])(?:(?:19[2-9]|20[0-4])\d ?(?:-|to|till|until|thru|through|/|and) ?"
    r"(?:(?:19|20)\d\d|'?\d\d)|(?:'\d\d|\d\d) ?- ?'\d\d)(?![\w/]|[.-]\d)"
)
_SHORT_YEAR = re.compile(r"(?<![\w'])'(\d\d)(?!\w|['])")
_BACK_IN = re.compile(
    r"\b(?:back in|since|in|class of|summer of|spring of|fall of|winter of) (\d\d)(?=[ ,.;!?)]|\Z)",
    re.IGNORECASE,
)


def years(doc: Document) -> Iterator[Hit]:
    """Years, spans of years and '08; a season or "early" before the year belongs to it."""
    for match in _SPAN.finditer(doc.text) if doc.has_figures else ():
        if doc.free(*match.span()):
            yield Hit(match.start(), match.end(), Kind.DATE, "date.years", 0.85, Tier.INFO)
    for match in _SHORT_YEAR.finditer(doc.text):
        if doc.free(*match.span()):
            start = _season_start(doc, match.start())
            yield Hit(start, match.end(), Kind.DATE, "date.year", 0.85, Tier.INFO)
    for match in _BACK_IN.finditer(doc.text):
        if (
            match[1][0] == "0"
            or (int(match[1]) >= 60 and doc.word(doc.token_at(match.end())) not in _COUNTED)
        ) and doc.free(*match.span(1)):
            yield Hit(match.start(1), match.end(1), Kind.DATE, "date.year", 0.7, Tier.INFO)
    if not doc.has_figures:
        return
    for i in doc.numbers:
        word = doc.words[i]
        if (
            len(word) == 4
            and _YEAR.match(word)
            and doc.free(doc.begin[i], doc.end[i])
            and _is_year(doc, i)
        ):
            start = _season_start(doc, doc.begin[i])
            yield Hit(start, doc.end[i], Kind.DATE, "date.year", 0.85, Tier.INFO)


def _is_year(doc: Document, i: int) -> bool:
    before, after = doc.word(i - 1), doc.word(i + 1)
    if after in _YEAR_NOT_AFTER or before in _YEAR_NOT_BEFORE or after in ("%", "$"):
        return False
    if after == "s" and doc.glued(i + 1):
        return False
    return not (
        before in ("-", ".", ",", "/", ":") and doc.glued(i) and doc.word(i - 2)[:1].isdigit()
    )


def _season_start(doc: Document, start: int) -> int:
    """The offset of a season ("autumn", "fall of", "early") that leads to the year at ``start``."""
    first = doc.token_at(start)
    j = first - 1
    while j > 0 and doc.lower[j] in ("of", "the", "de", "in", ","):
        j -= 1
    if j >= 0 and doc.lower[j] in _SEASONS:
        return doc.begin[_with_part(doc, j)]
    part = _with_part(doc, first)
    return doc.begin[part] if part < first else start


_DAY_CUES = words("on on: till until til by since after before from the and dated")


def days(doc: Document) -> Iterator[Hit]:
    """Days told by number alone: "Tues. the 4th", "starts on the 19th", "the 28th"."""
    for i in doc.numbers:
        word = doc.words[i]
        if not (
            _DAY.match(word) and doc.word(i + 1) in ("st", "nd", "rd", "th") and doc.glued(i + 1)
        ):
            continue
        if _is_day(doc, i):
            first = _weekday_before(doc, _with_article(doc, i))
            if doc.free(doc.begin[first], doc.end[i + 1]):
                yield Hit(doc.begin[first], doc.end[i + 1], Kind.DATE, "date.day", 0.8)


def _is_day(doc: Document, i: int) -> bool:
    article = doc.word(i - 1) == "the"
    before = doc.word(i - 2) if article else doc.word(i - 1)
    after = doc.word(i + 2)
    firm = before in ("on", "until", "till", "since", "by") and after not in _NOT_DAYS
    ends = firm or after in _DAY_FOLLOWS or not after or after in _WEEKDAYS or after in _MONTHS
    if before in _WEEKDAYS or (before in (",", ".") and doc.word(i - 3) in _WEEKDAYS):
        return True
    if article and before in (",", "died") and after == ",":
        return True
    if article:
        return (before in _DAY_CUES and ends) or (
            before in ("is", "was") and ends and int(doc.words[i]) > 3
        )
    if ends and doc.inside.get(i - 1) == "treatment":
        return True
    return ends and before in _EVENTS | {"on", "till", "until", "til"}


_NOT_DAYS = words("""
    floor day days cycle time times street st ave avenue week month year round rounds visit
    try attempt grade anniversary birthday chemo treatment infusion dose one line trimester
    century percentile hole wedding pregnancy surgery scan opinion chapter page row base
    amendment hand stage largest
    """)
_DAY_FOLLOWS = words(
    ". , ; : ! ? ) - \n of and or at with for in to because so he she we i they my after from "
    "if but when where is was do"
)

_FEASTS = words("""
    christmas xmas x-mas thanksgiving easter halloween hanukkah chanukah passover ramadan
    diwali eid chuseok juneteenth tabaski nowruz purim kwanzaa songkran holi vesak pentecost
    advent michaelmas whitsun whitsuntide bayram bayramı simbang gabi pesach sukkot shavuot
    navidad pascua carnaval tet deepavali ashura epiphany lent mardi candlemas lammas
    samhain yule hogmanay obon onam pongal vaisakhi baisakhi navratri dussehra seollal
    """)
_FEAST = re.compile(
    r"\b(?:(?:new year'?s?|lunar new year|chinese new year)(?:'?s)?(?: (?:eve|day))?"
    r"|(?:christmas|xmas|easter|thanksgiving|halloween|passover|ramadan|hanukkah)"
    r"(?: (?:eve|day|sunday|monday|morning|night|week|weekend))?"
    r"|(?:ash wednesday|good friday|palm sunday|holy week|maundy thursday|whit (?:monday|sunday)"
    r"|boxing day|ash wed|shrove (?:mon|tues)day|corpus christi|candlemas|martinmas|(?:lincoln"
    r"|washington)'?s birthday"
    r"|the (?:assumption|ascension|annunciation|immaculate conception)|(?:the )?feast (?:day )?of "
    r"(?:the |st\.? |san |santa |saint )?\w+"
    r"|mardi gras|rosh hashan\w+|yom kippur|simchat torah|eid(?: (?:al|ul)[- ]\w+)?"
    r"|cinco de mayo|semana santa|día de (?:los )?muertos|nochebuena|all (?:saints|souls)'?(?: "
    r"day)?"
    r"|black friday|super ?bowl(?: sunday)?|bastille day|guy fawkes(?: night)?|tet|holi|day of "
    r"the dead"
    r"|(?:the )?(?:first|last|1st|opening|final) (?:day|week|night|morning|weekend) of (?:the )?"
    r"(?:school(?: year)?|spring|summer|fall|autumn|winter|kindergarten|college|semester"
    r"|class(?:es)?|term|lent|advent|(?:hunting|deer|duck|fishing|trout|baseball|football"
    r"|ski) season|vacation)"
    r"|(?:the )?(?:summer|winter|spring|autumn|fall|vernal|autumnal) (?:solstice|equinox)"
    r"|(?:kentucky )?derby day|opening day|groundhogs? day|april fools?'?(?: day)?|cyber monday"
    r"|leap day|(?:the )?world series|world cup final|spring break|prom night|oscar night"
    r"|(?:the )?(?:4th|fourth) of july|july (?:4th|fourth)|independence day|st\.? \w+'?s day"
    r"|saint \w+'?s day)"
    r"|(?:labor|labour|memorial|veterans?'?|presidents?'?|valentine'?s?|mother'?s|mothers|father'?s"
    r"|fathers|groundhog|columbus|martin luther king|mlk|canada|australia|anzac|flag|earth|republic"
    r"|armistice|remembrance|election|may|victoria|patriots'?|women'?s|st\.? patrick'?s|tax)"
    r" day)(?!\w)",
    re.IGNORECASE,
)
_FEAST_TELL = re.compile(
    r"day|wed\b|feast|corpus|assum|ascen|annunc|concep|christmas|xmas|easter|eve\b|thanksgiving"
    r"|hallow|passover|ramadan|hanuk|friday|sunday|"
    r"monday|holi|eid|tet|year|wednesday|july|mayo|santa|kippur|gras|hashan|saints|souls|muertos"
    r"|bowl|thursday|solstice|equinox|school|season|spring|summer|fall|winter|week|weekend|series"
    r"|final|fools|night"
)
_FEAST_LEAD = re.compile(
    r"(?:(?:the )?(?:first|second|third|fourth|last|1st|2nd|3rd|4th) (?:sun|mon|tues|wednes"
    r"|thurs|fri|satur)day (?:of|in|after|before) "
    r"|(?:the )?(?:(?:\d{1,2}|one|two|three|four|five|six|seven|a|a few|couple(?: of)?)(?: "
    r"(?:day|week|night|"
    r"month)s?)|day|night|week|morning|eve|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|weekend)(?: right)? (?:before|after|of|following) "
    r"|(?:right |just )(?:before|after) )\Z",
    re.IGNORECASE,
)


def feasts(doc: Document) -> Iterator[Hit]:
    """Holidays that stand for a day, with "two days before" and the like."""
    low = doc.low
    if _FEAST_TELL.search(low):
        for match in _FEAST.finditer(low):
            if doc.free(*match.span()):
                start, end = _with_lead(low, match.start()), match.end()
                yield Hit(start, _with_year(doc, end), Kind.DATE, "date.holiday", 0.85)
    for i, word in enumerate(doc.lower):
        if word in _FEASTS and doc.free(doc.begin[i], doc.end[i]) and doc.words[i][0].isupper():
            start = _with_lead(low, doc.begin[i])
            yield Hit(start, _with_year(doc, doc.end[i]), Kind.DATE, "date.holiday", 0.8)


def _with_lead(low: str, start: int) -> int:
    floor = max(0, start - 32)
    lead = _FEAST_LEAD.search(low[floor:start])
    return floor + lead.start() if lead else start


def _with_year(doc: Document, end: int) -> int:
    """The end of the year behind a feast, with "weekend" and the like between."""
    i = doc.token_at(end)
    if doc.word(i) in ("weekend", "week", "night", "morning", "monday", "sunday", "friday"):
        end = doc.end[i]
        i += 1
    i += doc.word(i) in (",", "of", "in")
    if doc.word(i) == "'" and re.fullmatch(r"\d\d", doc.word(i + 1)):
        return doc.end[i + 1]
    return doc.end[i] if _YEAR.match(doc.word(i)) else end


_CAPITAL_DAY = re.compile(
    r"(?<![\w.] )(?<!\w)(?:[A-Z][\w'.]+ ){1,3}(?:Day|Eve|Night|Sunday|Monday|Wednesday|Friday"
    r"|Week)(?!\w)"
)
_NO_FEASTS = words("""
    this every last next happy each good the one same great every that our
    """)


def named_days(doc: Document) -> Iterator[Hit]:
    """Capitals that end in "Day" or "Eve": a feast that no list has."""
    if doc.case != "mixed":
        return
    for match in _CAPITAL_DAY.finditer(doc.text):
        i = doc.token_at(match.start())
        if doc.is_first(i) or doc.lower[i] in _NO_FEASTS or not doc.free(*match.span()):
            continue
        start = _with_lead(doc.low, match.start())
        yield Hit(start, _with_year(doc, match.end()), Kind.DATE, "date.holiday", 0.7)


_SPOKEN_NUMBER = (
    r"(?:(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|\d{1,4})[- ]?){1,4}"
)
_SPOKEN_FIGURES = re.compile(
    rf"\b{_SPOKEN_NUMBER}(?:slash|dash|dot|point|stroke|/) ?{_SPOKEN_NUMBER}"
    rf"(?:slash|dash|dot|point|stroke|/) ?{_SPOKEN_NUMBER}(?<![- ])"
)
_SPOKEN_SIGNS = re.compile(r"\b(?:slash|dash|dot|point|stroke)\b")
_SPOKEN_DATE = re.compile(
    r"\b(?:the )?(?:(?:twenty|thirty)[- ]?)?(?:first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|"
    r"ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth"
    r"|eighteenth|"
    r"nineteenth|twentieth|thirtieth) of (?:the )?(?:one|two|three|four|five|six|seven|eight"
    r"|nine|ten|"
    r"eleven|twelve|january|february|march|april|may|june|july|august|september|october|november|"
    r"december)(?!\w)"
)


def spoken(doc: Document) -> Iterator[Hit]:
    """Dates told in words: "thirtyfirst of twelve, nineteen fifty six", "nineteen ninety one"."""
    low = doc.low
    if _SPOKEN_SIGNS.search(low):
        for match in _SPOKEN_FIGURES.finditer(low):
            if doc.free(*match.span()):
                yield _dated(doc, match.start(), match.end(), "date.spoken", 0.85)
    if " of " in low:
        for match in _SPOKEN_DATE.finditer(low):
            if doc.free(*match.span()):
                year = _year_at(doc, doc.token_at(match.end()), has_day=True)
                end = doc.end[year] if year is not None else match.end()
                yield _dated(doc, match.start(), end, "date.spoken", 0.85)
    for i, word in enumerate(doc.lower):
        if word in ("nineteen", "twenty", "two") and doc.free(doc.begin[i], doc.end[i]):
            last = _spoken_year(doc, i)
            if (
                last is not None
                and last > i + (word == "two")
                and doc.free(doc.begin[i], doc.end[last])
            ):
                after = doc.word(last + 1)
                if after not in _COUNTED and doc.word(i - 1) in _PREPOSITIONS | {",", "year"}:
                    yield Hit(doc.begin[i], doc.end[last], Kind.DATE, "date.year", 0.8, Tier.INFO)
