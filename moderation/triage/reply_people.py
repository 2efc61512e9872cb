"""Whether the reply speaks to the right person and of the right person."""

import re
from collections.abc import Iterator
from typing import Final

from moderation.redaction.lexicon import lookup
from moderation.triage.pair import Pair
from moderation.triage.people import Kin, Person, _person_at
from moderation.triage.reading import fold
from moderation.triage.reply_wording import book
from moderation.triage.spelling import slips
from moderation.triage.verdicts import Verdict, verdict
from moderation.triage.wordlists import words

_GREETING: Final = re.compile(
    r"^\W*(?P<greet>(?:Dear|Hello|Hi|Hey|Hola|Estimad[oa]|Querid[oa]|Thank you|Thanks|Gracias|"
    r"Good (?:morning|afternoon|evening))\b[ ,]*)?"
    r"(?P<title>(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sr|Sra)\b\.? +)?"
    r"(?P<name>[^\W\d_][^\s,.:;!?]*(?:[ ][^\W\d_][^\s,.:;!?]*){0,2})?(?P<end>\s*[,:!;.–—-])"
)
_GREETING_REACH: Final = 120  # code points in which a greeting must have ended
_NO_NAME: Final = words("reply-people.no-name")
_FAMILY_WORDS: Final = frozenset({"family member", "relative", "loved one", "family", "relatives"})
_SAME: Final = {
    "spouse": frozenset(
        {"husband", "wife", "spouse", "partner", "boyfriend", "girlfriend", "fiancé", "fiancée"}
    ),
    "child": frozenset({"son", "daughter", "child"}),
    "parent": frozenset({"father", "mother", "parent"}),
    "sibling": frozenset({"brother", "sister", "twin", "sibling"}),
}


def wrong_person(pair: Pair) -> Iterator[Verdict]:
    """A greeting to somebody else, a relation that is not in the comment, the wrong one ill."""
    yield from _greeting(pair)
    yield from _relations(pair)
    yield from _writer_taken_ill(pair)


def _greeting(pair: Pair) -> Iterator[Verdict]:
    match = _GREETING.match(pair.addresses.rest[:_GREETING_REACH])
    if match is None or not match["name"] or not _is_name(match):
        return
    greeted = match["name"]
    known = _writer_names(pair)
    if any(_same_name(part, name) for part in _parts(greeted) for name in known):
        return
    if match["title"] and fold(greeted.split()[-1]) in pair.comment.present:
        return  # a surname repeated; that is another matter
    start, end = match.span("name")
    writer = pair.public_name or pair.triage.first_name
    if writer:
        yield verdict("other-name", start, end, greeted=greeted, writer=writer)
    else:
        yield verdict("name-not-known", start, end, greeted=greeted)


def _is_name(match: re.Match[str]) -> bool:
    parts = [fold(part) for part in match["name"].split()]
    if match["title"]:
        return True
    if parts[0] in _NO_NAME or not match["name"][0].isupper():
        return False
    if any(part in _NO_NAME for part in parts[1:]) or (match["end"].strip() in {".", "-"}):
        return False
    entry = lookup(parts[0])
    dear = (match["greet"] or "").strip(" ,").casefold() in {
        "dear",
        "estimado",
        "estimada",
        "hola",
        "hi",
    }
    return dear or entry.given > 0 or (entry.common < 20 and len(parts) == 1)


def _writer_names(pair: Pair) -> list[str]:
    names = [pair.public_name, pair.triage.first_name]
    return [part for name in names if name for part in _parts(name)]


def _parts(name: str) -> list[str]:
    return [fold(part) for part in re.split(r"[\s.,-]+", name) if part]


def _same_name(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > 4 and slips(a, b, limit=1) <= 1 and a[0] == b[0])


def _relations(pair: Pair) -> Iterator[Verdict]:
    words = pair.reply.words
    told: set[str] = set()
    for i, word in enumerate(words):
        if word != "your" or i + 1 >= len(words):
            continue
        person, last = _person_named(words, i + 1)
        if person is None or (person.about == "patient-of-writer" and pair.triage.about != "self"):
            continue
        said = " ".join(words[i + 1 : last + 1])
        if said in _FAMILY_WORDS or said in told or _in_comment(person, pair):
            continue
        told.add(said)
        start, end = pair.reply.span(i, last)
        yield verdict("other-relation", start, end, said=pair.reply.said(i, last))


def _person_named(words: list[str], at: int) -> tuple[Person | None, int]:
    """Whom the word says; of "your friend's husband" the last one is compared too."""
    person, last = _person_at(words, at)
    while person is not None and words[last].endswith("s") and last + 1 < len(words):
        following, end = _person_at(words, last + 1)
        if following is None:
            break
        person, last = following, end
    return person, last


def _in_comment(person: Person, pair: Pair) -> bool:
    if pair.triage.language != "en" or not _speaks_of_somebody(pair):
        return True
    return any(_same_person(person, kin.person) for kin in _everybody(pair))


def _speaks_of_somebody(pair: Pair) -> bool:
    """Whether the comment says in words who is meant; "he" alone leaves it open."""
    return bool(pair.concern.people) or pair.triage.about in {"self", "nobody", "patient-of-writer"}


def _everybody(pair: Pair) -> Iterator[Kin]:
    """All kin of the comment; words that name somebody in passing count as well."""
    yield from pair.concern.people
    words = pair.comment.words
    for i in range(len(words)):
        person, last = _person_at(words, i)
        if person is not None:
            yield Kin(person, i, last, 0)


def _same_person(named: Person, known: Person) -> bool:
    if known.about == "friend" and named.about == "friend":
        return True
    tail = known.noun.rpartition(" ")[2]
    if named.noun in (known.noun, tail):
        return True
    if named.about != known.about:
        return False
    nouns = _SAME.get(named.about)
    if nouns is None:
        return False
    return "they" in (named.pronoun, known.pronoun) or named.pronoun == known.pronoun


def _writer_taken_ill(pair: Pair) -> Iterator[Verdict]:
    if pair.triage.about in {"self", "nobody"}:
        return
    for hit in book().find(pair.reply):
        if hit.label == "writer-ill":
            start, end = pair.reply.span(hit.first, hit.last)
            yield verdict("writer-not-ill", start, end, said=pair.reply.said(hit.first, hit.last))
            return
