"""General words for a detail: a decade for an age, a year for a date, a class for a drug."""

import re
from collections.abc import Callable

from moderation.redaction import lexicon, spanish
from moderation.redaction.findings import Finding, Kind
from moderation.redaction.language import language_near
from moderation.redaction.normalise import normalise
from moderation.redaction.vocabulary import words

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40,
    "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SHE = words("""
    she shes her hers mother mom mum wife daughter sister aunt grandmother grandma niece
    girlfriend mama mamá granny female woman girl lady ladies fiancee hija esposa hermana she's
    """)
_HE = words("""
    he hes his him father dad husband son brother uncle grandfather grandpa nephew boyfriend
    papa papá male man boy grandson hijo esposo hermano he's
    """)
_I = words("i i'm im i've me my yo soy tengo mi")
_NEAR = 90


def generalise(text: str, finding: Finding) -> str | None:
    """General words that can stand in place of ``text[finding.start:finding.end]``.

    The words are of the language of the text around: English or Spanish, and years in any.
    None when there are none, so that the detail can only be left out.
    """
    wording = _WORDINGS.get(finding.kind)
    if wording is None:
        return None
    if finding.kind is not Kind.DATE:
        language = language_near(text, finding.start, finding.end)
        if language != "en":
            return _in_spanish(text, finding) if language == "es" else None
    return wording(text, finding)


def _in_spanish(text: str, finding: Finding) -> str | None:
    said, before = _said(text, finding), _before(text, finding)
    match finding.kind:
        case Kind.AGE:
            return _spanish_age(text, finding)
        case Kind.TREATMENT:
            return spanish.treatment(lexicon.drug_class(said) or "", before)
        case Kind.STAGE:
            late = _lateness(said.lower())
            return None if late is None else spanish.stage(said.lower(), late, before)
        case Kind.DIAGNOSIS:
            return spanish.topic(said)
        case _:
            return spanish.symptom(said)


def _spanish_age(text: str, finding: Finding) -> str | None:
    said, before = _said(text, finding).lower(), _before(text, finding)
    years = spanish.years_in_words(said) or _years(said)
    if years is None or finding.rule in ("age.birthday", "age.since") or _TURNS.search(before):
        return None
    wording = spanish.age(said, years, before, _after(text, finding))
    if wording is None or not _opens_sentence(text, finding):
        return wording
    return wording[0].upper() + wording[1:]


def _said(text: str, finding: Finding) -> str:
    return normalise(text[finding.start : finding.end]).text


def _before(text: str, finding: Finding) -> str:
    return normalise(text[max(0, finding.start - _NEAR) : finding.start]).text.lower()


def _after(text: str, finding: Finding) -> str:
    return text[finding.end : finding.end + 24].lower()


def _age(text: str, finding: Finding) -> str | None:
    wording = _age_words(text, finding)
    if wording is None or not _opens_sentence(text, finding):
        return wording
    return wording[0].upper() + wording[1:]


def _opens_sentence(text: str, finding: Finding) -> bool:
    """Whether the detail stands first in a sentence of a text that begins them with capitals."""
    before = text[: finding.start].rstrip(" ")
    return before[-1:] in ("", ".", "!", "?", "\n") and any(c.isupper() for c in text)


def _age_words(text: str, finding: Finding) -> str | None:
    if finding.rule in ("age.birthday", "age.since"):
        return None
    said = _said(text, finding)
    years = _years(said)
    before, after = _before(text, finding), _after(text, finding)
    if years is None or _TURNS.search(before):
        return None
    if _is_attribute(before, after, said):
        return _attribute(years, before)
    if years < 18:
        return _child(years, said)
    if years > 89:
        return "90 or older"
    decade = f"{years // 10 * 10}s" if years >= 20 else "late teens"
    if _IN_ONES.search(before) or _is_listed(before, after):
        return decade
    return f"in {_whose(before)} {decade}"


_TURNS = re.compile(r"(?:turn(?:s|ed|ing)?|short of|cumpli\w+)\s*\Z")
_IN_ONES = re.compile(r"(?:\bin (?:my|his|her|their)|\baround|\babout)\s*\Z")


def _is_listed(before: str, after: str) -> bool:
    """ "65/M", "(39)": no room for a phrase."""
    return before.endswith(("/", "=", ":")) or (
        before.endswith("(") and after.startswith(")") and len(before) < 3
    )


_NOUN_BEHIND = re.compile(
    r"[ -]+(?!and |with |who |from |in |has |had |is |was |at |on |but |diagnosed |living |he "
    r"|she |i |now )[a-z]"
)
_DETERMINER = re.compile(r"(?:\A|[\s(])(a|an|my|our|his|her|their|the|this|one|only|retired)\s*\Z")


def _is_attribute(before: str, after: str, said: str) -> bool:
    """Whether the age stands before its noun: "my 6 year old son", "75 yo retired miner"."""
    if said.endswith(("male", "f", "m")) or not _NOUN_BEHIND.match(after):
        return False
    opens = before.rstrip(" ")[-1:] in ("", ".", "!", "?", "\n", ",") and _WITH_UNIT.search(said)
    return bool(opens) or bool(_DETERMINER.search(before))


_WITH_UNIT = re.compile(r"old|y/?o\b|yr")


def _attribute(years: int, before: str) -> str:
    if years < 13:
        return "young"
    if years < 20:
        return "teenage"
    if years > 89:
        return "90-or-older"
    decade = years // 10 * 10
    if (decade == 80 and re.search(r"(?:\A|\s)a\s*\Z", before)) or (
        decade != 80 and re.search(r"(?:\A|\s)an\s*\Z", before)
    ):
        return "older" if before.rstrip().endswith("an") else f"late-in-life ({decade}s)"
    return f"{decade}-something"


def _child(years: int, said: str) -> str:
    if said.lower().startswith(("at ", "age", "@", "aged")):
        return "as a child" if years < 13 else "as a teenager"
    return "a child" if years < 13 else "a teenager"


def _whose(before: str) -> str:
    """Whose age it is: the nearest person named before it, in this sentence or the one before."""
    sentences = [part for part in re.split(r"[.!?\n]", before) if part.strip()]
    sentence = sentences[-1] if sentences else ""
    if _SOMEBODY.search(sentence):
        return "their"
    for word in reversed(re.findall(r"[\w']+", sentence)):
        if word in _SHE:
            return "her"
        if word in _HE:
            return "his"
        if word in _I:
            return "my"
    return "my"


_SOMEBODY = re.compile(
    r"\b(?:patient|friend|neighbor|neighbour|child|partner|cousin|one of)\b[^,]*,?\s*\Z"
)


def _years(said: str) -> int | None:
    """The age in whole years; 0 for months, weeks and days."""
    low = said.lower()
    if re.search(r"month|week|mes\b|meses|semana|d[ií]as?\b|\bmos?\b|\bwks?\b|days?\b|m/o", low):
        return 0
    figure = re.search(r"\d{1,3}", low)
    words = [_WORDS[w] for w in re.findall(r"[a-z]+", low) if w in _WORDS]
    if figure and words and words[0] >= 20 and len(figure[0]) == 1:
        return words[0] + int(figure[0])
    if figure:
        return int(figure[0])
    return sum(words[:2]) if words else None


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"(?:'|[./-]|[a-z]-?)(\d\d)\Z", re.IGNORECASE)
_OLDEST_BIRTH = 1940


def _date(text: str, finding: Finding) -> str | None:
    said = _said(text, finding)
    years = _YEAR.findall(said)
    if len(years) > 1:
        return said if re.fullmatch(r"[\d\s/-]+|\d{4} (?:to|and|till|until) \d{4}", said) else None
    year = years[0] if years else _two_figures(said)
    if year is None or (finding.rule == "date.birth" and int(year) < _OLDEST_BIRTH):
        return None
    before = _before(text, finding)
    if re.search(r"\b(?:is|was|were|be|happened)\s*\Z", before):
        return f"in {year}"
    return None if re.search(r"(?<!on )\bthe\s*\Z", before) else year


def _two_figures(said: str) -> str | None:
    if not re.fullmatch(
        r"(?:early |late |mid )?'\d\d|\d{1,2}[./-]\w{1,5}[./-]'?\d\d|.*[a-z][ .,-]*'\d\d"
        r"|.*[a-z]-\d\d",
        said.lower(),
    ):
        return None
    match = _SHORT_YEAR.search(said)
    if match is None:
        return None
    short = int(match[1])
    return str(1900 + short if short > 40 else 2000 + short)


_ARTICLE = re.compile(r"\A(?:an?|the) ")
_OWNED = re.compile(
    r"(?:(?:\A|\s)(?:my|his|her|our|their|the|this|that|a|an|first|second|third|line|x|\d)"
    r"|\w's)\s*\Z"
)


def _treatment(text: str, finding: Finding) -> str | None:
    said = _said(text, finding)
    wording = lexicon.drug_class(said)
    if wording is None:
        return None
    before = _before(text, finding)
    if re.search(r"(?:\A|\s)an?\s*\Z", before):
        bare = _ARTICLE.sub("", wording)
        vowel = bare[0] in "aeiou"
        return bare if vowel == before.rstrip().endswith("an") else None
    return _ARTICLE.sub("", wording) if _OWNED.search(before) else wording


def _stage(text: str, finding: Finding) -> str | None:
    said = _said(text, finding).lower()
    late = _lateness(said)
    if late is None or late:
        return "advanced" if late else None
    return None if re.search(r"(?:\A|\s)a\s*\Z", _before(text, finding)) else "early-stage"


def _lateness(said: str) -> bool | None:
    """Whether a stage is a late one; None when the words do not say."""
    if re.search(r"\b(?:grade|grado|g\d|gr)\b", said) or "differentiated" in said:
        return None
    if re.search(r"iv|\b4|iii|\b3|m1|n[23]|t4|extensive|four|three|cuatro|tres", said):
        return True
    early = r"\bi[abc]?\d?\b|\bii|\b[0-2][a-s]?\d?\b|t[1-3]|limited|one|two|is\b|\buno|\bdos"
    return False if re.search(early, said) else None


_FELT = (
    (re.compile(r"breath"), "breathing trouble"),
    (re.compile(r"pain|hurt|ache|aching|sore|cramp|duele|dolor"), "pain"),
    (re.compile(r"bleed|blood"), "bleeding"),
    (re.compile(r"tired|fatigue|exhaust|energy"), "tiredness"),
    (re.compile(r"rash|itch"), "a skin problem"),
    (re.compile(r"diarrhea|vomit|nausea|throwing"), "stomach trouble"),
)


def _symptom(text: str, finding: Finding) -> str | None:
    """A class only where it can stand: as a noun, not in place of a verb or an adjective."""
    said = _said(text, finding).lower()
    if not re.search(
        r"(?:pain|pains|ache|aches|bleeding|fatigue|rash|itching|cramps|diarrhea|vomiting|nausea"
        r"|breath)\Z",
        said,
    ):
        return None
    return next((wording for pattern, wording in _FELT if pattern.search(said)), None)


def _diagnosis(text: str, finding: Finding) -> str | None:
    found = lexicon.term(_said(text, finding))
    return found.payload or None if found is not None and found.kind == "condition" else None


_WORDINGS: dict[Kind, Callable[[str, Finding], str | None]] = {
    Kind.AGE: _age,
    Kind.DATE: _date,
    Kind.TREATMENT: _treatment,
    Kind.STAGE: _stage,
    Kind.SYMPTOM: _symptom,
    Kind.DIAGNOSIS: _diagnosis,
}
