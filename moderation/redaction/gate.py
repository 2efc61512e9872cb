"""Is the comment about somebody in particular, or is it general talk?"""

import itertools

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import CONTACTS, Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

PERSONAL = 2.0
_MEDICAL = (
    lexicon.DRUG
    | lexicon.REGIMEN
    | lexicon.CONDITION
    | lexicon.SYMPTOM
    | lexicon.TREATMENT
    | lexicon.TEST
)
_HEALTH = words("""
    diagnosed diagnosis cancer tumor tumour chemo chemotherapy radiation surgery biopsy scan
    scans mets stage oncologist remission relapse relapsed recurrence lump mass nodule
    treatment treated transplant died passed hospice hospital sick ill pain symptoms tested
    positive operation operated mri ct pet psa results appointment doctor doctors surgeon
    mutation gene terminal dying suffering suffers icu er medication meds insurance
    scheduled referred prognosis cáncer tumor quimio metástasis enfermedad operaron
    diagnosticaron dolor leucemia
    """)
_MINE = words("my our mine mi mis nuestra nuestro")
_THEIRS = words("his her their")
_SELF = words("i i'm i've im ive i'd we we're we've me myself yo")
_STATES = words("""
    have had has was am been got get getting diagnosed feel felt took take taking finished
    started underwent completed suffer suffering tested found lost need need i've i'm
    receiving live tengo operaron
    """)
_QUESTIONING = words("do does did can could would should is are if when why how what")


def is_personal(doc: Document, hits: list[Hit]) -> bool:
    """Whether a comment says something about the health of one person, or names or reaches one."""
    score = _by_hits(hits)
    if score >= PERSONAL or _speaks_of_kin(doc, hits) or _seeks_records(doc, hits):
        return True
    if _asks_from_home(doc, hits):
        return True
    return score + _by_words(doc) >= PERSONAL


_KIN_TOO = words("boy girl baby child kid guy little one twins hubby")
_THEORY = words("""
    studies studied studying study teaches asks wonders asked learns learned reads read works
    class teacher school project homework
    """)
_OF_KIN = words("""
    slides scan scans tumor tumour biopsy chart records pathology report results doctor
    oncologist nurse chemo cancer
    """)
_SAYS_MUCH = frozenset(
    {
        Kind.TREATMENT,
        Kind.GENE,
        Kind.DIAGNOSIS,
        Kind.STAGE,
        Kind.MEASUREMENT,
        Kind.SYMPTOM,
    }
)
_SAYS_LITTLE = frozenset({Kind.OCCUPATION, Kind.STATE})


def _speaks_of_kin(doc: Document, hits: list[Hit]) -> bool:
    """ "our son", "my mother's slides" in a comment that holds something of medicine and more."""
    medical = any(hit.kind in _SAYS_MUCH for hit in hits)
    details = sum(hit.kind not in _SAYS_LITTLE for hit in hits)
    return (
        medical
        and details >= 2
        and any(word in _MINE and _kin_behind(doc, i) for i, word in enumerate(doc.lower))
    )


def _kin_behind(doc: Document, i: int) -> bool:
    """Whether a member of the family follows at once, or behind one word ("our little girl")."""
    for j in range(i + 1, min(i + 3, len(doc))):
        word = doc.lower[j]
        kin = bool(doc.entries[j].flags & lexicon.RELATION) or word in _KIN_TOO
        if not kin or not word[0].isalpha():
            continue
        if word.endswith("'s"):
            return doc.word(j + 1) in _OF_KIN
        return not any(doc.word(k) in _THEORY or doc.word(k) == "says" for k in range(j + 1, j + 5))
    return False


_LEARNS = words("studies teaches asks wonders")


def _is_told_of(doc: Document, i: int) -> bool:
    """ "Arturo passed away", "Sunny, has AML": a name and at once what befell that person."""
    j = i + 1 + (doc.word(i + 1) == ",")
    if doc.word(j) == "passed":
        return doc.word(j + 1) in ("away", "on", "in", "from", "last")
    return doc.word(j) in ("has", "is") and any(
        doc.inside.get(k) == "condition" for k in range(j + 1, j + 5)
    )


_DWELLS = frozenset({("i", "am"), ("we", "are"), ("i", "live"), ("we", "live")})


def _asks_from_home(doc: Document, hits: list[Hit]) -> bool:
    """ "I am in Tampa. Who treats sarcoma here?": where the writer lives, and a disease."""
    if not any(hit.kind is Kind.DIAGNOSIS for hit in hits):
        return False
    return any(
        doc.marks.get(i + 1) is Kind.LOCATION
        and word in ("in", "near", "from", "outside")
        and (
            (doc.word(i - 2), doc.word(i - 1)) in _DWELLS
            or doc.word(i - 1) in ("i'm", "im", "we're")
        )
        for i, word in enumerate(doc.lower)
    )


_RECORDS = words("records record chart charts slides file files films mammograms")
_GONE = words("""
    lost gone destroyed shredded retired burned burnt closed copy copies request find old
    missing transferred moved flooded
    """)
_NAMING = frozenset({Kind.NAME, Kind.DATE, Kind.ORG, Kind.LOCATION, Kind.ID})


def _seeks_records(doc: Document, hits: list[Hit]) -> bool:
    """Somebody who looks for their own papers under a name, at a place, of a year."""
    said = set(doc.lower)
    if not said & _RECORDS or not said & _GONE:
        return False
    mine = said & {"i", "my", "me", "i'm", "mine"} or "maiden" in said
    return bool(mine) and any(hit.kind in _NAMING for hit in hits)


_SURE_NAMES = frozenset(
    {"name.introduced", "name.relation", "name.signature", "name.listed", "name.repeated"}
)
_WEAK_AGES = frozenset({"age.since", "age.at", "age.bare"})
_WEAK_VALUES = frozenset({"measurement.dose", "measurement.unit", "measurement.weight"})
# What each sort of hit adds, and how much all of its sort may add together.
_WEIGHTS = {
    Kind.NAME: (0.7, 0.9),
    Kind.AGE: (1.2, 1.2),
    Kind.MEASUREMENT: (0.8, 1.6),
    Kind.DATE: (0.7, 1.4),
    Kind.LOCATION: (0.7, 1.0),
    Kind.STAGE: (0.6, 1.0),
    Kind.ORG: (0.5, 1.0),
    Kind.OCCUPATION: (0.6, 0.6),
    Kind.DIAGNOSIS: (0.3, 0.6),
    Kind.TREATMENT: (0.3, 0.6),
    Kind.SYMPTOM: (0.4, 0.8),
    Kind.GENE: (0.3, 0.6),
    Kind.STATE: (0.2, 0.2),
}


_CIRCUMSTANCES = frozenset({Kind.DATE, Kind.LOCATION, Kind.STATE, Kind.ORG, Kind.OCCUPATION})


def _by_hits(hits: list[Hit]) -> float:
    """What the details found say; places and dates count only beside somebody's health."""
    sure = 0.0
    added: dict[Kind, float] = {}
    for hit in hits:
        if hit.kind in CONTACTS:
            sure += 2.0 if is_contact(hit) else 0.5
        elif hit.kind is Kind.NAME and hit.rule in _SURE_NAMES:
            sure += 2.0
        elif hit.kind is Kind.AGE and hit.rule not in _WEAK_AGES:
            sure += 1.8
        elif hit.rule not in ("date.year", "date.years"):
            weight, most = _WEIGHTS[hit.kind]
            weight = 0.4 if hit.rule in _WEAK_VALUES else weight
            added[hit.kind] = min(most, added.get(hit.kind, 0.0) + weight)
    named = added.pop(Kind.NAME, 0.0)
    health = sure + sum(v for kind, v in added.items() if kind not in _CIRCUMSTANCES)
    around = sum(v for kind, v in added.items() if kind in _CIRCUMSTANCES)
    return health + named + (around if health >= 0.5 else 0.0)


def is_contact(hit: Hit) -> bool:
    """Whether a hit stands even in general talk: a way to reach somebody, a sure number."""
    return hit.kind is not Kind.ID or (hit.score >= 0.8 and hit.rule not in ("id.room", "id.code"))


def _by_words(doc: Document) -> float:
    """Possessives, relations and the first person beside words of health, by sentence."""
    best = 0.0
    starts = [*doc.sentence_starts, len(doc)]
    for first, end in itertools.pairwise(starts):
        best = max(best, _sentence(doc, first, end))
    return best


_KNOWING = words("""
    heard read think thought wonder wondering know teach believe understand saw learned told
    question questions curious guess suppose hope wish like want love agree remember mean
    interested studying study studied write writing writes work working works reading seen
    used
    """)
_ANYBODY = frozenset({"he", "she", "he's", "she's"})


def _sentence(doc: Document, first: int, end: int) -> float:
    medical = frozenset(i for i in range(first, end) if _is_medical(doc, i))
    if not medical:
        return 0.0
    return max(_speaks_of(doc, i, medical) for i in range(first, end))


def _speaks_of(doc: Document, i: int, medical: frozenset[int]) -> float:
    """How surely token ``i`` ties the medical words of its sentence to one person."""
    word = doc.lower[i]
    if word in _MINE:
        near = _within(medical, i, 3) or doc.word(i + 1) in _ACQUAINTED
        return 2.0 if near else 0.0
    if word in ("i'm", "im", "i've", "ive") and not _knows_soon(doc, i):
        return 2.0 if _within(medical, i, 8) else 0.0
    if word == "i" and doc.word(i + 1) == "am" and doc.word(i + 2) in ("in", "from", "at"):
        return 2.0 if any(doc.inside.get(m) == "condition" for m in medical) else 0.0
    if word in _SELF or word in _ANYBODY:
        return 2.0 if _states_soon(doc, i) and not _knows_soon(doc, i) else 0.0
    if word in _BEGUN and doc.is_first(i) and doc.word(i + 1) not in _INVERTED:
        return 2.0
    if _is_relation(doc, i, medical) and _is_ones_own(doc, i):
        return 0.0 if doc.word(i + 1) in _LEARNS else 2.0
    if doc.marks.get(i) is Kind.NAME and _is_told_of(doc, i):
        return 2.0
    return 1.0 if word in _THEIRS and _within(medical, i, 3) else 0.0


_BEGUN = words("diagnosed had got finished started dx dx'd dxd underwent")
_INVERTED = words("the a any he she they this that these those anyone anybody researchers you we")


def _is_relation(doc: Document, i: int, medical: frozenset[int]) -> bool:
    word = doc.lower[i]
    if doc.entries[i].flags & lexicon.RELATION and not word.endswith("'s"):
        return True
    if not word.endswith("'s") or not lexicon.lookup(word[:-2]).flags & lexicon.RELATION:
        return False
    return doc.word(i + 1).isdigit() or _within(medical, i, 2)


def _within(medical: frozenset[int], i: int, reach: int) -> bool:
    return any(k in medical for k in range(i + 1, i + 1 + reach))


def _knows_soon(doc: Document, i: int) -> bool:
    return any(doc.word(k) in _KNOWING for k in range(i + 1, i + 5))


def _is_ones_own(doc: Document, i: int) -> bool:
    """ "my aunt", or a relation that somebody calls by, without an article: "mom is"."""
    before = doc.word(i - 1)
    if before in _MINE or before in _THEIRS or before in ("law", "late", "old", "own", "dear"):
        return True
    return doc.lower[i].removesuffix("'s") in _CALLED and before not in (
        "the",
        "a",
        "an",
        "every",
        "any",
        "new",
        "of",
        "or",
    )


_ACQUAINTED = words("""
    friend friends neighbor neighbour patient patients client lady ladies roommate coworker
    colleague boss pastor landlord classmate teammate employee member housekeeper nanny
    tenant
    """)
_CALLED = words("""
    mom mum dad mother father wife husband daughter son hubby mama papa grandma grandpa
    sister brother dh dw dd ds mil fil sil bil partner fiance
    """)


def _is_medical(doc: Document, i: int) -> bool:
    if doc.lower[i] == "told":
        return doc.word(i - 1) in ("got", "was", "been", "were")
    return (
        doc.lower[i] in _HEALTH
        or (bool(doc.entries[i].flags & _MEDICAL) and doc.entries[i].common < 50)
        or (doc.inside.get(i) in ("condition", "drug", "regimen", "treatment", "symptom"))
    )


def _states_soon(doc: Document, i: int) -> bool:
    asking = doc.word(i - 1) in _QUESTIONING
    return not asking and any(doc.word(k) in _STATES for k in range(i + 1, i + 4))
