"""Values of one person's body: sizes, laboratory values, scores, doses, weights."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

ANALYTES = words("""
    phos chains antibodies antibody clone chimerism fish ape creatinina hemoglobina
    plaquetas leucocitos titers wt ht na k cr alb lact alk oxygen saturation feto apgars
    spiked necrosis virus lymphocytes il psa cea afp ca125 ca153 ca199 ca2729 ca19 hcg bhcg
    beta ldh alt ast alp ggt bili bilirubin albumin creatinine creat gfr egfr bun wbc anc
    rbc hgb hb hemoglobin haemoglobin hct hematocrit plt plts platelet platelets neutrophils
    neutrophil lymphocytes lymphs monocytes blasts ferritin iron tsh tg t3 t4 ft4
    thyroglobulin calcitonin calcium ca potassium sodium magnesium phosphorus glucose a1c
    hba1c crp esr igg iga igm kappa lambda flc mspike spike mprotein protein viscosity b2m
    beta2 chromogranin cga serotonin hiaa gastrin cortisol metanephrine metanephrines
    normetanephrine normetanephrines vma hva testosterone estradiol fsh amh prolactin igf
    pth ca15 ca27 cd4 cd8 mrd ebv cmv hbv hcv load suv suvmax suvs gleason breslow clark
    mitoses mitotic mitosis ki67 ki deauville ecog karnofsky kps lansky meld fev1 fvc dlco
    ef lvef ejection fraction troponin bnp ntprobnp probnp qtc qt bp bmi hr pulse sat spo2
    o2 temp fever weight weigh weighed weighs weighing height bsa tscore t-score zscore
    z-score score oncotype mammaprint decipher recurrence inr ptt pt cholesterol ldl
    triglycerides vitamin er pr pdl1 tmb tps cps ctdna cells copies burden volume length
    thickness index percent grade fuhrman child pugh childpugh bclc phi nodes node margin
    margins size measured measuring measures level levels count counts reading readings
    value result titer titre ana rf ra proteinuria urea hdl uric lipase amylase ammonia
    lactate procalcitonin haptoglobin reticulocytes retic b12 folate d3 psadt velocity il2r
    sil hscrp cpk ck aldolase tryptase copper ceruloplasmin zinc pressure sugar viral
    karnofsky fibroscan kpa mcv rdw doxa nse s100 scc he4 roma lh acth dheas renin
    aldosterone pain
    """)
# Too common to announce a value by themselves across many words.
_SHY = words("""
    na k cr alb ht wt ape fish antibodies antibody chains clone necrosis virus spiked oxygen
    feto phos ca er pr hr pt ra rf ki tg hb ef bp fraction size level levels count counts
    reading value result cells copies pulse fever grade child node nodes score volume length
    index weight margin margins percent height spike protein iron sugar pressure burden pain
    temp beta load measured measuring
    """)
_FILLERS = words("""
    nadir creeping está en y la alcaline sqm receptor ratio stays stayed holding steady
    was is were are now of at to from up down went gone going just still only about around
    over under jumped rose risen fell fallen dropped climbed came back level levels count
    counts score value result reading : = , . - - > < ~ ( ) and then again has have had been
    went's it it's the my her his a an to: is: today currently last low high normal doubled
    tripled increased decreased elevated peaked stands sits running near almost nearly
    approx approximately got goes went hit hits test tests suv max pre post out into status
    marker s positive negative this that came neg pos new current prior previous i ii
    baseline started more less than total free ratio rate per + / 15 19 27 6 1 10 8 125 3 9 29 67 2
    -> after with en es fue de está antes ahora subió bajó reached reaching measured
    measures value= by
    """)
_MONTHISH = words("""
    jan feb mar apr may june july aug sept sep oct nov dec january february march april
    august september october november december in on at week weeks month months day days
    """)
_SIZE_UNITS = words("""
    cm cms mm mms centimeters centimetres centimeter millimeter millimeters millimetres
    millimetre inch inches cc cm3
    """)
_WEIGHT_UNITS = words("kg kgs kilos kilo lbs lb pounds pound oz ounces stone")
_DOSE_UNITS = words(
    "mg mcg ug gy cgy gray grays mci gbq mbq milligrams milligram micrograms iu grams"
)
_LAB_UNITS = words("""
    ng pg mmol umol nmol pmol meq mmhg iu miu u/ml k g gm ml mls dl liter liters litre
    litres l bpm copies hpf mitoses units u fl x10 mv ms kpa msv cal calories cells
    """)
_SURE_UNITS = (
    _SIZE_UNITS
    | _WEIGHT_UNITS
    | _DOSE_UNITS
    | words("ng pg mmol umol nmol pmol meq mmhg miu bpm copies liters litres liter litre")
)
_RATE = re.compile(
    r"[ ]?(?:(?:/|per )[ ]?(?:ml|dl|l|mm3|mm2|hpf|kg|m2|day|d|min|ul|cmm|mcl|g|10|h|hr"
    r"|week)\b(?: hpf)?"
    r"|(?:ml|dl)\b|bid\b|tid\b|qd\b|daily\b|twice (?:a day|daily)|once (?:a day|daily)|a day\b)"
)
_NUMBER = re.compile(r"\d")
_SIGN = frozenset("<>~=+-±≥≤")
_DIMENSION = re.compile(
    r"(?<![\w.])\d{1,4}(?:[.,]\d{1,2})?[ ]?(?:cm|mm)?[ ]?(?:x|\*|by)[ ]?\d{1,4}(?:[.,]\d{1,2})?"
    r"(?:[ ]?(?:cm|mm)?[ ]?(?:x|\*|by)[ ]?\d{1,4}(?:[.,]\d{1,2})?)?[ ]?(?:cm|mm|inch(?:es)?"
    r"|in\b)?(?!\w)",
    re.IGNORECASE,
)
_GLEASON = re.compile(
    r"(?<![\w.])[1-5][ ]?\+[ ]?[1-5](?:[ ]?=[ ]?(?:10|[2-9]))?(?!\w)|(?<=gleason )(?:score "
    r")?(?:of )?\d{1,2}(?!\w)",
    re.IGNORECASE,
)
_NODES = re.compile(
    r"(?<![\w.])(?:\d{1,2}|one|two|three|four|five|six)[ ]?(?:/|of|out of|outta)[ ]?(?:the "
    r")?\d{1,2} "
    r"(?:positive |lymph |sentinel |axillary |pelvic )*(?:nodes?|lns?|cores?|positive|samples"
    r"|biopsies|lesions)\b|(?<=nodes )\d{1,2}[ ]?(?:/|of)[ ]?\d{1,2}(?![\w/])",
    re.IGNORECASE,
)
_POWER = re.compile(
    r"(?<![\w.])\d+(?:[.,]\d+)? ?x ?10 ?\^ ?\d{1,2}(?: ?/ ?\w{1,3})?", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\b(?:the )?size of (an? (?:small |large |big |little )?[a-z]+(?: (?:ball|seed|bean|fist))?)"
    r"|\b((?:golf|tennis|ping[- ]?pong|base|soft)[- ]?ball|pea|grape|walnut|plum|orange"
    r"|grapefruit|marble|"
    r"egg|lemon|olive|almond|peach|melon)[- ]siz(?:e|ed)\b"
)
_PERFORMANCE = re.compile(
    r"\b(?:child[- ]?pugh|clark(?:'s)?(?: level)?|deauville(?: score)?|ecog(?: ps)?|bi-?rads"
    r"|pi-?rads|ti-?rads|"
    r"lung-?rads|karnofsky|kps|meld|apgar|lansky|zubrod|masaoka)[ :=]{0,3}(?:score |of |is |was "
    r"|category )*"
    r"([A-C]?\d{1,3}[a-c]?|[A-C]|I{1,3}|IV|V)(?![\w])"
)


_SCORED = (
    "pugh", "clark", "deauville", "ecog", "rads", "karnofsky", "kps", "meld", "apgar", "lansky",
    "zubrod", "masaoka",
)  # fmt: skip


def patterns(doc: Document) -> Iterator[Hit]:
    """Values with a shape of their own: 12 x 9 cm, 3+4=7, 4 of 17 nodes, size of a walnut."""
    text, low = doc.text, doc.low
    for match in _COMPARED.finditer(low) if "siz" in low else ():
        group = 1 if match[1] else 2
        yield _hit(doc, match.start(group), match.end(group), "measurement.compared")
    if any(name in low for name in _SCORED):
        for match in _PERFORMANCE.finditer(low):
            if doc.free(*match.span(1)):
                yield _hit(doc, match.start(1), match.end(1), "measurement.score")
    if not doc.has_figures:
        return
    for match in _DIMENSION.finditer(text):
        if _is_dimension(doc, match):
            yield _hit(doc, match.start(), match.end(), "measurement.size")
    if "+" in text or "gleason" in low:
        for match in _GLEASON.finditer(text):
            if doc.free(*match.span()):
                yield _hit(doc, match.start(), match.end(), "measurement.score")
    for match in _POWER.finditer(text):
        if doc.free(*match.span()):
            yield _hit(doc, match.start(), match.end(), "measurement.unit")
    for match in _NODES.finditer(text):
        if doc.free(*match.span()):
            yield _hit(doc, match.start(), match.end(), "measurement.count")


_AMOUNT = (
    r"(?:\d{1,3}(?:[.,]\d{1,2})?|"
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]\w+)?|ten|five)"
)
_IN_WORDS = re.compile(
    rf"(?<![\w.,])({_AMOUNT} (?:percent|per cent|pct))(?= (?:of (?:my|his|her|the)\b|necrosis"
    r"|blasts?"
    r"|positive|blocked|blockage|function|kidney|lung|plasma|cells|er\b|pr\b|involved|stenosis))"
    rf"|(?:\b(?:necrosis|blasts|ki-?67|er|pr|ef|ejection fraction|function|capacity|pd-?l1|tps"
    r"|oxygen"
    rf"|saturation)(?: (?:is|was|at|of|now|only|just|about|around|down to|to)){{0,3}}) ({_AMOUNT}"
    r" (?:percent|per cent|pct))(?!\w)"
)
_GRAMS = re.compile(
    r"(?<![\w.,/])\d{1,3}(?:[.,]\d{1,2})? ?(?:g|gm)(?:/m2|/day| a day| daily| iv)?(?![\w/])"
)
_HEIGHT = re.compile(
    r"(?<![\w.,'])[3-7](?:'[ ]?(?:1[01]|\d)(?:\"|'')?| ?(?:foot|feet|ft) ?"
    r"(?:1[01]|\d)(?: ?in(?:ches)?)?)"
    r"(?![\w'])"
)


def told(doc: Document) -> Iterator[Hit]:
    """Percentages in words of what was measured, grams, heights."""
    for match in _IN_WORDS.finditer(doc.low) if "p" in doc.low else ():
        group = 1 if match[1] else 2
        if doc.free(*match.span(group)):
            yield _hit(doc, *match.span(group), "measurement.percent", 0.8)
    for pattern in (_GRAMS, _HEIGHT) if doc.has_figures else ():
        for match in pattern.finditer(doc.low):
            if doc.free(*match.span()):
                yield _hit(doc, *match.span(), "measurement.unit", 0.8)


def _hit(doc: Document, start: int, end: int, rule: str, score: float = 0.9) -> Hit:
    end = start + len(doc.text[start:end].rstrip())
    return Hit(start, end, Kind.MEASUREMENT, rule, score)


def _is_dimension(doc: Document, match: re.Match[str]) -> bool:
    said = match[0].lower()
    if not doc.free(*match.span()):
        return False
    if "cm" in said or "mm" in said or "in" in said:
        return True
    before = doc.word(doc.token_at(match.start()) - 1)
    after = doc.word(doc.token_at(match.end()))
    dotted = "." in said or said.count("x") == 2
    return after not in ("day", "days", "week", "weeks", "daily") and (
        dotted
        or before
        in ("mass", "tumor", "thigh", "lesion", "measuring", "size", "nodule", "is", "was", "node")
        or (
            said[0] != "0" and bool(re.search(r"\d x \d\d|\d\dx\d|\dx\d", said)) and "*" not in said
        )
    )


def values(doc: Document) -> Iterator[Hit]:
    """Numbers with a unit, or behind the name of a test, a score or a drug."""
    for i in _figures(doc):
        if not doc.free(doc.begin[i], doc.end[i]) or (i and _belongs_before(doc, i)):
            continue
        if _in_row(doc, i):
            continue
        found = _value(doc, i)
        if found is not None:
            yield found
            _remember(doc, i)


def _in_row(doc: Document, i: int) -> bool:
    """Whether a number stands in the midst of a long row of bare numbers."""
    near = [doc.word(k)[:1] for k in (i - 4, i - 2, i - 1, i + 1, i + 2)]
    if near[1].isdigit() and near[2].isdigit() and near[3].isdigit():
        return True
    listed = near[2] == near[3] == "," and near[0].isdigit() and near[1].isdigit()
    return listed and near[4].isdigit() and doc.marks.get(i - 2) is not Kind.MEASUREMENT


def _figures(doc: Document) -> list[int]:
    figures = [i for i in doc.numbers if doc.words[i][0].isdigit()]
    if " ." not in doc.text:
        return figures
    decimals = [i for i, word in enumerate(doc.words) if word == "." and _starts_decimal(doc, i)]
    return sorted([*figures, *decimals])


def _remember(doc: Document, i: int) -> None:
    """Later numbers in the same row look back for a value."""
    doc.marks[i] = Kind.MEASUREMENT


def _starts_decimal(doc: Document, i: int) -> bool:
    return not doc.glued(i) and doc.word(i + 1).isdigit() and doc.glued(i + 1)


def _belongs_before(doc: Document, i: int) -> bool:
    """Whether a number is glued to letters or to a sign that makes it part of a longer thing."""
    if not doc.glued(i):
        return False
    before = doc.words[i - 1]
    if before[-1].isalpha():
        return True
    if before in "_'#$€£@":
        return True
    if before == "." and i > 1 and doc.words[i - 2].isalnum() and doc.glued(i - 1):
        return True
    return before == "-" and i > 1 and doc.glued(i - 1) and doc.words[i - 2][-1].isalnum()


def _value(doc: Document, i: int) -> Hit | None:
    start = _signed_start(doc, i)
    end, rule = _unit_end(doc, i)
    if rule:
        return _hit(doc, start, end, rule) if not _is_span_of_time(doc, i) else None
    if doc.word(i + 1) in _NOT_VALUES and not doc.glued(i + 1):
        return None
    end = _tail(doc, i)
    if _analyte_before(doc, i):
        return _hit(doc, start, end, "measurement.test", 0.85)
    if _drug_before(doc, i):
        return _hit(doc, start, end, "measurement.after-drug", 0.8)
    if _carries_on(doc, i):
        return _hit(doc, start, end, "measurement.series", 0.75)
    return None


_NOT_VALUES = words("""
    weeks week months month years year days day hours hour times cycles cycle rounds round
    treatments sessions doses dose yo yrs yr y/o kids children old st nd rd th pm am ago
    minutes people patients women men shots infusions fractions o'clock points lines times
    hrs wks
    """)


def _is_span_of_time(doc: Document, i: int) -> bool:
    return doc.word(i + 1) in ("m", "l") and not doc.glued(i + 1)


def _signed_start(doc: Document, i: int) -> int:
    j = i
    while j > 0 and doc.words[j - 1] in _SIGN and doc.glued(j):
        if doc.words[j - 1] in "-+" and doc.glued(j - 1) and doc.words[j - 2][-1].isalnum():
            break
        j -= 1
    if j > 0 and doc.words[j - 1] in ("<", ">") and j == i:
        j -= 1
    return doc.begin[j]


def _unit_end(doc: Document, i: int) -> tuple[int, str]:
    """Where number and unit end and the rule, or ("", 0) without a unit."""
    j = i + 1
    if doc.word(i) == ".":
        j += 1
    if doc.word(j) in ("-", "/") and doc.word(j + 1)[:1].isdigit() and doc.glued(j):
        j += 2
    if doc.word(j) == "-" and doc.word(j + 1) in _SIZE_UNITS:
        j += 1
    unit = doc.word(j)
    if j < len(doc) and doc.words[j] in ("L", "g") and "." in doc.words[i] + doc.word(j - 1):
        return doc.end[j], "measurement.unit"
    if unit == "%":
        return (doc.end[j], "measurement.percent") if _percent_is_value(doc, i) else (0, "")
    if unit in _SURE_UNITS or (
        unit in _LAB_UNITS and (doc.glued(j) or _RATE.match(doc.low, doc.end[j]))
    ):
        end = _with_second(doc, j)
        rate = _RATE.match(doc.low, end)
        return (rate.end() if rate else end), _unit_rule(unit)
    return 0, ""


def _with_second(doc: Document, j: int) -> int:
    """ "4lb 2oz" is one weight."""
    if doc.word(j + 1)[:1].isdigit() and doc.word(j + 2) in ("oz", "ounces", "lbs", "lb", "pounds"):
        return doc.end[j + 2]
    return doc.end[j]


def _unit_rule(unit: str) -> str:
    if unit in _SIZE_UNITS:
        return "measurement.size"
    if unit in _WEIGHT_UNITS:
        return "measurement.weight"
    return "measurement.dose" if unit in _DOSE_UNITS else "measurement.unit"


_PERCENT_AFTER = words(
    "blasts lymphocytes necrosis plasma involvement involved positive of blast cells"
)


def _percent_is_value(doc: Document, i: int) -> bool:
    if doc.word(i + 2) in (
        "blasts",
        "blast",
        "necrosis",
        "plasma",
        "ef",
        "lvef",
        "involvement",
        "tps",
    ):
        return True
    return _analyte_before(doc, i)


def _tail(doc: Document, i: int) -> int:
    """The end of a value with what is glued behind: 62k, 25/100, 1.5x, 10-15."""
    j = i
    if doc.word(i) == ".":
        j += 1
    while (
        j + 2 < len(doc)
        and doc.words[j + 1] in ("/", "-")
        and doc.glued(j + 1)
        and doc.glued(j + 2)
        and (doc.words[j + 2][0].isdigit())
    ):
        j += 2
    if doc.word(j + 1) in ("k", "m", "x", "%", "+", "l", "s") and doc.glued(j + 1):
        j += 1 if doc.word(j + 1) != "s" else 0
    if doc.word(j + 1) in ("x", "times") and doc.word(j + 2) in ("uln", "normal"):
        j += 2
    if doc.word(j + 1) in ("uln", "bid", "tid", "daily", "qd"):
        j += 1
    if doc.word(j + 1) in ("million", "thousand", "thou"):
        j += 1
    return doc.end[j]


_WINDOW = 8


def _analyte_before(doc: Document, i: int) -> bool:
    """Whether the words before, all of them fillers, lead back to the name of a test."""
    j = i - 1
    steps = 0
    while j >= 0 and steps < _WINDOW:
        word = doc.lower[j]
        if _is_analyte(doc, j):
            return steps <= 3 or word not in _SHY
        if word in (".", "\n", ";", "?", "!") and not (
            word == "." and doc.lower[j - 1] in ANALYTES
        ):
            return False
        if word not in _FILLERS and not (word[0].isdigit() and steps > 0):
            return False
        j -= 1
        steps += 1
    return False


def _is_analyte(doc: Document, j: int) -> bool:
    word = doc.lower[j]
    if word in ANALYTES:
        if word in ("na", "k", "cr", "alk", "fish", "ape"):
            return word == "alk" or (doc.words[j].isupper() and doc.case != "upper")
        return not (word == "ca" and not doc.words[j].isupper() and doc.words[j] != "Ca")
    if doc.entries[j].flags & lexicon.TEST and doc.entries[j].common < 45:
        return True
    return "-" in word or word.replace("'s", "") in ANALYTES


def _drug_before(doc: Document, i: int) -> bool:
    """Whether the token before is a drug: "Gleevec 800", "effexor 37.5"."""
    j = i - 1
    while j >= 0 and doc.lower[j] in (
        "at",
        ",",
        "dose",
        "of",
        "(",
        ":",
        "->",
        "is",
        "-",
        "next",
        "now",
        "xr",
        "er",
    ):
        if doc.lower[j] == "," and doc.lower[j - 1] not in ("next", "now"):
            break
        j -= 1
    if j < 0 or i - j > 4:
        return False
    entry_flags = doc.entries[j].flags
    drug = bool(entry_flags & lexicon.DRUG) or j in doc.drug_ends
    return drug and doc.word(i + 1) not in ("x", "cycles", "rounds", "times")


def _carries_on(doc: Document, i: int) -> bool:
    """ "jumped from 9 to 61", "37 in July, 212 in Sept, 1,880 today"."""
    j = i - 1
    seen = 0
    linked = False
    while j >= 0 and seen < 6:
        word = doc.lower[j]
        if doc.marks.get(j) == Kind.MEASUREMENT and word[0].isdigit():
            return linked
        if word in (".", "\n", "?", "!") and not doc.glued(j + 1):
            return False
        if word in (
            "to",
            "->",
            ">",
            "-",
            "from",
            "then",
            "prior",
            "now",
            "was",
            "and",
            "today",
            "after",
            "/",
            "vs",
        ):
            linked = True
        elif word in (",", "("):
            linked = (
                linked
                or doc.word(j - 1) in _MONTHISH
                or doc.word(i + 1) in ("in", "today", "now")
                or (word == "(")
            )
        elif (
            word not in _MONTHISH
            and word not in _FILLERS
            and not word[0].isdigit()
            and word
            not in (
                "%",
                "cm",
                "mm",
                "kg",
                "lbs",
                "ng",
                "ml",
                "k",
                "p",
                "celiac",
            )
        ):
            return False
        j -= 1
        seen += 1
    return False
