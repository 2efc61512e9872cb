"""Names of private people: by the words that lead to them, by how they are written, by priors."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_NEVER = (
    lexicon.FUNCTION | lexicon.DRUG | lexicon.REGIMEN | lexicon.CONDITION | lexicon.HONORIFIC
    | lexicon.NATIONALITY | lexicon.COUNTRY | lexicon.UNIT | lexicon.WEEKDAY | lexicon.PROTECTED
    | lexicon.TEST | lexicon.CREDENTIAL | lexicon.ORG_WORD | lexicon.HOLIDAY | lexicon.NUMBER
    | lexicon.GENE | lexicon.INSURER
)  # fmt: skip
_NOT_IN_NAMES = words("""
    i i'm i've i'd i'll im ive hi hello hey dear thank thanks please help urgent re ps nurse
    doctor dr sir madam team all everyone everybody anyone god lord jesus christ mom mum dad
    mother father cancer chemo tumor stage regards sincerely best love cheers yours
    respectfully cordially saludos gracias hola buenas estimados english spanish american
    internet facebook google medicare medicaid msk mskcc sloan kettering memorial er icu ct
    mri pet psa ca usa uk us va md rn phd np pa do dds jr sr iii ii iv yes no ok okay oh lol
    male female patient name dob age address phone email tel cell fax city state country
    insurance gentlemen ladies folks friends guys doctors nurses surgeon oncologist hospital
    clinic medical center she he they we you it his her my our your their who what when
    where why how is was are am be
    """)
_INITIAL = re.compile(r"[A-Z]\Z")

INTRODUCES = frozenset({"i'm", "im", "i'am", "soy", "myself", "llamo"})
_TITLES = words("""
    dr dr. doctor doc dra drs prof professor mr mrs ms miss mister nurse rev reverend pastor
    rabbi fr father imam sister brother deacon señor señora señorita sr sra srta herr frau
    madame mme monsieur mlle signora uncle aunt auntie aunty tia tío tio tía sgt captain
    capt col colonel major lt cdr sergeant officer judge senator coach principal sis bro
    cousin grandma grandpa granny nana papa
    """)
_COMMON_TITLES = words("father doctor doc brother sister coach nurse papa principal mother cousin")
_PEOPLE = words("""
    nurses doctors drs friends kids children sons daughters sisters brothers twins boys
    girls grandkids aides onc oncologist surgeon urologist hematologist neurologist gp pcp
    friend neighbor neighbour patient coworker colleague client roommate fiance fiancé
    fiancée boyfriend girlfriend partner spouse hubby coordinator therapist named called
    girl boy baby widow caregiver bestie buddy stepdad stepmom godmother godson goddaughter
    parishioner teammate student teacher esposa esposo hijo hija hermano hermana mamá papá
    madre padre abuela abuelo tía tío suegra primo prima amiga amigo
    """)
_GREETINGS = frozenset(
    {
        "greetings",
        "hug",
        "hugs",
        "hi",
        "hello",
        "hey",
        "dear",
        "thanks",
        "hola",
        "querida",
        "querido",
        "bless",
        "ciao",
    }
)
_CLOSINGS = words("""
    regards sincerely thanks love best cheers yours respectfully xo xoxo gratefully
    blessings hugs signed saludos gracias atentamente warmly truly faithfully sincerly peace
    cordially kindly
    """)
_SPEECH = frozenset({"here", "again"})


def names(doc: Document) -> Iterator[Hit]:
    """Names that a word or their own shape announces; then the same names elsewhere in the text."""
    found: list[Hit] = []
    until = 0
    for i in range(len(doc)):
        if i < until or not _is_worth_asking(doc, i):
            continue
        hit, last = _at(doc, i)
        if hit is not None:
            found.append(hit)
            until = last + 1
            doc.marks.update(dict.fromkeys(range(i, last + 1), Kind.NAME))
    yield from found
    yield from _repeated(doc, found)


def _is_worth_asking(doc: Document, i: int) -> bool:
    """A quick look that spares ordinary words the cues: nobody is called "the" or "scan"."""
    word, entry = doc.words[i], doc.entries[i]
    if not word[0].isalpha() or entry.flags & lexicon.FUNCTION:
        return False
    if entry.given or entry.surname or not entry.common:
        return True
    return word[0].isupper()


def _at(doc: Document, i: int) -> tuple[Hit | None, int]:
    """The name that starts at token ``i``, with its last token."""
    if not doc.free(doc.begin[i], doc.end[i]):
        return None, i
    strength, rule = _cue(doc, i)
    if not _may_open(doc, i, strength):
        return None, i
    last = _run(doc, i, strength)
    if _is_protected(doc, i, last, strength):
        return None, last
    first = i - 1 if rule == "name.nickname" else i
    return Hit(doc.begin[first], _end(doc, last), Kind.NAME, rule, 0.6 + 0.1 * strength), last


def _end(doc: Document, last: int) -> int:
    """Where a name ends: without a possessive ending."""
    end = doc.end[last]
    if len(doc.words[last]) == 1 and doc.word(last + 1) == "." and doc.glued(last + 1):
        return end + 1
    return end - 2 if doc.lower[last].endswith("'s") else end


def _is_protected(doc: Document, i: int, last: int, strength: int) -> bool:
    words = [w for w in doc.lower[i : last + 1] if w[0].isalpha()]
    if doc.known_names and all(
        w.removesuffix("'s") in doc.known_names for w in words if len(w) > 1
    ):
        return True
    kind = doc.inside.get(i, "")
    single = kind and i in doc.phrases and doc.phrases[i].length == 1
    if kind in (
        "condition",
        "eponym",
        "test",
        "treatment",
        "drug",
        "protected",
        "idiom",
        "gene",
        "regimen",
    ):
        return not (strength >= 3 and single and kind == "eponym")
    return bool(doc.entries[i].flags & lexicon.EPONYM) and doc.word(last + 1) in _EPONYM_NOUNS


_EPONYM_NOUNS = words("""
    disease syndrome lymphoma sarcoma tumor tumour procedure operation sign score criteria
    classification scale macroglobulinemia staging chorea palsy anemia procedure protocol
    test technique grading
    """)


_LABELS = words(
    """
    name nombre names nom patient pt md ordering physician surgeon attn attention provider
    """
)


_FIELDS = words("""
    surname fn ln fname lname firstname lastname forename given vorname nachname prenom prénom
    apellido apellidos cognome maiden alias nickname aka
    """)
_NEARER = words("little big lil lil' ol ole young sweet baby tiny")
_SURNAMES = words("maiden married surname")


def _in_field(doc: Document, i: int) -> int:
    """How surely a record field such as "LN=", "last:", "maiden name was" holds a name at ``i``."""
    before, second = doc.word(i - 1), doc.word(i - 2)
    if before in (":", "="):
        if second in _FIELDS:
            return 3
        return 2 if second in ("first", "last", "middle") else 0
    if before in ("is", "was") and second == "name":
        return 3 if doc.word(i - 3) in _SURNAMES | {"last", "first", "real", "full"} else 0
    if before in ("is", "was"):
        return 2 if second in _SURNAMES - {"married"} else 0
    if before == "name":
        return 3 if second in _SURNAMES else 0
    return 2 if before in _SURNAMES - {"married"} else 0


def _is_near(doc: Document, i: int) -> bool:
    """ "little Bo", "big rob": a known first name behind the word of a nickname."""
    entry = doc.entries[i]
    return doc.word(i - 1) in _NEARER and entry.given >= 100 and entry.common < 40


def _cue(doc: Document, i: int) -> tuple[int, str]:
    """How strongly the words before (or right behind) announce a name: 3 sure, 0 not at all."""
    quoted = doc.word(i - 1) == '"'
    before, second = doc.word(i - 1 - quoted), doc.word(i - 2 - quoted)
    if before in ("is", "es", ":", "=", "-", "are") and second in _LABELS:
        return 3, "name.introduced"
    if (
        before == "name"
        and doc.words[i][0].isupper()
        and second not in ("the", "a", "first", "last")
    ):
        return 2, "name.introduced"
    if field := _in_field(doc, i):
        return field, "name.introduced"
    if _is_near(doc, i):
        return 2, "name.nickname"
    if before in ("its", "it's") and second in _HELLO:
        return 2, "name.introduced"
    if before == "under" and second in _FILED and doc.words[i][0].isupper():
        return 2, "name.introduced"
    if before in ("reach", "ask") and doc.words[i].isupper() and len(doc.words[i]) <= 2:
        return 2, "name.context"
    if before in INTRODUCES or (before in ("am", "is") and second in ("i", "this")):
        return 3 if before in ("llamo", "soy") else 2, "name.introduced"
    if before in ("her", "him") and second in ("name", "call", "named", "called"):
        return 2, "name.introduced"
    if before in ("my", "our") and doc.proper(i) and doc.entries[i].given >= 100:
        return 2, "name.relation"
    if before in ("her", "him") and second in ("name", "call", "named", "called"):
        return 2, "name.introduced"
    if before in ("my", "our") and doc.proper(i) and doc.entries[i].given >= 100:
        return 2, "name.relation"
    if (
        doc.word(i + 1) == ","
        and doc.word(i + 2) in ("my", "our", "his", "her")
        and _is_person_word(doc, i + 3)
    ):
        return 2, "name.relation"
    if doc.lower[i].endswith("'s") and doc.words[i][0].isupper() and _is_possession(doc, i + 1):
        return 2, "name.relation"
    if (
        before in (",", "and", "&", "or")
        and doc.marks.get(i - 2) is Kind.NAME
        and doc.entries[i].given >= 80
    ):
        return 2, "name.context"
    if doc.is_first(i) and doc.word(i + 2) in _SPEECH and doc.entries[i].given >= 100:
        return 2 + (doc.entries[i + 1].surname >= 80), "name.introduced"
    if doc.is_first(i) and doc.words[i][0].isupper() and _pairs_up(doc, i):
        return 2, "name.signature"
    if _is_aged_behind(doc, i):
        return 2, "name.signature"
    if before in ("named", "called", "signed") or (before == "me" and second in ("call", "calls")):
        return 2, "name.introduced"
    if before in ("then", "now", "née", "nee", "formerly") or (before == "for" and second == "ask"):
        return 2, "name.introduced"
    title = second if before == "." and doc.glued(i - 1 - quoted) else before
    capital = doc.words[i][0].isupper()
    if title in _TITLES and (capital or title not in _COMMON_TITLES):
        kin = bool(doc.entries[i - 1].flags & lexicon.RELATION) and not title.startswith("dr")
        sure = doc.words[i][0].isupper() or title == "dr"
        return (3 if sure else 2), ("name.relation" if kin else "name.title")
    if _is_person_word(doc, i - 1) or (
        before in (",", "(")
        and _is_person_word(doc, i - 2)
        and (doc.word(i + 1) in (",", ")", "(", "who", ".", "is", "has", "was") or doc.proper(i))
    ):
        return 2, "name.relation"
    if (
        before in _GREETINGS
        or (before == "you" and second == "thank")
        or (before == "," and second in ("hi", "hello", "thanks"))
    ):
        return 1, "name.greeting"
    entry = doc.entries[i]
    if doc.word(i + 1) == "from" and entry.given >= 80 and entry.common < 30:
        return 2, "name.context"
    if doc.is_first(i) and (
        doc.word(i + 1) in _SPEECH or (doc.word(i + 1) == "." and doc.word(i + 2) in _SPEECH)
    ):
        return 2, "name.introduced"
    if before in (
        "contact",
        "reach",
        "text",
        "tell",
        "miss",
        "lost",
        "with",
        "met",
        "nurse",
        "to",
        "and",
        "&",
    ) and (before in ("contact", "lost", "miss") or doc.marks.get(i - 2) == Kind.NAME):
        return 1, "name.context"
    return _by_position(doc, i)


_FILED = words("patient treated seen registered filed admitted listed on was name")
_HELLO = words("hi hey hello yo doc , all everyone there")
_OWNED = words("""
    mom dad mother father wife husband son daughter tumor cancer scan scans surgery chemo
    doctor oncologist diagnosis results story case biopsy team nurse transplant birthday
    funeral treatment brother sister
    """)


def _is_possession(doc: Document, j: int) -> bool:
    """Whether something of somebody's stands at token ``j``: "Art's scan", not "Hope's a word"."""
    if j >= len(doc) or doc.entries[j - 1].given < 80:
        return False
    return (
        doc.words[j].isalpha()
        and not doc.entries[j].flags & lexicon.FUNCTION
        and (
            doc.word(j)
            not in ("been", "going", "just", "still", "always", "never", "so", "got", "had")
        )
    )


def _pairs_up(doc: Document, i: int) -> bool:
    """ "Lacey & Trent", "Peg, Joanne": a sentence that opens with two names."""
    if doc.entries[i].common >= 50 or doc.word(i + 1) not in ("&", "and", ",") or i + 2 >= len(doc):
        return False
    other = doc.entries[i + 2]
    return doc.words[i + 2][0].isupper() and other.given >= 100 and other.common < 40


def _is_aged_behind(doc: Document, i: int) -> bool:
    """Whether a sentence opens with capitals, then an age or an address: "Weston Ivy, 66,"."""
    if not (doc.is_first(i) and doc.case == "mixed" and doc.words[i][0].isupper()):
        return False
    j = i + 1
    while j < len(doc) and j < i + 3 and doc.words[j][0].isupper() and doc.words[j].isalpha():
        j += 1
    if doc.word(j) != "," or doc.entries[i].common >= 50 or doc.inside.get(i) in ("place", "state"):
        return False
    behind = doc.word(j + 1)
    marked = doc.marks.get(j + 1) in (Kind.PHONE, Kind.EMAIL)
    if marked and (doc.entries[i].given or not doc.entries[i].common):
        return True
    return (behind.isdigit() and len(behind) == 2 and doc.word(j + 2) in (",", ".", "", ":")) or (
        j > i + 1 and doc.marks.get(j + 1) in (Kind.LOCATION, Kind.PHONE, Kind.EMAIL)
    )


def _is_person_word(doc: Document, j: int) -> bool:
    if j < 0:
        return False
    word = doc.lower[j]
    relation = (
        bool(doc.entries[j].flags & lexicon.RELATION) or word in _PEOPLE or word in ("law", "old")
    )
    if word == "old":
        return doc.word(j - 1) in ("year", "-", "yr", "month", "years")
    if word == "law":
        return doc.word(j - 1) in ("in", "-")
    return relation


def _by_position(doc: Document, i: int) -> tuple[int, str]:
    """Signatures: behind a dash or a closing word, or alone at the end of the text."""
    before = doc.word(i - 1)
    if (
        before in ("-", "~", "*")
        and (i < 2 or doc.words[i - 2] in (".", "!", "?", "\n", ")") or not doc.glued(i - 1))
        and _ends_soon(doc, i)
    ):
        return 2, "name.signature"
    closing = doc.word(i - 2) if before in (",", "\n", ".", "!", "-") else before
    if closing in _CLOSINGS or (
        before == "\n" and doc.word(i - 2) == "," and doc.word(i - 3) in _CLOSINGS
    ):
        return 2, "name.signature"
    if (doc.is_first(i) or before in ("\n", ",", ")", "]")) and _ends_soon(doc, i):
        plain = doc.words[i].islower() and before in (";", ":")
        if plain and not doc.entries[i].given:
            return 0, "name.written"
        sure = before == "\n" or doc.is_first(i)
        return 1 + sure, "name.signature"
    return 0, "name.written"


_SIGNATURE_REACH = 9


def _ends_soon(doc: Document, i: int) -> bool:
    """Whether only what a signature holds follows: names, places, numbers, contacts."""
    if len(doc) - i > _SIGNATURE_REACH + 12:
        return False
    for j in range(i, len(doc)):
        word = doc.words[j]
        if not word[0].isalpha() or j in doc.marks:
            continue
        if doc.taken[doc.begin[j]]:
            return False
        if len(word) == 1 and word.isupper():
            continue
        entry = doc.entries[j]
        if (
            entry.given
            or entry.surname
            or entry.place
            or entry.flags & (lexicon.STATE | lexicon.CREDENTIAL | lexicon.COUNTRY)
        ) and (entry.common < 50 or word[0].isupper()):
            continue
        if entry.common == 0 and (word[0].isupper() or doc.case == "lower"):
            continue
        if doc.lower[j] in _SIGNATURE_WORDS or doc.inside.get(j) in ("place", "org"):
            continue
        return False
    return True


_SIGNATURE_WORDS = words("""
    from in of and the family 's mom dad wife husband phone cell tel email mail fax city
    state rn md ret retired mother father daughter son jr sr st north south east west new
    port great fort mount lake
    """)


def _may_open(doc: Document, i: int, strength: int) -> bool:
    """Whether token ``i`` can be the first word of a name under a cue of this strength."""
    word, said, entry = doc.lower[i], doc.words[i], doc.entries[i]
    if len(word) == 1 and (doc.case == "mixed" or strength >= 2) and not (i and doc.glued(i)):
        return _opens_initials(doc, i, strength)
    if word in _NOT_IN_NAMES or (entry.flags & _NEVER and not _is_name_first(entry)):
        return False
    if i and doc.glued(i) and (doc.words[i - 1] in "@/'_&#" or doc.words[i - 1][-1].isdigit()):
        return False
    if len(word) == 1:
        return _opens_initials(doc, i, strength)
    if not word.replace("'", "").replace(".", "").isalpha():
        return False
    if (
        said.isupper()
        and len(said) <= 5
        and doc.case == "mixed"
        and not entry.given
        and strength < 3
    ):
        return False
    if _is_place(doc, i, strength):
        return False
    proper = said[0].isupper() and doc.case == "mixed"
    verb = doc.word(i + 1) in _VERBS
    if (
        strength == 0
        and any(c.isupper() for c in said[1:])
        and doc.case == "mixed"
        and not entry.given
    ):
        return False
    return _judge(
        entry,
        proper,
        doc.is_first(i),
        doc.case,
        strength,
        verb,
        _hyphen_follows(doc, i),
        doc.word(i + 1) in _PAST,
    )


_PAST = words("""
    has had was died passed got went says said took started finished taught told came made
    gave helped held drove lives lived sent brought wrote called kept felt turned lost beat
    fought still never loves thinks wants needs asked wanted needed found did does
    """)
_VERBS = words("""
    is was has had got died says said passed will does needs wants loves went lost took
    started and turned lives lived would can could never always just still also who &
    finished fought
    """)


def _is_name_first(entry: lexicon.Entry) -> bool:
    """Words with another sense that are names before all: Rose (a test?), Norma, Gene."""
    return entry.given >= 150 and not entry.flags & (lexicon.FUNCTION | lexicon.COUNTRY)


def _judge(
    entry: lexicon.Entry,
    proper: bool,
    first: bool,
    case: str,
    strength: int,
    verb: bool,
    double: bool,
    past: bool,
) -> bool:
    """Whether a word with this entry passes for a name: prior against commonness, by cue."""
    prior = max(entry.given, entry.surname - 20)
    unknown = not (entry.common or entry.flags or entry.place or prior > 0)
    if strength >= 3:
        return proper or (prior >= 60 and entry.common < 50) or unknown
    if strength == 2:
        if proper:
            return entry.common < 40 or entry.given >= 80 or double
        return (prior >= 80 and entry.common < 36) or unknown or (entry.given >= 120 and past)
    if strength == 1:
        if proper:
            return (prior >= 40 and entry.common < 50) or unknown or entry.common < 13
        return (entry.given >= 100 and entry.common < 30) or (unknown and case == "lower")
    if not proper:
        return entry.given >= 100 and entry.common < 13 and entry.place <= entry.given
    if first and unknown:
        return verb
    if first and proper and entry.given >= 80 and past:
        return entry.common < 56
    if first:
        return (entry.given >= 100 and entry.common < 20) or (prior >= 60 and not entry.common)
    return (
        (entry.given >= 80 and entry.common < 40) or (prior >= 40 and entry.common < 20) or unknown
    )


def _is_place(doc: Document, i: int, strength: int) -> bool:
    entry = doc.entries[i]
    kind = doc.inside.get(i, "")
    if strength >= 2:
        return kind == "org"
    if kind in ("place", "state", "country", "org", "insurer"):
        return True
    before = doc.word(i - 1)
    if before in ("in", "from", "near", "outside", "around") and entry.place:
        return True
    if entry.place and _state_follows(doc, i):
        return True
    return entry.place > entry.given + 20 and entry.place > entry.surname + 40


def _state_follows(doc: Document, i: int) -> bool:
    j = i + 1 + (doc.word(i + 1) == ",")
    return j < len(doc) and doc.inside.get(j) in ("state", "country")


def _opens_initials(doc: Document, i: int, strength: int) -> bool:
    """ "T.J.", "M. Castellanos", "J B Priestley"."""
    if not _INITIAL.match(doc.words[i]) or doc.words[i] == "I":
        return False
    if strength >= 2 and doc.word(i + 1) == "." and doc.word(i + 2) in _SPEECH:
        return True
    if (
        doc.is_first(i)
        and i > 3
        and doc.word(i + 1) == "."
        and doc.word(i + 2) in ("", "from", "in")
    ):
        return True
    j = i + 1 + (doc.word(i + 1) == ".")
    while (
        j + 2 < len(doc)
        and _INITIAL.match(doc.words[j])
        and doc.words[j + 1] == "."
        and not doc.glued(j)
    ):
        j += 2
    if j >= len(doc) or doc.words[j] == "\n":
        return False
    if _INITIAL.match(doc.words[j]) and doc.word(i + 1) == "." and doc.glued(j):
        return strength >= 1
    entry = doc.entries[j]
    dotted = doc.word(i + 1) == "."
    surname = (
        doc.words[j][0].isupper()
        and len(doc.words[j]) > 2
        and doc.case == "mixed"
        and (entry.surname >= 40 or not entry.common)
    )
    return (
        surname
        and (dotted or strength >= 1)
        and doc.word(i - 1) not in ("vitamin", "hepatitis", "stage", "part")
    )


def _run(doc: Document, i: int, strength: int) -> int:
    """The last token of the name that starts at ``i``."""
    last = i
    parts = 1
    while parts < 5:
        following = _next_part(doc, last, strength)
        if following is None:
            break
        last = following
        parts += 1
    return last


_SHORT = words("wm chas geo jos thos robt jas st jr eliz")
_LINKS = words("van von de al bin el la del della di da ter dos das du le bint ben abu")
_SECOND_LINKS = frozenset({"der", "den", "la", "los", "las", "-"})


def _next_part(doc: Document, last: int, strength: int) -> int | None:
    """The token up to which a name that reaches ``last`` goes on, None when it ends there."""
    j = last + 1
    if doc.word(last).endswith("'s"):
        return None
    if doc.word(j) == '"' and doc.glued(j) and j + 1 < len(doc) and doc.words[j + 1][0].isupper():
        return j + 1 if _continues(doc, last, j + 1, strength) else None
    if doc.word(j) == '"' and doc.word(j + 2) == '"' and j + 3 < len(doc):
        nickname = doc.words[j + 1][0].isupper() and _continues(doc, last, j + 3, strength)
        return j + 3 if nickname else None
    if doc.word(j) == "-" and doc.glued(j) and j + 1 < len(doc) and doc.glued(j + 1):
        return j + 1 if _is_second_half(doc, j + 1) else None
    if (
        doc.word(j) == "."
        and doc.glued(j)
        and (len(doc.words[last]) == 1 or doc.word(last) in _SHORT)
    ):
        j += 1
    if j >= len(doc) or not doc.words[j][0].isalpha() or not doc.free(doc.begin[j], doc.end[j]):
        return None
    if doc.lower[j] in _LINKS and (doc.words[j].islower() or doc.case == "mixed"):
        return _behind_link(doc, last, j, strength)
    return j if _continues(doc, last, j, strength) else None


def _is_second_half(doc: Document, j: int) -> bool:
    """Whether token ``j`` is what stands behind the hyphen of a double name."""
    entry, said = doc.entries[j], doc.words[j]
    return said[0].isalpha() and (said[0].isupper() or entry.common < 45)


def _behind_link(doc: Document, last: int, link: int, strength: int) -> int | None:
    """The last token of "van der Berg", "de la Cruz"."""
    k = link + 1
    if doc.word(k) in _SECOND_LINKS:
        k += 1
    if k >= len(doc) or doc.case == "upper" or not doc.words[last][0].isupper():
        return None
    capital = doc.words[k][0].isupper() and not _is_place(doc, k, 0)
    return k if capital and _continues(doc, last, k, strength) else None


_OTHER_THINGS = words("state country place condition drug org insurer holiday treatment gene")


def _continues(doc: Document, last: int, j: int, strength: int) -> bool:
    """Whether token ``j`` belongs to the name before it."""
    word, said, entry = doc.lower[j], doc.words[j], doc.entries[j]
    if len(said) == 1:
        return _is_initial(doc, last, j)
    if word in _NOT_IN_NAMES or entry.flags & (lexicon.FUNCTION | lexicon.CREDENTIAL):
        return False
    kind = doc.inside.get(j)
    if kind in _OTHER_THINGS and not (kind == "place" and _is_one_word(doc, j)):
        return False
    if entry.place and not _hyphen_follows(doc, j) and _is_rather_place(doc, j, strength):
        return False
    if doc.case == "mixed" and doc.words[last][0].isupper():
        return said[0].isupper() and _is_surname_like(doc, last, j)
    return _continues_plain(doc, j) or (strength >= 2 and _is_rare_surname(doc, last, j))


def _is_rare_surname(doc: Document, last: int, j: int) -> bool:
    """Whether a word that no list has follows a sure first name: "karen dubrovsky"."""
    entry = doc.entries[j]
    ordinary = entry.common or entry.flags or entry.place
    return doc.entries[last].given >= 100 and not ordinary and len(doc.words[j]) >= 3


def _is_one_word(doc: Document, j: int) -> bool:
    phrase = doc.phrases.get(j)
    return phrase is not None and phrase.length == 1


def _hyphen_follows(doc: Document, j: int) -> bool:
    return doc.word(j + 1) == "-" and doc.glued(j + 1)


def _is_rather_place(doc: Document, j: int, strength: int) -> bool:
    entry = doc.entries[j]
    return _state_follows(doc, j) or (
        (strength < 2 or not entry.surname)
        and entry.place > entry.surname + 50
        and entry.place > entry.given
    )


def _is_initial(doc: Document, last: int, j: int) -> bool:
    said, after = doc.words[j], doc.word(j + 1)
    if said.islower() and doc.words[last].islower() and doc.case != "mixed":
        return after in (".", ",", "", "\n") and said not in ("i", "a")
    if not said.isupper() or not doc.words[last][0].isupper():
        return False
    if said == "I":
        return after == "." and doc.words[last].isupper()
    ends = after in (".", ",", "", "\n", "-", "!", ")")
    return ends or doc.words[j + 1][0].isupper()


def _is_surname_like(doc: Document, last: int, j: int) -> bool:
    said, entry = doc.words[j], doc.entries[j]
    if said.isupper() and len(said) <= 5 and not doc.words[last].isupper():
        return False
    return not entry.flags & _NEVER or _is_name_first(entry) or entry.surname >= 100


def _continues_plain(doc: Document, j: int) -> bool:
    """In texts where capitals say nothing a second name must be known, or end the phrase."""
    said, entry = doc.words[j], doc.entries[j]
    prior = max(entry.surname, entry.given)
    if doc.case == "upper" or said.isupper():
        if prior >= 60 and not doc.word(j + 1)[:1].isalpha() and entry.common < 55:
            return True
        unknown = not (entry.common or entry.flags or entry.place)
        return (prior >= 60 and entry.common < 30) or unknown or _hyphen_follows(doc, j)
    return prior >= 80 and entry.common < 20


_TOLD = frozenset({"name.introduced", "name.relation", "name.title"})
_OTHER_SENSE = frozenset({"condition", "eponym", "drug", "org", "place", "state"})


def _repeated(doc: Document, found: list[Hit]) -> Iterator[Hit]:
    """The words of a name that was found, wherever else they stand alone as a name."""
    anyhow, capitals = _words_of(doc, found)
    if not anyhow and not capitals:
        return
    named = {j for hit in found for j in doc.tokens_in(hit.start, hit.end)}
    for j, word in enumerate(doc.lower):
        bare = word.removesuffix("'s")
        if (
            j in named
            or not (bare in anyhow or bare in capitals)
            or doc.inside.get(j) in _OTHER_SENSE
        ):
            continue
        if doc.free(doc.begin[j], doc.end[j]) and _may_repeat(doc, j, bare in anyhow):
            last = _run(doc, j, 2) if doc.words[j][0].isupper() else j
            yield Hit(doc.begin[j], _end(doc, last), Kind.NAME, "name.repeated", 0.8)


def _words_of(doc: Document, found: list[Hit]) -> tuple[set[str], set[str]]:
    """Words of names that count wherever they stand, and those that count as capitals only."""
    anyhow: set[str] = set()
    capitals: set[str] = set()
    for hit in found:
        for j in doc.tokens_in(hit.start, hit.end):
            word, entry = doc.lower[j].removesuffix("'s"), doc.entries[j]
            if len(word) < 3 or entry.flags & lexicon.FUNCTION:
                continue
            if entry.common < 36:
                anyhow.add(word)
            elif hit.rule in _TOLD and max(entry.given, entry.surname) >= 80:
                capitals.add(word)
    return anyhow, capitals


def _may_repeat(doc: Document, j: int, anyhow: bool) -> bool:
    entry, capital = doc.entries[j], doc.words[j][0].isupper()
    if not anyhow:
        return capital and doc.case == "mixed" and not (doc.is_first(j) and entry.common >= 55)
    ordinary = entry.common >= 13 or entry.flags & lexicon.DICTIONARY
    return capital or not ordinary or doc.case != "mixed"


_LAST_FIRST = re.compile(
    r"(?<![\w.])([^\W\d_][\w'-]+), ?([^\W\d_][\w'-]+(?: [A-Z]\b\.?)?|[A-Z]\.)(?=\s*(?:\n|\Z|//"
    r"|\*|DOB|dob|MRN|;|\d|  |\|))"
)
_SMALL_INITIALS = re.compile(
    r"\b(?:reach|ask for|call|contact|text|it's|its|thanks,?|love,?|signed,?) "
    r"(?!a\.m|p\.m|e\.g|i\.e|u\.s|e\.r|i\.v|m\.d)((?:[a-z]\.){2,3})(?!\w)"
)
_FAMILY = re.compile(
    r"\b(?:[Tt]he|[Bb]aby (?:[Gg]irl|[Bb]oy)|[Bb]aby) ([A-Z][\w'-]+)(?: family\b)?"
)


def listed(doc: Document) -> Iterator[Hit]:
    """ "HALVORSEN, ERIK J", "o'neill, siobhan", "the Rosenthal family", "Baby Girl Novak"."""
    if "," in doc.text:
        for match in _LAST_FIRST.finditer(doc.text):
            i = doc.token_at(match.start(1))
            j = doc.token_at(match.start(2))
            cue = doc.word(i - 1) in (":", "=", "", "\n", "/", "name", "patient", "re", "pt")
            if (
                cue
                and _is_surname(doc, i)
                and (doc.entries[j].given or not doc.entries[j].common or len(doc.words[j]) == 1)
                and (
                    not doc.entries[j].flags & (lexicon.STATE | lexicon.COUNTRY)
                    and doc.inside.get(j) != "state"
                )
            ):
                yield Hit(match.start(), match.end(), Kind.NAME, "name.listed", 0.9)
    for match in _SMALL_INITIALS.finditer(doc.text):
        yield Hit(match.start(1), match.end(1), Kind.NAME, "name.context", 0.7)
    for match in _FAMILY.finditer(doc.text):
        i = doc.token_at(match.start(1))
        family = match[0].endswith(" family")
        if (family or match[0][0] in "bB") and _is_surname(doc, i) and doc.free(*match.span(1)):
            yield Hit(match.start(1), match.end(1), Kind.NAME, "name.listed", 0.85)


def _is_surname(doc: Document, i: int) -> bool:
    entry = doc.entries[i]
    return (
        (entry.surname >= 30 or entry.given >= 60 or not entry.common)
        and not entry.flags & lexicon.FUNCTION
        and (doc.inside.get(i) not in ("condition", "drug", "place", "treatment"))
    )
