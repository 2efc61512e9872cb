"""Conditions, treatments and symptoms of one person, told from what is only asked about."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind, Tier
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_GENERIC = words("""
    cancer cancers tumor tumors tumour tumours mass masses disease diseases metastasis
    metastases mets metastatic lesion lesions nodule nodules malignancy carcinogen relapse
    recurrence illness syndrome infection lump surgery treatment treatments operation
    therapy drug drugs medicine medication medications scan biopsy trial trials vaccine
    vaccines test tests pill pills dose spread remission hospice palliative
    """)
_QUALIFIERS = words("""
    cardiac metastatic invasive infiltrating ductal lobular alveolar papillary squamous basal clear
    small large follicular mantle diffuse uveal ocular cutaneous adenoid cystic mucinous
    serous endometrioid triple negative inflammatory medullary anaplastic poorly
    adenosquamous neuroendocrine peripheral primary intrahepatic extrahepatic hilar nodular
    marginal acute chronic soft part spindle round giant embryonal alveolar undifferentiated
    pleomorphic myxoid dedifferentiated epithelioid sacrococcygeal pleural peritoneal
    spiculated hairy bilateral nasal distal proximal advanced oral cutaneous gastric mucosal
    acral plasma high-grade low-grade refractory aggressive indolent smoldering smouldering
    systemic juvenile severe mild bone only non- non cell left right upper lower stromal
    malignant benign congenital familial hereditary sporadic vulvar vaginal cervical thymic
    biliary rare
    """)
_CANCERS = words("""
    cancer cancers ca carcinoma tumor tumour tumors sarcoma lymphoma melanoma adeno
    adenocarcinoma mets met metastasis metastases leukemia nets mass lesion nodule canser
    cncer cander
    """)
_BEHIND = (_CANCERS - {"mass", "lesion", "mets", "met"}) | {"disease", "syndrome"}
_HEADS = _CANCERS - {"mass", "lesion", "nodule", "tumors"}
_SHAPE = re.compile(
    r"[a-z]{3,}(?:omas?|omatosis|emia|aemia|itis|osis|opathy|plasia|penia|trophy|sclerosis"
    r"|cytosis|philia|algia|ism)\Z"
)
_SHAPED_CANCER = re.compile(
    r"[a-z]{4,}(?:carcinoma|sarcoma|blastoma|cytoma|glioma|lymphoma|thelioma|melanoma)s?\Z"
)
_NOT_SHAPED = words("""
    oklahoma aroma diploma coma sonoma tacoma roma loma prognosis diagnosis diagnoses dosis
    metastasis tourism autism optimism mechanism metabolism organism criticism symptom
    """)
_PROCEDURE = re.compile(
    r"[a-z]{3,}(?:ectomy|ostomy|otomy|plasty|scopy|pexy|desis|centesis|embolization|ablation"
    r"|therapy)\Z"
)
_OF = re.compile(
    r"\b(?:cancers?|metástasis|kanser|ca|tumou?rs?|carcinoma|sarcoma|mets|metastas[ei]s|cáncer"
    r"|tumor) (?:of|in|on"
    r"|to|de|del|en) "
    r"(?:the |her |his |my |both |el |la |los )?([a-zñóíáé]+)"
)


def diagnoses(doc: Document) -> Iterator[Hit]:
    """Conditions by name, by shape ("...oma") and built of a part of the body and "cancer"."""
    until = -1
    for i, word in enumerate(doc.lower):
        if i <= until or not word[0].isalpha() or not doc.free(doc.begin[i], doc.end[i]):
            continue
        span = _condition_at(doc, i)
        if span is None:
            continue
        first, last = span
        until = last
        if _is_persons(doc, first):
            yield Hit(
                doc.begin[first],
                doc.end[last],
                Kind.DIAGNOSIS,
                "diagnosis.condition",
                0.8,
                Tier.INFO,
            )


def _condition_at(doc: Document, i: int) -> tuple[int, int] | None:
    phrase = doc.phrases.get(i)
    word = doc.lower[i]
    if phrase is not None and phrase.kind == "condition":
        last = i + phrase.length - 1
        if phrase.length == 1 and (word in _GENERIC or not _abbreviation_fits(doc, i)):
            return None
        return widened(doc, i, last)
    if doc.inside.get(i) == "condition" and doc.marks.get(i - 1) is Kind.STAGE:
        return _rest_of(doc, i)
    if word in _ORGANS and _heads_fragment(doc, i):
        return i, i
    if word in _KINDS and i and _is_qualifier(doc, i - 1):
        return widened(doc, i - 1, i)
    if doc.inside.get(i):
        return None
    if _SHAPED_CANCER.match(word) or (
        _SHAPE.match(word) and word not in _NOT_SHAPED and _rare(doc, i)
    ):
        return widened(doc, i, i)
    if doc.entries[i].flags & lexicon.BODY or word in _BODIES:
        j = i + 1
        while doc.word(j) in ("-", "cell", "node", "duct", "gland", "/") or (
            j < len(doc)
            and (doc.entries[j].flags & lexicon.BODY and doc.entries[i].flags & lexicon.BODY)
        ):
            j += 1
        if doc.word(j) in _HEADS and not (
            doc.word(j) == "met" and doc.word(j + 1) in ("with", "my", "the", "a")
        ):
            return widened(doc, i, j)
    if word in (
        "cancer",
        "ca",
        "tumor",
        "tumour",
        "cáncer",
        "metástasis",
        "metastasis",
        "kanser",
        "mets",
        "carcinoma",
        "canser",
    ):
        match = _OF.match(doc.low, doc.begin[i])
        if match is not None:
            last = doc.token_at(match.start(1))
            if doc.entries[last].flags & lexicon.BODY or doc.lower[last] in _ORGANOS:
                return i, last
        if word == "ca" and (doc.entries[i + 1].flags & lexicon.BODY if i + 1 < len(doc) else 0):
            return i, i + 1
    return None


_KINDS = words("syndrome disease disorder dystrophy trait palsy deficiency anemia anaemia")
_ORGANS = words("""
    stomach bladder ovarian parotid breast lung prostate colon tongue kidney pancreas
    pancreatic tonsil larynx thyroid cervix cervical rectal rectum esophagus esophageal
    liver bowel skin ovary uterus testicle
    """)
_ORGANOS = words("""
    tiroides próstata prostata mama seno hígado higado pulmón pulmon colon matriz matris
    útero utero cuello ovario estómago estomago páncreas pancreas riñón rinon huesos cerebro
    piel garganta sangre lengua
    """)
_ADJECTIVE = re.compile(r"[a-z]{3,}(?:ic|al|oid|ous|ary|genic|ative|ing|ar|ian)\Z")


def _heads_fragment(doc: Document, i: int) -> bool:
    """ "Parotid, 2012." and "Bladder, high grade": an organ that stands for its cancer."""
    if not (doc.is_first(i) or doc.word(i - 1) in ("(", "has", ":")):
        return False
    beside = doc.marks.get(i + 2)
    told = beside in (Kind.STAGE, Kind.DATE, Kind.AGE, Kind.GENE, Kind.MEASUREMENT)
    return doc.word(i + 1) in (",", ":") and told


def _is_qualifier(doc: Document, j: int) -> bool:
    """Whether the word before "syndrome" names it: rare, or an eponym."""
    entry, word = doc.entries[j], doc.lower[j]
    if not word[0].isalpha() or entry.flags & lexicon.FUNCTION:
        return False
    return entry.common < 40 or bool(_ADJECTIVE.match(word) and entry.common < 45)


def _rest_of(doc: Document, i: int) -> tuple[int, int] | None:
    """What is left of "stage 4 melanoma" once the stage is taken."""
    for start in range(i - 1, max(-1, i - 5), -1):
        phrase = doc.phrases.get(start)
        if phrase is not None and start + phrase.length > i:
            return i, start + phrase.length - 1
    return None


_BODIES = words("""
    ovarian gastric colorectal uterine prostatic hepatic pulmonary testicular vulvar biliary
    esophageal renal pancreatic cervical endometrial pleural uveal brst rectul colan pelvic
    adrenal
    """)


def _rare(doc: Document, i: int) -> bool:
    entry = doc.entries[i]
    return entry.common < 36 and not entry.given and not entry.surname and not entry.place


def _abbreviation_fits(doc: Document, i: int) -> bool:
    """Short abbreviations (ALL, ET, MS) count in capitals only."""
    said = doc.words[i]
    if len(said) > 4 or (
        not doc.entries[i].flags & lexicon.DICTIONARY and doc.entries[i].common < 40
    ):
        return True
    return said.isupper() and doc.case != "upper"


def widened(doc: Document, first: int, last: int) -> tuple[int, int]:
    """First and last token with the qualifiers before ("metastatic uveal") and a head behind."""
    while (
        first > 0
        and doc.free(doc.begin[first - 1], doc.end[first - 1])
        and (
            doc.lower[first - 1] in _QUALIFIERS
            or (doc.words[first - 1] == "-" and first > 1 and doc.lower[first - 2] in _QUALIFIERS)
            or (
                doc.entries[first - 1].flags & lexicon.BODY
                and doc.lower[last] in _CANCERS
                and doc.lower[first - 1] not in ("back", "face", "body", "head", "blood")
            )
        )
    ):
        first -= 1
    while doc.lower[first] in ("-", "only", "left", "right", "cell") and first < last:
        first += 1
    while last + 1 < len(doc) and doc.lower[last + 1] in _BEHIND:
        last += 1
    return first, last


_RULED_OUT = words(
    "no not never without isn't wasn't don't doesn't against negative ruled excluded denies"
)


def _is_persons(doc: Document, i: int) -> bool:
    """Whether the sentence states it, not denies it or asks about it in general."""
    back = [doc.word(k) for k in range(i - 3, i)]
    return not (set(back) & _RULED_OUT and "only" not in back)


_RECEIPT = words("""
    on had took taking after since did finished completed complete got gets getting gave
    given giving received receive receiving started starting start began finish done with my
    his her our their their x underwent undergoing failed tried stopped quit off post
    through during then plus and + now for from s/p was is using use used put takes take
    prescribed scheduled planned planning next wants want suggests suggested recommends
    recommended says offered has have having cycles rounds of doing failed despite under
    into between refused denied completing : ; , . ( / -> & 's
    """)
_ASKS = words("""
    should would could can does do is are any what which how about trial trials candidate
    eligible qualify vs versus or whether why will if where who instead worth
    """)
_OWN = words("""
    my his her our their i'm he's she's me him mom mother dad father wife husband son
    daughter sister brother
    """)
_STRONG_RECEIPT = words("""
    on had took taking after since did finished completed got gets getting gave given giving
    received started began underwent failed tried stopped my his her our their off s/p post
    during doing x done
    """)
_REFUSED = words("can't cant cannot couldn't no never not without won't neither nor")
_DOSED = words("mg x bid daily since shot infusion worked failed stopped started")


def treatments(doc: Document) -> Iterator[Hit]:
    """Drugs, regimens and procedures that a person received, stopped or is to receive."""
    for i, phrase in sorted(doc.phrases.items()):
        if phrase.kind not in ("drug", "regimen", "treatment"):
            continue
        last = i + phrase.length - 1
        if (doc.lower[i] in _GENERIC and phrase.length == 1) or not _abbreviation_fits_drug(
            doc, i, phrase.length
        ):
            continue
        if phrase.payload == "a test or scan" and not doc.lower[last].endswith(("scopy", "biopsy")):
            continue
        if doc.free(doc.begin[i], doc.end[last]) and _is_received(doc, i, last):
            yield Hit(doc.begin[i], doc.end[last], Kind.TREATMENT, f"treatment.{phrase.kind}", 0.8)
    for i, word in enumerate(doc.lower):
        if len(word) > 6 and not doc.inside.get(i) and _is_shaped(doc, i, word):
            yield Hit(doc.begin[i], doc.end[i], Kind.TREATMENT, "treatment.shape", 0.75)


def _is_shaped(doc: Document, i: int, word: str) -> bool:
    """Whether an unlisted word ends as procedures and drugs do, and was received."""
    if not _rare(doc, i) or not doc.free(doc.begin[i], doc.end[i]):
        return False
    medical = _PROCEDURE.match(word) or lexicon.drug_class(word)
    return bool(medical) and _is_received(doc, i, i)


def _abbreviation_fits_drug(doc: Document, i: int, length: int) -> bool:
    if length > 1:
        return True
    entry, said = doc.entries[i], doc.words[i]
    if entry.common >= 40 and len(said) <= 4:
        return said.isupper() and doc.case != "upper"
    return True


_REACH = 40


def _is_received(doc: Document, i: int, last: int) -> bool:
    first, _ = doc.sentence_span(i)
    before = doc.lower[max(first, i - _REACH) : i]
    near = before[-4:]
    if set(near[-3:]) & _REFUSED:
        return False
    if doc.word(last + 1) in _TRIAL_NOUNS or (
        doc.word(last + 1) == "-" and doc.word(last + 2) in ("based", "like", "free")
    ):
        return False
    if not doc.asks[doc.sentence[i]]:
        return not ({"trial", "trials"} & set(near))
    if set(near[-3:]) & _STRONG_RECEIPT and not (set(before[:2]) & {"should", "any", "what"}):
        return True
    if doc.word(last + 1) in _DOSED or doc.word(last + 1)[:1].isdigit():
        return True
    return not set(before) & _ASKS and bool(before)


_TRIAL_NOUNS = words("trial trials study studies vaccine research inhibitors")


def symptoms(doc: Document) -> Iterator[Hit]:
    """What a person feels or shows."""
    for i, phrase in sorted(doc.phrases.items()):
        if phrase.kind != "symptom":
            continue
        last = i + phrase.length - 1
        if not doc.free(doc.begin[i], doc.end[last]):
            continue
        if phrase.length == 1 and doc.lower[i] in (
            "lesion",
            "lesions",
            "nodule",
            "nodules",
            "mass",
        ):
            continue
        if (doc.entries[i].common >= 45 and phrase.length == 1) or not _is_persons(doc, i):
            continue
        yield Hit(doc.begin[i], doc.end[last], Kind.SYMPTOM, "symptom.known", 0.75)
    yield from _felt(doc)


_HURTS = words("""
    ached swelling peeling clumsy racing locked cracked blistered
    hurt hurts hurting ache aches aching pain pains paining sore swollen swelling numb
    bleeding bleeds itchy itches burning tingling cramps cramping stiff weak twitching duele
    duelen tired
    """)
_CANNOT = re.compile(
    r"\b(?:can'?t|cannot|can not|couldn'?t|could not|could hardly|can barely|can hardly) (?:even "
    r"|barely |hardly )?"
    r"(?:hold|open|close|bend|use|raise|grip|climb|drive|stand|get|keep|feel|put|write|chew"
    r"|drink|bear|make|finish|hear)"
    r"(?: (?:up|down|out|my|her|his|the|a|any|right|left|own)){1,3}(?: \w+)?"
)
_FEELS = re.compile(
    r"\b(?:can'?t|cannot|couldn'?t|unable to|trouble|hard to|difficulty|hurts to) (?:barely "
    r"|hardly )?"
    r"(?:eat|eating|sleep|sleeping|walk|walking|swallow|swallowing|breathe|breathing|talk|speak"
    r"|see|hear|stand|urinate|"
    r"pee|poop|feel (?:her|his|my) \w+|keep (?:anything|food) down|move|sit|lift|taste|work)\b"
    r"|\b(?:coughing|throwing|spitting|passing|vomiting|peeing|pooping)(?: up)?(?: bright red| "
    r"dark)? (?:blood|clots)\b"
    r"|\b(?:so|very|always|really|constantly) (?:tired|weak|dizzy|exhausted|nauseous|sick"
    r"|fatigued|swollen|sore)\b"
    r"|\b(?:short(?:ness)? of breath|no (?:energy|appetite|taste|spit|strength)|blood in (?:the "
    r"|my |her |his )?(?:toilet|"
    r"stool|urine|poop|pee))\b"
)


def _felt(doc: Document) -> Iterator[Hit]:
    for match in _CANNOT.finditer(doc.low) if "can" in doc.low or "could" in doc.low else ():
        if doc.free(*match.span()):
            yield Hit(match.start(), match.end(), Kind.SYMPTOM, "symptom.felt", 0.7)
    for match in _FEELS.finditer(doc.low):
        if doc.free(*match.span()):
            yield Hit(match.start(), match.end(), Kind.SYMPTOM, "symptom.felt", 0.75)
    for i, word in enumerate(doc.lower):
        if word not in _HURTS or not doc.free(doc.begin[i], doc.end[i]):
            continue
        first = last = i
        if i and doc.entries[i - 1].flags & lexicon.BODY:
            first = i - 1
        elif (
            doc.word(i + 1)
            and i + 1 < len(doc)
            and doc.entries[i + 1].flags & lexicon.BODY
            and not doc.taken[doc.begin[i + 1]]
        ):
            last = i + 1
        elif word in ("pain", "tired", "weak", "burning", "stiff", "sore"):
            continue
        if doc.free(doc.begin[first], doc.end[last]):
            yield Hit(doc.begin[first], doc.end[last], Kind.SYMPTOM, "symptom.felt", 0.7)


_JOB_CUES = words("retired former ex as a an i'm am profession occupation job trabajo")
_NO_JOBS = words("""
    patient doctor nurse surgeon oncologist survivor donor volunteer carrier mother father
    caregiver smoker reader member writer author specialist fighter candidate participant
    baby child
    """)


def occupations(doc: Document) -> Iterator[Hit]:
    """What somebody works as: "a retired coal miner", "I'm a flight attendant"."""
    for i, phrase in sorted(doc.phrases.items()):
        if phrase.kind != "occupation":
            continue
        last = i + phrase.length - 1
        if doc.free(doc.begin[i], doc.end[last]) and _is_job(doc, i, last):
            first = i
            while doc.word(first - 1) in _JOB_QUALIFIERS:
                first -= 1
            yield Hit(doc.begin[first], doc.end[last], Kind.OCCUPATION, "occupation.known", 0.75)


_JOB_QUALIFIERS = words("""
    church ship's school bus line choir substitute truck small sheep airline court music
    piano ballet high farm construction shop dairy organic senior chief junior social police
    violin rugby
    """)


_JOB_LEAD = re.compile(
    r"\b(?:(?:i'm|i am|i was|i've been|he was|she was|he's|she's|he is|she is|used to be|dad's"
    r"|mom's|and|,|as|myself|"
    r"worked as|works as|work as|wife|husband|father|mother|brother|sister|son|daughter|dad|mom) "
    r"(?:an?|the) "
    r"(?:retired |former |tough |old |proud |small[- ]?town |part[- ]?time |full[- ]?time "
    r"|self[- ]employed |young )*"
    r"|(?:retired|former|formerly|ret\.) (?:an? )?)((?:[a-z'-]+ ){0,2}?[a-z'-]{2,}(?:er|or|ist"
    r"|ian|man|woman|eer|smith|"
    r"wright|hand|keeper|tech|clerk|cook|chef|pilot|director|principal|secretary|captain|deputy"
    r"|agent|guard|mate|nurse))"
    r"(?=[ ,.;)!?]|\Z)(?! (?:of|for|with|to) (?:my|her|his|the|two|three|four|five|a) ?(?:kids"
    r"|children|cancer|mother|wife)?)"
)
_NOT_JOBS = words("""
    survivor carrier smoker member reader patient mother father brother sister daughter
    fighter sufferer person runner believer number cancer doctor another older younger
    nonsmoker non-smoker drinker caregiver donor citizen veteran subscriber teenager former
    winner loser vegetarian researcher longer bigger smaller better tumor surgeon oncologist
    ever never over under after other first grandmother grandfather stepmother stepfather
    caretaker major minor senior junior prior donor error favor color center water letter
    matter little woman man human christian follower supporter candidate partner lover fever
    liver ulcer power order year doer hiker biker walker swimmer dancer gardener goner vegan
    asian russian italian canadian american indian brazilian egyptian iranian hungarian
    norwegian specialist urologist hematologist radiologist neurologist dermatologist
    cardiologist gynecologist pathologist gastroenterologist physician practitioner disaster
    monster newcomer foreigner outsider
    """)


def shaped_jobs(doc: Document) -> Iterator[Hit]:
    """What somebody is, by the ending of the word: "I was a shipyard welder"."""
    for match in _JOB_LEAD.finditer(doc.low):
        said = match[1].split()
        if said[-1] in _NOT_JOBS or any(word in _LINKS_OF_SPEECH for word in said):
            continue
        last = doc.token_at(match.end(1) - 1)
        if doc.free(*match.span(1)) and not doc.entries[last].flags & _MEDICAL_WORDS:
            yield Hit(match.start(1), match.end(1), Kind.OCCUPATION, "occupation.shape", 0.65)


_LINKS_OF_SPEECH = words("""
    and or but of to in on at for with who that which my his her our the a an is was very so
    too lot bit breast lung cancer tumor year old month week long time little few new great
    good bad single white black
    """)
_MEDICAL_WORDS = (
    lexicon.CONDITION | lexicon.DRUG | lexicon.SYMPTOM | lexicon.TREATMENT | lexicon.TEST
)


def _is_job(doc: Document, i: int, last: int) -> bool:
    if doc.lower[last] in _NO_JOBS and last == i:
        return False
    j = i - 1
    while doc.word(j) in _JOB_QUALIFIERS:
        j -= 1
    before, second = doc.word(j), doc.word(j - 1)
    if before in ("retired", "former", "ex", "ret"):
        return True
    if before in ("a", "an"):
        return second in (
            "i'm",
            "am",
            "is",
            "was",
            "as",
            ",",
            "he's",
            "she's",
            "shes",
            "hes",
            "im",
            "old",
            "be",
            "been",
            ")",
            "yo",
            "myself",
            "-",
        ) or (doc.marks.get(j - 1) is Kind.AGE)
    after = doc.word(last + 1)
    alone = before in (",", ".", "/", ";", "male", "female", "m", "f", "yo") or doc.marks.get(
        j
    ) in (Kind.AGE, Kind.NAME)
    return (
        alone and after in (",", ".", ";", ")", "\n", "/", "", "from", "in", "at", "with", "w")
    ) or (alone and doc.inside.get(last + 1) == "place")
