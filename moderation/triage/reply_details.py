"""What the reply repeats of a person's details: figures, dates, drugs, symptoms, places, names."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from moderation.redaction import lexicon
from moderation.redaction.lexicon import lookup
from moderation.triage.numbers import NUMBERS
from moderation.triage.pair import Pair
from moderation.triage.phrases import DATA
from moderation.triage.places import abbreviations, place_names
from moderation.triage.reading import Reading, fold, fold_words
from moderation.triage.verdicts import Verdict, verdict
from moderation.triage.wordlists import words

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_GLUED: Final = re.compile(
    r"(\d+(?:\.\d+)?)(mg|cm|mm|yo|yrs|months|x|ml|mcg|lbs|kg|k|m|f|th|st|nd|rd)"
)
_MARKERS: Final = words("reply-details.markers")
_GRADE: Final = re.compile(r"(?:[ivx]{1,4}|\d)[a-d]?\d?")
_UNITS: Final = words("reply-details.units")
_STAGE: Final = frozenset({"stage", "grade", "gleason", "clark", "estadio", "figo"})
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_SHORT_MONTHS: Final = {m[:3]: m for m in _MONTHS} | {"sept": "september"}
_HOLIDAYS: Final = frozenset(
    {"christmas", "easter", "halloween", "thanksgiving", "hanukkah", "passover", "ramadan"}
)
_PARAMETERS: Final = words("reply-details.parameters")
_TAKING: Final = words("reply-details.taking")
_QUIET: Final = frozenset({"988", "911", "112", "999", "24", "7"})
_SMALL: Final = 12  # figures up to here say something only beside a unit or a stage


def repeats(pair: Pair) -> Iterator[Verdict]:
    """Every detail of the comment that stands in the reply, once."""
    told: set[str] = set()
    for found in (
        *_figures(pair),
        *_dates(pair),
        *_stages(pair),
        *_medicines(pair),
        *_findings(pair),
        *_names_and_places(pair),
        *_in_links(pair),
    ):
        if found.params[0][1].casefold() not in told:
            told.add(found.params[0][1].casefold())
            yield found


# --- figures and dates ---------------------------------------------------------------------------


def _figures(pair: Pair) -> Iterator[Verdict]:
    known = {f for w in pair.comment.words for f in _values(w)}
    reply = pair.reply
    for i, word in enumerate(reply.words):
        value = _value(word)
        if value is None or value not in known or not _tells(pair, i, value):
            continue
        start, end = reply.span(i, i)
        yield verdict("repeats-number", start, end, said=reply.said(i, i))


def _values(word: str) -> tuple[str, ...]:
    """A figure of the comment in the forms a reply could have: '13 is also 2013."""
    value = _value(word)
    if value is None:
        return ()
    if len(value) == 2 and value.isdigit():
        return value, f"20{value}", f"19{value}"
    return (value,)


def _value(word: str) -> str | None:
    glued = _GLUED.fullmatch(word)
    word = glued[1] if glued else word
    if not _NUMBER.fullmatch(word):
        number = NUMBERS.get(word, 0)
        return str(number) if number > _SMALL else None
    return word.replace(",", "")


def _tells(pair: Pair, i: int, value: str) -> bool:
    """Whether a figure in the reply is one of the person's, not a phone number or "CA 19-9"."""
    words = pair.reply.words
    before = words[i - 1] if i else ""
    after = words[i + 1] if i + 1 < len(words) else ""
    if before in _MARKERS or (before.isdigit() and i > 1 and words[i - 2] in _MARKERS):
        return False
    if _is_phone(pair, i) or value in _QUIET:
        return False
    if before in _STAGE or after in _UNITS or _GLUED.fullmatch(words[i]):
        return True
    return not (value.isdigit() and int(value[:6]) <= _SMALL)


def _is_phone(pair: Pair, i: int) -> bool:
    words = pair.reply.words
    run = [w for w in words[max(i - 3, 0) : i + 4] if w.isdigit() or w in "()+"]
    digits = "".join(w for w in run if w.isdigit())
    return len(digits) >= 7 and (any(p in digits for p in pair.phones) or len(run) >= 2)


def _dates(pair: Pair) -> Iterator[Verdict]:
    months = _months_of(pair.comment)
    reply = pair.reply
    for i, word in enumerate(reply.words):
        month = word if word in _MONTHS else _SHORT_MONTHS.get(word)
        said = (month in months and _is_month(reply, i)) or (
            word in _HOLIDAYS and word in pair.comment.present
        )
        if said:
            start, end = reply.span(i, i)
            yield verdict("repeats-date", start, end, said=reply.said(i, i))


def _months_of(comment: Reading) -> set[str]:
    months = set()
    for i, word in enumerate(comment.words):
        full = word if word in _MONTHS else _SHORT_MONTHS.get(word)
        if full and (full not in {"may", "march"} or comment.shown[i][:1].isupper()):
            months.add(full)
        if (
            word.isdigit()
            and comment.words[i + 1 : i + 2] in (["/"], ["-"])
            and int(word[:4]) <= 12
        ):
            months.add(_MONTHS[int(word) - 1] if int(word) else "")
    return months


def _is_month(reply: Reading, i: int) -> bool:
    word, shown = reply.words[i], reply.shown[i]
    if word not in {"may", "march", "mar"}:
        return shown[:1].isupper()
    before = reply.words[i - 1] if i else ""
    return shown[:1].isupper() and before in {"in", "since", "last", "of", "on", "early", "late"}


def _stages(pair: Pair) -> Iterator[Verdict]:
    """ "stage IIIB": the same stage in both."""
    known = {fold_words(s)[-1] for s in _stage_phrases(pair.comment)}
    for i, word in enumerate(pair.reply.words[:-1]):
        following = pair.reply.words[i + 1]
        if word in _STAGE and following in known and _GRADE.fullmatch(following):
            start, end = pair.reply.span(i, i + 1)
            yield verdict("repeats-stage", start, end, said=pair.reply.said(i, i + 1))
    tnm = {
        w for w in pair.comment.words if re.fullmatch(r"[pyc]*t\d[a-c]?(?:n\d[a-c]?)?(?:m\d)?", w)
    }
    for i, word in enumerate(pair.reply.words):
        if word in tnm:
            start, end = pair.reply.span(i, i)
            yield verdict("repeats-stage", start, end, said=pair.reply.said(i, i))


def _stage_phrases(comment: Reading) -> Iterator[str]:
    for i, word in enumerate(comment.words[:-1]):
        if word in _STAGE:
            yield f"{word} {comment.words[i + 1]}"
    for word in comment.words:
        if re.fullmatch(r"(?:i{1,3}|iv|[1-4])[abc]\d?", word):
            yield f"stage {word}"


# --- medicines, symptoms, findings ---------------------------------------------------------------


def _medicines(pair: Pair) -> Iterator[Verdict]:
    taken = _taken(pair.comment)
    for i, word in enumerate(pair.reply.words):
        if word in taken:
            start, end = pair.reply.span(i, i)
            yield verdict("repeats-drug", start, end, said=pair.reply.said(i, i))


def _taken(comment: Reading) -> set[str]:
    """Drugs and operations that the comment says were had, not those only asked about."""
    asked = {s for s, w in zip(comment.sentences, comment.words, strict=True) if w == "?"}
    found = set()
    for i, word in enumerate(comment.words):
        if not (_is_medicine(word) or word in _operations()):
            continue
        near = set(comment.words[max(i - 5, 0) : i + 4])
        if comment.sentences[i] not in asked or (
            near & _TAKING
            and near
            & {"i", "im", "ive", "my", "he", "she", "his", "her", "gives", "mg", "me", "is", "been"}
        ):
            found.add(word)
    return found


def _is_medicine(word: str) -> bool:
    if len(word) < 4:
        return False
    flags = lookup(word).flags
    return bool(flags & (lexicon.DRUG | lexicon.REGIMEN)) and not flags & lexicon.GENE


@cache
def _operations() -> frozenset[str]:
    return frozenset(_details()["operation"])


@cache
def _details() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in (DATA / "details.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, words = line.partition(":")
            table[kind.strip()] = (*table.get(kind.strip(), ()), *words.split())
    return table


def _findings(pair: Pair) -> Iterator[Verdict]:
    """Symptoms and findings told again: two words together, or one said to be the reader's."""
    words = _details()
    symptoms, places = frozenset(words["symptom"]), frozenset(words["body"])
    known, reply = pair.comment.present, pair.reply
    medical = pair.finder.covered(reply)
    for i, word in enumerate(reply.words):
        ailing = word in places and word in known and _is_said_to_ail(reply, i)
        if not ailing and (i in medical or not _same_word(word, symptoms, known)):
            continue
        beside = [
            n
            for n in range(max(i - 3, 0), min(i + 4, len(reply.words)))
            if n != i
            and n not in medical
            and reply.sentences[n] == reply.sentences[i]
            and _same_word(reply.words[n], symptoms | places, known)
        ]
        if _is_urgent(reply, i) or not (beside or ailing or _is_given_to_reader(reply, i)):
            continue
        first, last = min([i, *beside]), max([i, *beside])
        start, end = reply.span(first, last)
        yield verdict("repeats-symptom", start, end, said=reply.said(first, last))
        return


_AILING: Final = frozenset({"pain", "ache", "hurts", "swelling", "trouble", "problem", "surgery"})


def _is_said_to_ail(reply: Reading, i: int) -> bool:
    """ "your shoulder pain": a part of the body that is said to trouble the person."""
    before, after = reply.words[max(i - 2, 0) : i], reply.words[i + 1 : i + 2]
    return bool({"your", "his", "her"} & set(before) and _AILING.intersection(after))


def _same_word(word: str, words: frozenset[str], known: frozenset[str]) -> bool:
    return word in words and (word in known or f"{word}s" in known or word.rstrip("s") in known)


def _is_given_to_reader(reply: Reading, i: int) -> bool:
    before = reply.words[max(i - 6, 0) : i]
    return bool({"your", "his", "her"} & set(before[-2:])) or (
        bool({"gives", "have", "having", "has", "had"} & set(before))
        and bool({"you", "he", "she", "your"} & set(before))
    )


def _is_urgent(reply: Reading, i: int) -> bool:
    """A sentence that sends somebody to help at once may name what is urgent."""
    number = reply.sentences[i]
    near = {w for n in (number - 1, number, number + 1) for w in reply.sentence_words(n)}
    return bool(near & {"911", "988", "emergency", "112", "999"})


# --- names and places ----------------------------------------------------------------------------


@cache
def _public_places() -> frozenset[str]:
    return frozenset(w for name in (*place_names(), *abbreviations()) for w in fold_words(name))


def _names_and_places(pair: Pair) -> Iterator[Verdict]:
    reply, known = pair.reply, pair.comment.present
    shown_names = {
        fold(part)
        for name in (pair.public_name, pair.triage.first_name)
        if name
        for part in re.split(r"[\s.,-]+", name)
    }
    medical = pair.finder.covered(reply)
    for i, word in enumerate(reply.words):
        if word not in known or word in shown_names or not reply.shown[i][:1].isupper():
            continue
        if len(word) < 3 or i in medical or word in _public_places() or _is_relation(word):
            continue
        reason = _named_what(reply, i, word)
        if reason is not None and not _is_greeting_name(pair, i, reason):
            start, end = reply.span(i, i)
            yield verdict(reason, start, end, said=reply.said(i, i))


def _is_relation(word: str) -> bool:
    return bool(lookup(word).flags & (lexicon.RELATION | lexicon.MONTH | lexicon.WEEKDAY))


def _is_greeting_name(pair: Pair, i: int, reason: str) -> bool:
    """A first name greeted belongs to somebody else; that is told as the wrong person."""
    untitled = not {"mr", "mrs", "ms", "miss", "dr", "prof"} & set(
        pair.reply.words[max(i - 2, 0) : i]
    )
    return reason == "repeats-name" and untitled and i <= 2


def _named_what(reply: Reading, i: int, word: str) -> str | None:
    entry = lookup(word)
    titled = bool({"mr", "mrs", "ms", "miss", "dr", "prof"} & set(reply.words[max(i - 2, 0) : i]))
    if titled:
        return "repeats-name"
    if entry.flags & (
        lexicon.DRUG
        | lexicon.EPONYM
        | lexicon.PROTECTED
        | lexicon.CONDITION
        | lexicon.TEST
        | lexicon.GENE
        | lexicon.TREATMENT
        | lexicon.STATE
        | lexicon.COUNTRY
        | lexicon.FUNCTION
    ):
        return None
    starts = i == 0 or reply.words[i - 1] in ".?!"
    if entry.common >= (25 if starts else 48):
        return None
    if entry.place and entry.place >= max(entry.given, entry.surname):
        return "repeats-place"
    if entry.given or entry.surname:
        return "repeats-name"
    return "repeats-place" if entry.place or entry.flags & (lexicon.ORG | lexicon.INSURER) else None


# --- links ---------------------------------------------------------------------------------------


def _in_links(pair: Pair) -> Iterator[Verdict]:
    for address in pair.addresses.whole:
        for key, value in address.parameters:
            said = _private_part(pair, key.casefold(), value)
            if said:
                yield verdict("link-repeats", address.start, address.end, said=said)
                break


def _private_part(pair: Pair, key: str, value: str) -> str | None:
    """The part of a parameter that says something about the person."""
    if key in _PARAMETERS and value.strip():
        return value
    if key in {"locstr", "loc", "location", "state", "country", "lcnty", "lst", "near"}:
        return _finer_place(value)
    return _finer_words(pair, value)


def _finer_place(value: str) -> str | None:
    """What is left of a place when states and countries are taken away."""
    left = [w for w in re.split(r"[\s,|]+", value) if w and fold(w) not in _public_places()]
    return (
        " ".join(left) if (left and not "".join(left).isdigit()) or len("".join(left)) > 4 else None
    )


def _finer_words(pair: Pair, value: str) -> str | None:
    """Drugs taken, figures and towns of the comment in a search term."""
    taken = _taken(pair.comment)
    reading = Reading(value)
    medical = pair.finder.covered(reading)
    for i, word in enumerate(reading.words):
        if i in medical:
            continue
        if word in taken:
            return word
        if word in pair.comment.present and (
            (_NUMBER.fullmatch(word) and len(word) > 1)
            or (
                lookup(word).place >= 100
                and lookup(word).common < 40
                and word not in _public_places()
            )
        ):
            return word
    return None
