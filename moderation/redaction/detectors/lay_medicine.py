"""Operations, devices, regimens and conditions in the words of people who are no doctors."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.detectors import medical
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind, Tier
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_SIDE = r"(?:(?:left|right|upper|lower|whole|entire|other|remaining|cancerous) )*"
_ORGAN = (
    r"(?:kidneys?|lungs?|lobe|spleen|stomach|womb|uterus|ovar(?:y|ies)|breasts?|prostate|bladder"
    r"|colon|bowel|intestines?|rectum|liver|pancreas|gall ?bladder|thyroid|tonsils?|larynx"
    r"|voice ?box|tongue|jaw|eye|testicles?|ball|nuts?|leg|arm|foot|toe|finger|thumb|ear|nose"
    r"|gullet|esophagus|oesophagus|appendix|adrenal(?: gland)?|parathyroids?|tubes|cervix|thymus"
    r"|lymph nodes?|nodes|glands?|rib|ribs|vocal cords?|tumou?rs?|mass|lump|mole|growth|polyps?)"
)
_OWNER = r"(?:my|his|her|the|our|their|a|both|one|dad's|mom's|mum's)"
_SHARE = r"(?:(?:(?:all|part|half|most|a piece|a third|two thirds) of|half|both of) )?"
_THING = rf"{_SHARE}(?:{_OWNER} )?{_SIDE}{_ORGAN}"
_OUT = r"(?:taken out|cut out|cut off|taken off|taken|out|off|removed|amputated|resected)"
_OPERATION = re.compile(
    rf"\b(?:took|takes?|taking|cut|cutting) (?:out|off|away) {_THING}(?!\w)"
    rf"|\b(?:removed?|removing|amputated?|took|cut) {_THING}(?: (?:out|off))?(?!\w)"
    rf"|(?<=\bhad )(?:{_THING}) {_OUT}(?!\w)|(?<=\bhave )(?:{_THING}) {_OUT}(?!\w)"
    rf"|(?<=\bhaving )(?:{_THING}) {_OUT}(?!\w)|(?<=\bhas had )(?:{_THING}) {_OUT}(?!\w)"
    rf"|(?<=\bgot )(?:{_THING}) {_OUT}(?!\w)|\b{_ORGAN} out(?= (?:in|on|at|last)\b|[.,;])"
)
_DEVICE = (
    r"(?:port-?a-?cath|mediport|chemo port|power port|port|stents?|peg(?:[- ]tube)?|g-tube"
    r"|feeding tube|stomach tube|pacemaker|defibrillator|ommaya(?: reservoir)?|tracheostomy"
    r"|trach(?:eotomy)?|picc(?:[- ]line)?|central line|hickman|shunt|nephrostomy(?: tube)?"
    r"|urostomy|colostomy|ileostomy|pleurx|(?:ivc|vena cava) filter|tissue expanders?"
    r"|hickman(?: line)?)"
)
_PLACED = re.compile(
    rf"\b(?:(?:has|have|had|got|get|getting|with|put in|put|placed|inserted|needs?|needed|gave"
    rf" (?:me|him|her)|given) (?:an?|the|in an?|in|his|her|my) "
    rf"|(?:my|his|her) )(?:new |second |biliary"
    rf" |bile duct |ureteral |metal |heart )?({_DEVICE})(?!\w)"
    rf"|\b({_DEVICE}) (?:was |is |got )?(?:placed|put in|inserted|installed|implanted|in place)\b"
)
_ISOTOPE = re.compile(
    r"(?<![\w-])(?:(?:I|Y|Lu|Ra|Sm|Sr|Ir|Cs|Pd|P|Ho|Ac)[- ]?(?:131|125|90|177|223|153|89|192|137"
    r"|103|32|166|225)|(?:131|125|90|177|223|153|89|225)[- ]?(?:I|Y|Lu|Ra|Sm|Sr|Ac)"
    r"|(?i:iodine|iodo|lutetium|yttrium|radium|samarium|strontium|iridium|cesium|caesium|palladium"
    r"|actinium|holmium)[- ]?\d{2,3}m?)(?![\w-])"
)
_REGIMEN = re.compile(
    r"(?<![\w-])([A-Z]{2,7}(?:-[A-Z]{1,5})?)(?= ?[x×] ?\d|,? (?:for )?(?:\d{1,2}|two|three|four"
    r"|five|six|eight) (?:cycles|rounds|courses)| (?:chemo|regimen|protocol)\b)"
    r"|\b(?:\d{1,2}|two|three|four|five|six|eight|first|second|third|last|of)"
    r" (?:cycles?|rounds?|courses?)(?: of)? ([A-Z]{2,7}(?:-[A-Z]{1,5})?)(?![\w-])"
    r"|(?<![\w-])((?:R|IT)-(?:[A-Za-z]+-)?[A-Z]{3,5}|CODOX-M|hyper-?CVAD)(?![\w-])"
)
_NO_REGIMEN = words("""
    ct mri pet mra xray us usa uk er icu psa cea afp dna rna cbc iv im po pt rt xrt imrt sbrt nih
    fda nhs va mgh msk mskcc hpv ebv cmv hiv my the his her and or for of in to all day am pm
    """)
_SHORT = (
    r"(?:gem|cis|carbo|doce|oxali|bev|ipi|nivo|pem|pembro|eto|cape|taxol|abrax\w*|dox|doxo|ifos"
    r"|len|dex|pom|vel|rev|cisplatin|carboplatin|etoposide|docetaxel|gemcitabine|paclitaxel)"
)
_COMBINED = re.compile(rf"(?<![\w/]){_SHORT}(?:/|\+| \+ |-){_SHORT}(?![\w/])")
_LAY = re.compile(
    r"\b(?:(?:auto|allo|stem cell|bone marrow|cord blood|double cord)(?:logous|geneic)?[- ]?"
    r"(?:transplant|tx|sct)|chemo-?rt|chemorads|brachy seeds|seed implants?|radioactive seeds"
    r"|(?:whole brain|flank|pelvic|chest|neck|breast|proton) (?:radiation|rads)|top surgery)(?!\w)"
)


def lay_treatments(doc: Document) -> Iterator[Hit]:
    """ "took out my left kidney", "a port placed", "BEP x3", "I-131", "gem/cis"."""
    for match in _OPERATION.finditer(doc.low):
        yield from _received(doc, *match.span())
    for match in _PLACED.finditer(doc.low):
        yield from _received(doc, *match.span(1 if match[1] else 2))
    for pattern in (_COMBINED, _LAY):
        for match in pattern.finditer(doc.low):
            yield from _received(doc, *match.span())
    if doc.has_figures:
        for match in _ISOTOPE.finditer(doc.text):
            yield from _received(doc, *match.span())
    if doc.case != "upper":
        yield from _regimens(doc)


def _regimens(doc: Document) -> Iterator[Hit]:
    for match in _REGIMEN.finditer(doc.text):
        group = match.lastindex or 0
        i = doc.token_at(match.start(group))
        other = doc.lower[i] in _NO_REGIMEN or doc.entries[i].flags & (lexicon.TEST | lexicon.STATE)
        if not other:
            yield from _received(doc, *match.span(group))


def _received(doc: Document, start: int, end: int) -> Iterator[Hit]:
    i = doc.token_at(start)
    before = doc.lower[max(doc.sentence_span(i)[0], i - 12) : i]
    asked = doc.asks[doc.sentence[i]] and not frozenset(before) & _TOLD
    if doc.free(start, end) and not asked and not frozenset(before[-3:]) & _NOBODYS:
        yield Hit(start, end, Kind.TREATMENT, "treatment.treatment", 0.75)


_TOLD = words("i my his her he she had after since they got")
_NOBODYS = words("people patients women men surgeons doctors you your if never no")

_OLD_ORGAN = (
    r"(?:gullet|womb|windpipe|bowels?|voice ?box|throat|food ?pipe|back passage|stomach|belly"
    r"|blood|bones?|marrow|glands?|lymph(?: nodes?| glands?)?|mouth|gums?|palate|lips?|jaw|tongue"
    r"|nose|sinus(?:es)?|ear|eye|eyelid|scalp|skin|neck|head|face|chest|lungs?|liver|bile ducts?"
    r"|gall ?bladder|pancreas|spleen|kidneys?|bladder|urethra|prostate|testicles?|penis|vulva"
    r"|vagina|ovar(?:y|ies)|cervix|uterus|breasts?|thyroid|adrenals?|appendix|colon|rectum|anus"
    r"|ampulla(?: of vater)?|soft tissue|brain|spine|esophagus|oesophagus|larynx|pharynx|thymus"
    r"|matri[zs]|tiroides|pr[oó]stata|mama|seno|colon|h[ií]gado|pulm[oó]n|[uú]tero|ovario"
    r"|est[oó]mago|p[aá]ncreas|ri[nñ][oó]n|piel|garganta|lengua|hueso|huesos|wilms)"
)
_HEAD = (
    r"(?:(?:squamous|basal|clear|small|large)[ -]cell )?(?:cancers?|carcinomas?|adenocarcinomas?"
    r"|tumou?rs?|sarcomas?|melanomas?|ca|growths?|lymphomas?|c[aá]ncer|kanser|met[aá]stasis)"
)
_SARCOMAS = (
    r"(?:alveolar soft part|desmoplastic small round(?: cell)?|malignant peripheral nerve sheath"
    r"|undifferentiated pleomorphic|solitary fibrous|dermatofibrosarcoma(?: protuberans)?"
    r"|extraskeletal myxoid|myxoid round cell|(?:alveolar|embryonal) rhabdo|(?:pleural|"
    r"retroperitoneal|pelvic) (?:mass|plaques?)|pseudomyogenic hemangio\w+|epithelioid hemangio\w+"
    r"|solid pseudopapillary|inflammatory myofibro\w+|low[- ]grade fibromyxoid|yolk sac"
    r"|atypical teratoid(?:[ /-]rhabdoid)?)(?: (?:sarcoma|tumou?r|neoplasm|chondrosarcoma))?"
)
_CONDITION = re.compile(
    rf"\b{_HEAD} (?:of|in|on|de|del|en) (?:(?:the|my|his|her|both|left|right|el|la|los) )*"
    rf"{_OLD_ORGAN}(?!\w)"
    r"|\b(?:(?:ductal|lobular|squamous(?: cell)?|vulvar|cervical|oral|lentigo) )?(?:(?:adeno)?"
    r"carcinomas?|melanoma|ca|cancer|adeno)[ -]in[ -]situ(?!\w)"
    rf"|\b{_SARCOMAS}(?!\w)"
    r"|\b(?:papillary|squamous|small cell|non-small cell|clear cell|medullary|follicular"
    r"|triple negative|mucinous|serous|inflammatory)(?: ca)? (?:lung|kidney|thyroid|breast|ovary"
    r"|ovarian|bc|colon|bladder|esophagus|pancreas|renal)(?: (?:type [12]|ca))?(?!\w)"
    r"|\b(?:graves|cushings?|addisons?|hashimotos?|plummers?|conns?|bowens?|menieres?|crohns?"
    r"|castlemans?|pagets?|wilsons?|parkinsons?|friedreichs?|sjogrens?|takayasus?|behcets?)"
    r"(?:'s?)?(?: (?:disease|syndrome|thyroiditis|ataxia))?(?!\w)"
    r"|\b(?:cushing|graves|addison|hashimoto|conn|bowen|meniere|crohn|castleman|paget|parkinson"
    r"|friedreich|sjogren)'s(?: (?:disease|syndrome|thyroiditis|ataxia))?(?!\w)"
)
_ACRONYM = re.compile(
    r"(?<!\w)(?i:ovarian|renal|thyroid|lung|breast|kidney|esophageal|oesophageal|cervical|bladder"
    r"|pancreatic|hepatic|colon|colorectal|head and neck|skin|oral|laryngeal|tongue|tonsil|throat"
    r"|inflammatory|uterine|urothelial|parotid|salivary|adrenal|papillary|medullary|anal|vulvar"
    r"|nasal|sinus|gastric|rectal|ileal|metastatic) (?:SCC|RCC|PTC|ACC|HCC|P?NETs?|TCC|IBC|BC|CA"
    r"|NSCLC|SCLC|MTC|FTC|ATC|AC|UC|GIST|LMS|MEC|NEC|NPC|EAC|IDC|ILC|HGSC|LGSC|CIS|LCNEC|SPN)(?!\w)"
)
_RULED_OUT = words("no not never without negative ruled excluded denies whether")


def lay_conditions(doc: Document) -> Iterator[Hit]:
    """ "cancer of the gullet", "carcinoma in situ", "kidney RCC", "alveolar soft part"."""
    for pattern, text in ((_CONDITION, doc.low), (_ACRONYM, doc.text)):
        for match in pattern.finditer(text):
            i = doc.token_at(match.start())
            denied = _RULED_OUT.intersection(doc.lower[max(0, i - 3) : i])
            if doc.free(*match.span()) and not denied:
                first, last = medical.widened(doc, i, _last(doc, i, match.end()))
                start, end = doc.begin[first], doc.end[last]
                yield Hit(start, end, Kind.DIAGNOSIS, "diagnosis.condition", 0.8, Tier.INFO)


def _last(doc: Document, i: int, end: int) -> int:
    """The last token of a condition: a known longer name that begins there goes first."""
    known = doc.phrases.get(i)
    last = doc.token_at(end - 1)
    if known is None or known.kind != "condition":
        return last
    return max(last, i + known.length - 1)
