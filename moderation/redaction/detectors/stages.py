"""Stage, grade and TNM of one person's disease."""

import re
from collections.abc import Iterator

from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_ROMAN = r"(?:IV|I{1,3})"
_VALUE = (
    rf"(?:{_ROMAN}(?:[ -]?[A-ES](?:[ ]?[1-3])?)?"
    rf"|[0-4](?:[ -]?[a-es](?:[ ]?[1-3])?)?|four|three|two|one)"
)
_STAGE = re.compile(
    rf"\b(?:stage|stg|staged|stadium|stade|etapa|estadio|stadio|estadío)s?[ :#]{{0,2}}"
    rf"(?:is |was |a |as |at |of )?"
    rf"{_VALUE}(?![\w])(?:[ ]?(?:-|/|or|to)[ ]?{_VALUE}(?!\w))?",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:(?:high|low|intermediate)[- ]grade(?! fever)|(?:grade|gr)[ :]?(?:\d(?:[ ]?(?:-|/|to)[ "
    r"]?\d)?[ab]?|I{1,3}|IV)(?!\w)|"
    r"who (?:grade )?(?:I{1,3}|IV|[1-4])(?!\w)|g[1-4](?=[ ,.;)]|\Z)|fuhrman (?:grade )?\d|group "
    r"[a-e](?!\w)|"
    r"duke'?s?[ ]?(?:stage )?[a-d]\d?(?!\w)|figo (?:stage )?(?:I{1,3}|IV|[1-4])[a-c]?\d?(?!\w)|"
    r"(?:extensive|limited)(?:[ -]stage|(?= disease\b)|(?=[ ,.;]|\Z))|(?:well|moderately"
    r"|poorly)[- ]differentiated|"
    r"rai (?:stage )?(?:0|I{1,3}|IV|[0-4])(?!\w)|binet [abc](?!\w)|ann arbor \w{1,4}|iss "
    r"(?:I{1,3}|[123])(?!\w))",
    re.IGNORECASE,
)
_TNM = re.compile(
    r"(?<![\w-])(?:[ypcra]{0,2}T(?:is|[0-4X])[a-d]?[ ,]?(?:[cp]?N[0-3X](?:mi"
    r"|[a-c])?(?:\([\w+-]*\))?)"
    r"(?:[ ,]?[cp]?M[01X][a-d]?)?|[ypcra]{0,2}T[1-4][a-d]?(?![\w-])|[cp]?N[1-3][a-c]?[ "
    r",]?M[01X][a-c]?|"
    r"[cp]?M1[a-d]?(?![\w-]))(?![\w])",
)
_LONE = re.compile(
    r"(?<![\w.-])(?:IV|I{2,3}|I(?=[ABC]))[ ]?[A-D]?[1-3]?(?![\w'-]|\.\w)"
    r"|(?<![\w.$-])[1-4][A-DS][1-3]?(?![\w'-])"
    r"|(?<![\w.$-])[1-4][abc][12]?(?![\w'-])"
    r"|(?<![\w.$-])(?:p?T(?:1 ?[HL]G|a|is)|[A-D][1-3])(?![\w'-])"
)
_LONE_BEFORE = words("""
    bulky , ( ) : cancer carcinoma melanoma lymphoma ca adeno sarcoma myeloma hodgkins
    hodgkin's cervix nsclc sclc breast lung colon stomach ovarian disease . is -
    """)
_LONE_NOT = words("""
    phase type factor level class apt unit suite room cranial section grade world war part
    chapter volume figure table vitamin hepatitis mp cycle step arm gate building
    """)
_NAMED = re.compile(
    r"\b(?:locally advanced|bethesda (?:category )?(?:vi|iv|v|i{1,3}|[1-6])|t1 ?[hl]g)(?!\w)"
)
_STAGE_HINTS = ("stage", "stg", "stad", "etapa", "estad")
_GRADE_HINTS = (
    "grade", "gr ", "who ", "g1", "g2", "g3", "g4", "fuhrman", "duke", "figo", "extensive",
    "limited", "differentiated", "group ", "rai ", "binet", "ann arbor", "iss ",
)  # fmt: skip


def stages(doc: Document) -> Iterator[Hit]:
    """Phrases of stage and grade, and TNM formulas."""
    low, text = doc.low, doc.text
    for match in _NAMED.finditer(low):
        if doc.free(*match.span()):
            yield Hit(match.start(), match.end(), Kind.STAGE, "stage.grade", 0.8)
    if any(hint in low for hint in _STAGE_HINTS):
        for match in _STAGE.finditer(text):
            if doc.free(*match.span()):
                yield Hit(match.start(), match.end(), Kind.STAGE, "stage.stage")
    for match in _TNM.finditer(text):
        if doc.free(*match.span()) and not _is_other_t(doc, match):
            yield Hit(match.start(), match.end(), Kind.STAGE, "stage.tnm")
    if any(hint in low for hint in _GRADE_HINTS):
        for match in _GRADE.finditer(text):
            if doc.free(*match.span()) and _is_grade(doc, match):
                yield Hit(match.start(), match.end(), Kind.STAGE, "stage.grade", 0.8)


def _is_other_t(doc: Document, match: re.Match[str]) -> bool:
    """T4 and T3 are hormones, T2 a magnetic setting, M1 a street."""
    after = doc.word(doc.token_at(match.end()))
    before = doc.word(doc.token_at(match.start()) - 1)
    if len(match[0]) > 2:
        return False
    return (
        after
        in (
            "level",
            "levels",
            "hyperintense",
            "weighted",
            "signal",
            "flair",
            "cells",
            "cell",
            "is",
            "was",
            "macrophages",
            "vertebra",
            "and",
            "relaxation",
            "-",
        )
        or before
        in (
            "free",
            "tsh",
            "the",
            "at",
            "l5",
            "spine",
            "vertebra",
        )
        or (doc.words[doc.token_at(match.end()) : doc.token_at(match.end()) + 1] or ["x"])[0][
            :1
        ].isdigit()
    )


def _is_grade(doc: Document, match: re.Match[str]) -> bool:
    said = match[0].lower()
    after = doc.word(doc.token_at(match.end()))
    if said.startswith("grade") and after in ("school", "student", "class", "teacher", "math"):
        return False
    if said.startswith(("limited", "extensive")) and " " not in said and "-" not in said:
        before = doc.word(doc.token_at(match.start()) - 1)
        return before in (",", "sclc", "lung", "(", "cell") and after in (
            ",",
            ".",
            ")",
            "stage",
            "disease",
            "",
        )
    if said.startswith("group"):
        return any(w in doc.low for w in ("retinoblastoma", "rhabdo"))
    return not (said.startswith("who ") and doc.words[doc.token_at(match.start())] != "WHO")


def lone(doc: Document) -> Iterator[Hit]:
    """A stage without the word: "ca cervix IIIB", "BULKY 2B", "lung adeno, IV"."""
    for match in _LONE.finditer(doc.text):
        if not doc.free(*match.span()):
            continue
        i = doc.token_at(match.start())
        before = doc.word(i - 1)
        if before in _LONE_NOT or before.isdigit():
            continue
        k = i - 2 if before in (",", "(", "-", ":") else i - 1
        beside = doc.marks.get(k) in (Kind.DIAGNOSIS, Kind.STAGE)
        roman = match[0][0] == "I" and len(match[0]) >= 3
        if (
            beside
            or before == "bulky"
            or (roman and before in _LONE_BEFORE and len(match[0].strip()) >= 3)
        ):
            yield Hit(match.start(), match.end(), Kind.STAGE, "stage.bare", 0.75)
