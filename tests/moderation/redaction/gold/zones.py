"""Don't-care zones that follow from a rule, so that nobody has to mark them by hand.

A redactor may take "Dr." with the name and "years old" with the age, or leave them: neither is
right or wrong. The same holds for durations ("for three years", "now"), which say little.
"""

import re
from collections.abc import Iterable, Iterator

_WINDOW = 48

_CUES = r"""
    a about access account acct address adm admitted age aged almost am and approx around at
    auth authorization
    batch before between birthday birthdate born by
    accession box cpt icd icd-9 icd-10 icd9 icd10 specimen spec
    c/o call called case caso cel cell chart child claim clinic code contact correo
    de den desde diagnosed dob docket doctor doctora dr dra d/o during dx dx'd
    e-mail ebeveyn edad el email en episode est ext exam
    fax fr father for from former fecha file
    group grp handle hi hello her his hospital hosp home
    i.d id ins insurance in insta instagram invoice is it's
    just
    la las line los lic located
    mail me medical medicare member mob mobile mr mrs ms miss mme mister mum mom mother
    m.d md my mi mrn med msg
    name named names near nearly nee nhs no nombre not nr nurse nos number num
    of off office on only or order our outside over
    passed paciente patient pat parish pastor pid ph phone plan police policy post prof professor
    pt pts
    rabbi rec record ref reach reference reg rev reverend rm room
    she señor señora señorita sr sra since sister sir site skype ssn st study subject subscriber
    signal son
    tel telefono teléfono telegram telephone text the ticket till til to tracking turned turning
    tweet twitter
    under until up user username ur
    via viber visit
    was we wechat weighing weight were whatsapp whatsup wife will with within write
    year years yr zip
"""

_ANALYTES = r"""
    a1c afp albumin alk alp alt anc ast b-hcg bence beta bili bilirubin biopsy bmi bnp bp
    breslow bun ca ca-125 ca125 ca15-3 ca19-9 ca27.29 calcitonin calcium cd4 cea chromogranin
    clark core cores cortisol cpk creat creatinine crp deauville deviation dhea dose ecog ef
    egfr esr fev1 ferritin fibroscan free ggt gfr gleason glucose grade gs h-score hb hba1c hcg
    hct height hemoglobin hgb hscrp igg igm index inr iga iron kappa karnofsky ki ki-67 ki67 kps
    lambda lactate ldh level light lipase load long loss low lvef m-protein m-spike margin meld
    metanephrines mitoses mitotic mrd msh neut neutrophils nodes normetanephrine oncotype oxygen
    pd-l1 platelets plt plts potassium pre proteinuria psa pth rate recurrence reading readings
    ratio result rs sat sats score size sodium spike spo2 standard suv suvmax t-score
    testosterone tg thickness thyroglobulin titer total trough tps triglycerides tsh tumor
    tumour uptake value viral vitamin volume wbc went weighed weighs z-score high measuring
    measured measures jumped rose dropped fell climbed down still now is only
"""

_AFTER = {
    "NAME": r"(?:['’]s\b|,?\s*(?:rn|md|m\.d\.|np|pa-c|phd|ph\.d\.?|bsn|jr|sr|esq|mr|mrs|dr)\b\.?)",
    "AGE": r"[\s-]*(?:(?:years?|yrs?|"
    r"y/o|y-o|yo|y\.o\.|y|months?|mos?|weeks?|wks?|days?|años?|meses)?"
    r"[\s-]*(?:olds?|of age|young|ish|m/o)?)(?:['’]s)?[\s-]*(?:male|female|man|woman|[mf])?\b",
    "DATE": r"['’]?s?\b",
    "ORG": r"['’]?s?\s*(?:hospital|clinic|center|centre|insurance|ins|church|school|plan|ppo|hmo"
    r"|medical center|er|parish)\b",
    "PHONE": r"[\s,]*(?:\(?(?:ext?|x|extension|cell|home|work|mobile|office|whatsapp|m|h|c)\b\.?"
    r"\s*\d*\)?)",
    "LOCATION": r"['’]s\b|\s*(?:area|county|township)\b",
    "MEASUREMENT": r"(?:\s*/\s*|\s+per\s+|\s*)(?:daily|bid|tid|qd|q\d+w|twice|once|a day|per day|"
    r"weekly|ng/ml|u/ml|mg/dl|g/dl|units?|high|nodes|mets|positive|each)\b",
    "TREATMENT": r"\s*(?:(?:x|×)\s*\d+|\d+\s*x|therapy|treatments?|pills?|tablets?|shots?|surgery"
    r")\b",
    "DIAGNOSIS": r"\s*(?:cancer|tumou?r|disease|syndrome|ca|patient)\b",
    "GENE": r"\s*(?:mutations?|gene|positive|negative|pos|neg|deletion|fusion|rearrangement)\b",
    "SYMPTOM": r"(?!)",
    "STAGE": r"(?!)",
    "STATE": r"['’]s\b",
    "EMAIL": r"(?!)",
    "URL": r"(?!)",
    "ID": r"(?!)",
    "OCCUPATION": r"(?!)",
}

_NUMBER = (
    r"(?:\d+(?:[.,/]\d+)?\+?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"fifteen|eighteen|twenty|thirty|several|some|many|few|couple|half|both|dos|tres|cuatro|seis)"
)
_UNIT = (
    r"(?:seconds?|min(?:ute)?s?|hours?|hrs?|days?|nights?|weeks?|wks?|months?|mos?|years?|yrs?|"
    r"decades?|semanas?|meses|años?|días?)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_DURATIONS = re.compile(
    rf"(?<!\w)(?:(?:for|after|in|about|almost|over|past|last|next|every|within|hace|en|por|the)\s+)*"
    rf"{_NUMBER}(?:[\s-]*(?:to|or|and|of|a|-|full|more|good|long)?[\s-]*{_NUMBER})?[\s-]*{_UNIT}"
    rf"(?:[\s-]+(?:ago|later|off|old|before|after|now|since|post|back|out|or so))?(?!\w)"
    rf"|(?<!\w)(?:last|next|this|every|past|each|other|late|early)\s+(?:{_UNIT}|{_WEEKDAY}|spring|"
    rf"summer|fall|autumn|winter|morning|evening|night|time|weekend)(?!\w)"
    rf"|(?<!\w)(?:now|today|tonight|yesterday|tomorrow|currently|recently|daily|weekly|monthly|"
    rf"yearly|nightly|ahora|hoy|ayer|mañana|{_WEEKDAY})(?!\w)",
    re.IGNORECASE,
)
# Words of the trade that name no detail: marking or leaving them changes nothing.
_GENERIC = re.compile(
    r"(?<!\w)(?:cancers?|tumou?rs?|lumps?|mass(?:es)?|nodules?|lesions?|spots?|mets|metasta\w+|"
    r"spread|relapsed?|recur\w*|remission|surger(?:y|ies)|operat(?:ion|ed|ions)|biops(?:y|ies)|"
    r"(?:pet|ct|mri|cat|bone|body)?[\s/-]?(?:scans?|ct|mri)|ultrasound|x-?rays?|treatments?|"
    r"treated|pregnan\w+|hospice|palliative(?: care)?|dr|drs|doc|doctors?|oncologists?"
    r"|hospital|clinic)(?!\w)",
    re.IGNORECASE,
)
_CYCLES = re.compile(r"\d+\s*(?:cycles?|rounds?|sessions?|courses?|lines?|doses?)\s+of\s+$", re.I)


def _cue_pattern(words: str) -> re.Pattern[str]:
    choice = "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))
    return re.compile(rf"(?:(?<![^\W_])(?:{choice})(?:[\s.:=#,()\-/]+|$))+$|#\s*$", re.IGNORECASE)


_BEFORE = _cue_pattern(_CUES)
_BEFORE_MEASURE = _cue_pattern(_CUES + _ANALYTES)


def rule_zones(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """The don't-care zones of a personal comment.

    ``spans`` are (start, end, label) in code points of ``text``; so are the zones. A zone may run
    into a span, where it has no effect: a marked detail is always demanded.
    """
    for start, end, label in spans:
        yield from _beside(text, start, end, label)
    for pattern in (_DURATIONS, _GENERIC):
        for match in pattern.finditer(text):
            yield match.span()


def _beside(text: str, start: int, end: int, label: str) -> Iterator[tuple[int, int]]:
    cue = _BEFORE_MEASURE if label == "MEASUREMENT" else _BEFORE
    left = max(0, start - _WINDOW)
    before = cue.search(text[left:start])
    if before is not None:
        yield left + before.start(), start
    if label == "TREATMENT" and (cycles := _CYCLES.search(text[left:start])):
        yield left + cycles.start(), start
    after = re.compile(_AFTER[label], re.IGNORECASE).match(text, end)
    if after is not None and after.end() > end:
        yield end, after.end()
