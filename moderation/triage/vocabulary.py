"""The conditions the engine knows, with all the words people have for them.

The words stand in ``data/conditions.txt``; this module reads them into one tree of words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from moderation.triage.phrases import DATA
from moderation.triage.reading import fold_words

_GROUP: Final = re.compile(r"\(([^()]*)\)(\?)?")
_MAYBE_LETTER: Final = re.compile(r"(\w+)(\w)\?")
_FIELDS: Final = ("site", "is", "caps", "sign", "join")


class Rank(IntEnum):
    """Which of several conditions an answer speaks of first: the highest."""

    OTHER = 0
    RISK = 1
    CANCER = 2


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: ``slug`` is contract, ``search`` the term of the trial registers.

    ``sites`` are parts of the body, ``names`` the words for the condition, ``capitals``
    abbreviations that count in capitals only, ``signs`` what stands for it (a test, a drug),
    ``joins`` pairs of (kind, sites) that name it together.
    """

    slug: str
    name: str
    name_es: str
    parent: str | None
    search: str
    rank: Rank
    sites: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    joins: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def is_cancer(self) -> bool:
        """Whether it is a cancer itself, not a risk or another illness."""
        return self.rank is Rank.CANCER


class Kind(IntEnum):
    """What a word or phrase of the vocabulary says."""

    NAME = 1
    CAPITALS = 2
    SITE = 3
    SIGN = 4
    CANCER = 5  # a word for cancer in general
    TUMOR = 6  # a word for what may be cancer
    CELL = 7  # a kind of cell or tissue: squamous, adenocarcinoma


class Entry(NamedTuple):
    """One meaning of a phrase."""

    kind: Kind
    slug: str


@dataclass(slots=True)
class Node:
    """A place in the tree of words."""

    entries: tuple[Entry, ...] = ()
    next: dict[str, "Node"] = field(default_factory=dict)


CANCER_WORDS: Final = (
    "cancer", "cancers", "ca", "carcinoma", "carcinomas", "adenocarcinoma", "adenocarcinomas",
    "adeno", "malignancy", "malignancies", "cancerous", "malignant", "adenoca", "cáncer",
    "carcinomatosis", "cancere", "krebs", "cancro", "câncer", "canser", "cancor", "caner", "cncer",
    "canc", "cacer", "cander", "c a", "can cer", "the big c", "maligno", "canceroso", "cánceres",
)  # fmt: skip
TUMOR_WORDS: Final = (
    "tumor", "tumors", "tumour", "tumours", "neoplasm", "neoplasia", "tumores", "mass", "masses",
    "tumer", "growth", "masa", "lesion", "lesions", "primary", "tumoral", "tumeur",
)  # fmt: skip
CELLS: Final = ("squamous", "scc", "squamous cell", "epidermoid", "escamoso", "epidermoide")


def alternatives(phrase: str) -> Iterator[str]:
    """All ways to say a phrase with ``(a|b)``, ``(a)?`` and ``x?`` in it, written out."""
    match = _GROUP.search(phrase)
    if match:
        options = match[1].split("|") + ([""] if match[2] else [])
        for option in options:
            yield from alternatives(f"{phrase[: match.start()]}{option}{phrase[match.end() :]}")
        return
    letter = _MAYBE_LETTER.search(phrase)
    if letter:
        for end in (letter[2], ""):
            yield from alternatives(
                f"{phrase[: letter.start()]}{letter[1]}{end}{phrase[letter.end() :]}"
            )
        return
    yield " ".join(phrase.split())


def _read(lines: Iterable[str]) -> Iterator[Condition]:
    head: list[str] = []
    fields: dict[str, list[str]] = {}
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            if head:
                yield _condition(head, fields)
            head, fields = [part.strip() for part in line.split("|")], {}
            continue
        key, _, words = line.strip().partition(":")
        if key not in _FIELDS:
            raise ValueError(f"conditions.txt: {head[0]}: no such line as {key}")
        fields.setdefault(key, []).extend(w.strip() for w in words.split(";") if w.strip())
    if head:
        yield _condition(head, fields)


def _condition(head: list[str], fields: Mapping[str, list[str]]) -> Condition:
    slug, name, name_es, parent, search, rank = head
    return Condition(
        slug=slug,
        name=name,
        name_es=name_es,
        parent=parent or None,
        search=search,
        rank=Rank[rank.upper()],
        sites=tuple(fields.get("site", ())),
        names=tuple(fields.get("is", ())),
        capitals=tuple(fields.get("caps", ())),
        signs=tuple(fields.get("sign", ())),
        joins=tuple(_join(line) for line in fields.get("join", ())),
    )


def _join(line: str) -> tuple[str, tuple[str, ...]]:
    kind, _, sites = line.partition("+")
    return kind.strip(), tuple(sites.split())


def _load() -> Mapping[str, Condition]:
    lines = (DATA / "conditions.txt").read_text(encoding="utf-8").splitlines()
    return MappingProxyType({condition.slug: condition for condition in _read(lines)})


CONDITIONS: Final[Mapping[str, Condition]] = _load()


@cache
def ancestors(slug: str) -> tuple[str, ...]:
    """The broader conditions a condition belongs to, nearest first."""
    parent = CONDITIONS[slug].parent
    return () if parent is None else (parent, *ancestors(parent))


def same_family(a: str, b: str) -> bool:
    """Whether two conditions are the same or one is a broader name of the other."""
    return a == b or a in ancestors(b) or b in ancestors(a)


class Vocabulary:
    """The tree of all words, with a site's own synonyms added."""

    def __init__(self, synonyms: Mapping[str, Iterable[str]] | None = None) -> None:
        self.root = Node()
        for general, kind in ((CANCER_WORDS, Kind.CANCER), (TUMOR_WORDS, Kind.TUMOR)):
            for word in general:
                self._put(word, Entry(kind, ""))
        for word in CELLS:
            self._put(word, Entry(Kind.CELL, "squamous"))
        for condition in CONDITIONS.values():
            self._put_condition(condition)
        for slug, words in (synonyms or {}).items():
            for word in words:
                self._put(word, Entry(Kind.NAME, slug))

    def _put_condition(self, condition: Condition) -> None:
        names = (plain_name(condition.name), plain_name(condition.name_es), condition.search)
        for kind, phrases in (
            (Kind.NAME, (*names, *condition.names)),
            (Kind.CAPITALS, condition.capitals),
            (Kind.SITE, condition.sites),
            (Kind.SIGN, condition.signs),
        ):
            for phrase in phrases:
                for said in alternatives(phrase):
                    self._put(said, Entry(kind, condition.slug))

    def _put(self, phrase: str, entry: Entry) -> None:
        if entry.kind <= Kind.SIGN and entry.slug not in CONDITIONS:
            raise KeyError(entry.slug)
        node = self.root
        for word in fold_words(phrase):
            node = node.next.setdefault(word, Node())
        if node is not self.root and entry not in node.entries:
            node.entries = (*node.entries, entry)

    def words(self) -> set[str]:
        """Every single word in the tree."""
        found: set[str] = set()
        nodes = [self.root]
        while nodes:
            node = nodes.pop()
            found.update(node.next)
            nodes.extend(node.next.values())
        return found


def plain_name(name: str) -> str:
    """A condition's name without what stands in brackets."""
    return name.partition("(")[0].strip()
