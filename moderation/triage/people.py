"""Whom a comment is about, and what relation that is: the writer, her husband, a friend."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from moderation.triage.phrases import DATA, Phrasebook
from moderation.triage.reading import Reading, fold_words
from moderation.triage.wordlists import words

ABOUT: Final = (
    "self", "spouse", "parent", "child", "sibling", "other-relative", "friend",
    "patient-of-writer", "nobody",
)  # fmt: skip

_POSSESSIVE: Final = frozenset({"my", "our", "mi", "mis", "nuestro", "nuestra", "meu", "minha"})
_OPENINGS: Final = words("people.openings")
_OF_ONE: Final = frozenset(
    {"his", "her", "the", "a", "owens", "their", "an", "one", "your", "whose"}
)
_BARE: Final = words("people.bare")
# In such company a person is only quoted or spoken to: "my wife says", "I told my son".
_SPEAKS: Final = words("people.speaks")
_SPOKEN_TO: Final = words("people.spoken-to")
_WEAK_WORDS: Final = words("people.weak-words")
_REVERSED: Final = {
    "parent": "child", "child": "parent", "spouse": "spouse", "sibling": "sibling",
    "other-relative": "other-relative", "friend": "friend",
}  # fmt: skip
_ILLNESS: Final = words("people.illness")


class Person(NamedTuple):
    """A relation as a reply words it."""

    about: str
    noun: str
    pronoun: str


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody of the writer's spoken of in words ``first`` to ``last``."""

    person: Person
    first: int
    last: int
    weight: float


class _Words(NamedTuple):
    single: Mapping[str, Person]
    longer: Mapping[str, tuple[tuple[tuple[str, ...], Person], ...]]


@cache
def _relations() -> _Words:
    single: dict[str, Person] = {}
    longer: dict[str, list[tuple[tuple[str, ...], Person]]] = {}
    for line in (DATA / "relations.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        about, noun, pronoun, said = (part.strip() for part in line.split("|"))
        for phrase in said.split(";"):
            words = tuple(fold_words(phrase))
            if len(words) == 1:
                single.setdefault(words[0], Person(about, noun, pronoun))
            else:
                longer.setdefault(words[0], []).append((words, Person(about, noun, pronoun)))
    ordered = {w: tuple(sorted(p, key=lambda x: -len(x[0]))) for w, p in longer.items()}
    return _Words(single, ordered)


@cache
def book() -> Phrasebook:
    """The phrases that say whom a text is about."""
    return Phrasebook.load("people.txt")


def kin(reading: Reading) -> list[Kin]:
    """Everybody who is somebody to the writer, in the order of the text."""
    found = []
    words = reading.words
    at = 0
    while at < len(words):
        named, last = _person_at(words, at)
        if named is None:
            at += 1
            continue
        first = at
        person, at = _chained(named, words, last + 1)
        weight = _weight(person, words, first, at - 1)
        if weight is not None:
            found.append(Kin(_turned(person, words, first), first, at - 1, weight))
    return found


def _person_at(words: list[str], at: int) -> tuple[Person | None, int]:
    relations = _relations()
    for phrase, longer in relations.longer.get(words[at], ()):
        here = words[at : at + len(phrase)]
        if here[:-1] == [*phrase[:-1]] and here[-1] in (phrase[-1], f"{phrase[-1]}s"):
            return longer, at + len(phrase) - 1
    person = relations.single.get(words[at])
    if person is None and words[at].endswith("s") and len(words[at]) > 3:
        person = relations.single.get(words[at][:-1])
    return person, at


def _chained(person: Person, words: list[str], at: int) -> tuple[Person, int]:
    """ "my husband's sister" is a relative, "my best friend's husband" a friend's."""
    while at < len(words) and words[at - 1].endswith("s"):
        following, last = _person_at(words, at)
        if following is None or words[at - 1] == following.noun:
            break
        person = _composed(person, following)
        at = last + 1
    return person, at


def _composed(owner: Person, person: Person) -> Person:
    if owner.about == "friend" or person.about == "friend":
        noun = person.noun if person.about == "friend" else f"{owner.noun}'s {person.noun}"
        return Person("friend", noun, person.pronoun)
    if owner.about == "patient-of-writer" or person.about == "patient-of-writer":
        return Person("patient-of-writer", "patient", person.pronoun)
    return Person("other-relative", f"{owner.noun}'s {person.noun}", person.pronoun)


def _weight(person: Person, words: list[str], first: int, last: int) -> float | None:
    """How surely this is the person concerned; None when nobody is meant."""
    before = words[max(first - 5, 0) : first]
    after = words[last + 1 : last + 9]
    said = " ".join(words[first : last + 1])
    if after[:1] == ["of"] and after[1:2] and not set(after[1:2]) & {"mine", "ours", "my", "our"}:
        return 4.0 if _says_who(words, first) and not after[1].isdigit() else None
    owned = _is_owned(before)
    weak = said in _WEAK_WORDS and said != "baby"
    if not owned and (weak or not _stands_alone(words, first, said, after)):
        return None
    weight = 3.0 if owned else 2.0
    if _ILLNESS.intersection(_clause(after)):
        weight += 2
    if after[:1] == ["had"]:
        weight -= 2  # what a bystander once had
    if after and after[0] in _SPEAKS:
        weight -= 2.5
    if before and owned and _SPOKEN_TO.intersection(before[-2:-1]):
        weight -= 3 if before[-2] in _TOLD else 1
    return weight


_TOLD: Final = frozenset({"told", "tell", "asked", "ask", "thank", "thanks", "tells"})


def _clause(words: list[str]) -> list[str]:
    return words[: next((i for i, w in enumerate(words) if w in ".?!"), len(words))]


def _is_owned(before: list[str]) -> bool:
    """Whether "my" stands before, with at most three words that describe between."""
    for n, word in enumerate(reversed(before)):
        if word in _POSSESSIVE:
            return True
        if word in ".?!,;:" or n == 4 or word in {"i", "is", "was", "has", "and", "the"}:
            return False
    return False


def _stands_alone(words: list[str], first: int, said: str, after: list[str]) -> bool:
    """ "Dad has ...", "Husband diagnosed", "the aunt", "Owen's mom"."""
    before = words[first - 1] if first else "."
    if before in _ARTICLES:
        return _says_who(words, first)
    if before.endswith("s") and len(before) > 3 and after[:1] in ([")"], ["."], []):
        return True
    if first == 0 or said in _ALWAYS:
        return True
    if said == "baby":
        return after[:1] in (["is"], ["has"], ["was"])
    return before in _OPENINGS and (said in _BARE or said.endswith("law"))


_ARTICLES: Final = frozenset({"his", "her", "their", "the", "am", "im", "a"})
_ALWAYS: Final = frozenset({"mom", "mum", "dad", "hubby", "grandma", "grandpa"})


def _says_who(words: list[str], first: int) -> bool:
    near = words[max(first - 4, 0) : first]
    return any(a == "i" and b == "am" for a, b in pairwise(near)) or (
        ("this" in near and "is" in near) or "im" in near or "as" in near
    )


def _turned(person: Person, words: list[str], first: int) -> Person:
    """ "I am her daughter", "(Owen's mom)": the one concerned is seen from the other side."""
    before = words[first - 1] if first else ""
    named = (
        before.endswith("s")
        and len(before) > 3
        and before not in _relations().single
        and before[:-1] not in _relations().single
        and first >= 2
        and words[first - 2] in "(,.-"
    )
    if (before in _OF_OTHERS and _says_who(words, first)) or named:
        about = _REVERSED.get(person.about, person.about)
        return Person(about, _reversed_noun(about, person, before), _PRONOUN_OF.get(before, "they"))
    return person


_OF_OTHERS: Final = frozenset({"his", "her", "their", "the", "am", "im", "a"})
_PRONOUN_OF: Final = {"his": "he", "her": "she"}
_REVERSED_NOUNS: Final = {
    ("child", "his"): "son", ("child", "her"): "daughter", ("child", ""): "child",
    ("parent", "his"): "father", ("parent", "her"): "mother", ("parent", ""): "parent",
    ("spouse", "his"): "husband", ("spouse", "her"): "wife", ("spouse", ""): "spouse",
    ("sibling", "his"): "brother", ("sibling", "her"): "sister", ("sibling", ""): "sibling",
}  # fmt: skip


def _reversed_noun(about: str, person: Person, before: str) -> str:
    owner = before if before in _PRONOUN_OF else ""
    fallback = "friend" if about == "friend" else "relative"
    return _REVERSED_NOUNS.get((about, owner), fallback)


@dataclass(frozen=True, slots=True)
class Concern:
    """Whom a text is about; ``people`` are all who are spoken of, ``chosen`` the one meant."""

    about: str
    people: tuple[Kin, ...]
    chosen: Kin | None
    scores: Mapping[str, float]


def concern(reading: Reading) -> Concern:
    """Whom the answer would help."""
    people = tuple(kin(reading))
    scores = book().scores(reading)
    own = scores.get("self", 0.0)
    if scores.get("clinician", 0) >= 4 and not _mostly_family(people):
        return Concern("patient-of-writer", people, _first_of(people, "patient-of-writer"), scores)
    chosen = _most_meant(people, reading)
    about = _weighed(chosen, scores, own, reading)
    if chosen is not None and chosen.person.about != about:
        chosen = None
    return Concern(about, people, chosen, scores)


def _mostly_family(people: tuple[Kin, ...]) -> bool:
    return any(k.weight >= 4 and k.person.about != "patient-of-writer" for k in people)


def _first_of(people: tuple[Kin, ...], about: str) -> Kin | None:
    return next((k for k in people if k.person.about == about), None)


def _most_meant(people: tuple[Kin, ...], reading: Reading) -> Kin | None:
    if not people:
        return None
    totals: dict[str, float] = {}
    for k in people:
        totals[k.person.about] = totals.get(k.person.about, 0.0) + k.weight
    best = max(people, key=lambda k: (min(totals[k.person.about], k.weight + 2), -k.first))
    return best if best.weight > 0 else None


def _weighed(chosen: Kin | None, scores: Mapping[str, float], own: float, reading: Reading) -> str:
    if chosen is None:
        return _without_kin(scores, own, reading)
    about = chosen.person.about
    if scores.get("own-risk", 0) >= 3 and own >= 3:
        return "self"
    gone = scores.get("deceased", 0) >= 3
    if gone and own >= 5:
        return "self"
    if own > chosen.weight * 2 + 1 and own >= 8:
        return "self"
    if chosen.weight <= 3 and own >= 4 and scores.get("self-ill", 0) >= 1:
        return "self"
    if chosen.weight < 3 and own >= 3:
        return "self"
    told = own >= 1 and scores.get("telegraph", 0) >= 1
    if chosen.weight <= 3 and told and not _spoken_of(reading):
        return "self"
    return about


def _spoken_of(reading: Reading) -> bool:
    """Whether somebody is called he or she."""
    return bool(_HE_SHE.intersection(reading.present))


_HE_SHE: Final = frozenset({"he", "she", "his", "her", "him", "hes", "shes"})


def _without_kin(scores: Mapping[str, float], own: float, reading: Reading) -> str:
    telegraph, general = scores.get("telegraph", 0.0), scores.get("general", 0.0)
    if own >= 3:
        return "self"
    if _spoken_of(reading) and telegraph + own >= 1 and telegraph >= general:
        return "child" if _is_child(reading) else "spouse"
    if telegraph >= 2 and telegraph > general:
        return "self"
    if general >= 2:
        return "nobody"
    return "self" if own >= 2 or telegraph >= 1 else "nobody"


def _is_child(reading: Reading) -> bool:
    """ "She's 9": an age that leaves no doubt."""
    words = reading.words
    return any(
        a in {"hes", "shes", "is", "age", "aged"} and b.isdigit() and 0 < int(b[:4]) < 18
        for a, b in pairwise(words)
    )


def settled(whom: Concern, reading: Reading, named: Iterable[int], crisis: bool) -> str:
    """``whom.about`` once conditions are known: an illness told, not asked about, is somebody's.

    ``named`` are the numbers of the words that name conditions.
    """
    about = whom.about
    if about != "nobody":
        return about
    if crisis:
        return "self"
    asked = {s for s, w in zip(reading.sentences, reading.words, strict=True) if w == "?"}
    told = any(reading.sentences[i] not in asked for i in named)
    if told and whom.scores.get("general", 0.0) < 2:
        return "spouse" if _spoken_of(reading) else "self"
    wanted = {"trial", "trials", "appointment"} & reading.present
    return "self" if wanted and [*named] and len(reading.words) < 14 else about


def persons(reading: Reading, people: Iterable[Kin]) -> Iterator[tuple[int, str]]:
    """For each place where somebody takes the stage, the word's number and who: a label."""
    by_place = {k.first: k.person.about for k in people}
    for i, word in enumerate(reading.words):
        if i in by_place:
            yield i, by_place[i]
        elif word in _FIRST_PERSON and not _before_kin(i, by_place):
            yield i, "self"


_FIRST_PERSON: Final = frozenset({"i", "im", "ive", "me", "my", "mine", "myself", "tengo", "id"})


def _before_kin(i: int, by_place: Mapping[int, str]) -> bool:
    return any(n in by_place for n in range(i + 1, i + 5))
