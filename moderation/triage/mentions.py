"""Where a text speaks of a condition: names, abbreviations, parts of the body beside "cancer"."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Final, NamedTuple

from moderation.redaction.lexicon import lookup
from moderation.triage.reading import Reading
from moderation.triage.spelling import Speller
from moderation.triage.vocabulary import CONDITIONS, Entry, Kind, Node, Vocabulary
from moderation.triage.wordlists import words

# Words that may stand inside a phrase without being part of it: "cancer of the left breast".
_FILLERS: Final = words("mentions.fillers")
_AND: Final = frozenset({"and", "or", "/", ",", "y", "e", "then", "plus"})
_BEFORE_SITE: Final = words("mentions.before-site")
_STAGE_WORDS: Final = frozenset({"stage", "stge", "stg", "grade", "gr", "estadio", "etapa", "stag"})
_STARTED: Final = frozenset(
    {"started", "began", "originated", "begin", "begins", "arose", "starts"}
)
_SUSPICIOUS: Final = words("mentions.suspicious")
_TELLING_SITES: Final = frozenset({"breast", "prostate", "thyroid", "testicular"})
# Where cancers go: a tumor there is not taken for one of its own when another is named.
SPREAD_SITES: Final = frozenset({"liver", "lung", "brain", "bone-sarcoma", "lung-nodule"})
_SPREADING: Final = frozenset({"mets", "spread", "metastasis", "metastases", "metastatic"})
_JOIN_REACH: Final = 14  # words between the two halves of a joined name


class Strength(IntEnum):
    """How surely a mention names a condition."""

    HINT = 1  # a sign: a test, an operation, a drug
    LIKELY = 2  # a tumor, a lump, a stage beside a part of the body
    NAMED = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A condition spoken of in words ``first`` to ``last`` of a reading."""

    slug: str
    first: int
    last: int
    strength: Strength


class Match(NamedTuple):
    """A phrase of the vocabulary found in a text."""

    first: int
    last: int
    entries: tuple[Entry, ...]

    def slugs(self, kind: Kind) -> list[str]:
        return [entry.slug for entry in self.entries if entry.kind is kind]

    def has(self, *kinds: Kind) -> bool:
        return any(entry.kind in kinds for entry in self.entries)


class Finder:
    """Finds mentions with one vocabulary; made once and used for every text."""

    def __init__(self, synonyms: Mapping[str, Iterable[str]] | None = None) -> None:
        vocabulary = Vocabulary(synonyms)
        self._root = vocabulary.root
        self._words = vocabulary.words()
        self._speller = Speller(self._words | {"tumor", "metastatic", "metastasis", "metastases"})

    def mentions(self, reading: Reading) -> list[Mention]:
        """Every condition spoken of, in the order of the text; nothing is judged yet."""
        words = self._spelled(reading)
        matches = [m for m in _outermost(self._matches(words)) if not _mere_word(m, reading)]
        found = [*_named(matches), *_sited(matches, words), *_joined(matches, words)]
        return sorted(set(found), key=lambda m: (m.first, m.last, m.slug))

    def covered(self, reading: Reading) -> frozenset[int]:
        """The numbers of all words that belong to the vocabulary."""
        matches = self._matches(self._spelled(reading))
        return frozenset(n for m in matches for n in range(m.first, m.last + 1))

    def _spelled(self, reading: Reading) -> list[str]:
        known = self._words
        slips = {
            word: meant
            for word in reading.present
            if len(word) > 4 and word not in known and (meant := self._speller.meant(word))
        }
        return [slips.get(w, w) for w in reading.words] if slips else reading.words

    def _matches(self, words: list[str]) -> Iterator[Match]:
        top = self._root.next
        for i, word in enumerate(words):
            node = top.get(word)
            if node is not None:
                yield from _longest(node, words, i)


def _longest(node: Node, words: list[str], first: int) -> Iterator[Match]:
    """The longest phrase that starts at ``first``."""
    best, last, at = node.entries, first, first
    skipped = 0
    while at + 1 < len(words):
        at += 1
        following = node.next.get(words[at])
        if following is None:
            if words[at] not in _FILLERS or skipped == 2 or not node.next:
                break
            skipped += 1
            continue
        node = following
        if node.entries:
            best, last = node.entries, at
    if best:
        yield Match(first, last, best)


def _outermost(matches: Iterable[Match]) -> Iterator[Match]:
    """Matches that are not part of a longer one before them."""
    end, longest_site = -1, False
    for match in matches:
        if match.first <= end and longest_site:  # "gall bladder" is not "bladder cancer"
            continue
        if match.last > end:
            yield match
            end = match.last
            longest_site = match.has(Kind.SITE) and match.first < match.last


def _mere_word(match: Match, reading: Reading) -> bool:
    """Whether a match is something else after all: a state, an ordinary word, doctors."""
    if match.first != match.last:
        return False
    shown = reading.shown[match.first]
    if shown == "MDs":
        return True
    if not match.has(Kind.CAPITALS) or match.has(Kind.NAME):
        return False
    if shown.islower() and shown in _LOWER_TOO:
        before = reading.words[match.first - 1] if match.first else ""
        return before not in _OWNS
    return not _is_capitals(match, shown) or _reads_otherwise(match.first, reading)


# Abbreviations that people write in small letters too; "has ra", "my ms".
_LOWER_TOO: Final = frozenset(
    {"ra", "ms", "uc", "pv", "mcl", "mcc", "als", "sle", "bcc", "gist", "mm"}
)


def _is_capitals(match: Match, shown: str) -> bool:
    forms = {c for e in match.entries if e.slug for c in CONDITIONS[e.slug].capitals}
    return shown in forms or (shown.isupper() and len(shown) > 1)


_AFTER_ALL: Final = words("mentions.after-all")
_OWNS: Final = words("mentions.owns")


def _reads_otherwise(i: int, reading: Reading) -> bool:
    before = reading.words[i - 1] if i else ""
    after = reading.words[i + 1] if i + 1 < len(reading.words) else "."
    word = reading.words[i]
    if reading.shouted and before not in _OWNS:
        return True
    if word == "all":
        return after in _AFTER_ALL and not (before in _OWNS and after in {"in", "is", "for", "and"})
    if word in {"ms", "fl", "ks", "mec", "acc"} and (before == "," or _is_place(before)):
        return True
    if word == "mm" and before[:1].isdigit():
        return True
    return word == "uc" and _is_place(after)


def _is_place(word: str) -> bool:
    entry = lookup(word)
    return entry.place > 0 and entry.common < 50


def _named(matches: Iterable[Match]) -> Iterator[Mention]:
    for match in matches:
        for entry in match.entries:
            if entry.kind in (Kind.NAME, Kind.CAPITALS):
                yield Mention(entry.slug, match.first, match.last, Strength.NAMED)
            elif entry.kind is Kind.SIGN:
                yield Mention(entry.slug, match.first, match.last, Strength.HINT)


def _sited(matches: list[Match], words: list[str]) -> Iterator[Mention]:
    """Parts of the body that a word for cancer beside them makes a condition."""
    for n, match in enumerate(matches):
        if match.has(Kind.CANCER, Kind.TUMOR):
            strength = Strength.NAMED if match.has(Kind.CANCER) else Strength.LIKELY
            sites = list(_sites_before(matches, n, words)) or list(_sites_after(matches, n, words))
            for site in sites:
                first, last = min(site.first, match.first), max(site.last, match.last)
                for slug in site.slugs(Kind.SITE):
                    yield Mention(slug, first, last, strength)
        elif match.has(Kind.SITE):
            yield from _staged(match, words)


def _sites_before(matches: list[Match], n: int, words: list[str]) -> Iterator[Match]:
    """The sites of "lung and breast cancer", nearest first."""
    at = matches[n].first
    for site in reversed(matches[max(n - 4, 0) : n]):
        between = words[site.last + 1 : at]
        if site.has(Kind.CELL):
            if between:
                return
            at = site.first
        elif site.has(Kind.SITE) and (
            not between
            or (len(between) <= 2 and _AND.issuperset(between) and at != matches[n].first)
        ):
            yield site
            at = site.first
        else:
            return


def _sites_after(matches: list[Match], n: int, words: list[str]) -> Iterator[Match]:
    """The sites of "cancer of the womb", "ca cervix", "carcinoma, left breast"."""
    at = matches[n].last
    first = True
    for site in matches[n + 1 : n + 5]:
        between = words[at + 1 : site.first]
        if not site.has(Kind.SITE):
            if between or not site.has(Kind.CELL, Kind.CANCER, Kind.TUMOR):
                return
            at = site.last
            continue
        allowed = _BEFORE_SITE | _FILLERS if first else _AND | _FILLERS
        if (
            len(between) > 4
            or not allowed.issuperset(between)
            or (between[:1] == [","] != [] and not first)
        ):
            return
        yield site
        at, first = site.last, False


def _staged(site: Match, words: list[str]) -> Iterator[Mention]:
    """A site with a stage beside it ("stage 4 lung"), or where the illness began."""
    before = words[max(site.first - 4, 0) : site.first]
    after = words[site.last + 1 : site.last + 4]
    slugs = site.slugs(Kind.SITE)
    if _STARTED.intersection(before):
        strength = Strength.NAMED
    elif (
        _STAGE_WORDS.intersection(before[-3:])
        or _STAGE_WORDS.intersection(after[:2])
        or any(_is_tnm(word) for word in before[-2:])
    ):
        strength = Strength.LIKELY
    elif _SUSPICIOUS.intersection(words[max(site.first - 6, 0) : site.last + 7]):
        slugs = [slug for slug in slugs if slug in _TELLING_SITES]
        strength = Strength.HINT
    else:
        return
    for slug in slugs:
        yield Mention(slug, site.first, site.last, strength)


def _is_tnm(word: str) -> bool:
    return len(word) in range(2, 8) and word[0] in "tpyc" and "t" in word and word[-1].isdigit()


@cache
def _join_table() -> Mapping[tuple[str, ...], tuple[tuple[str, frozenset[str]], ...]]:
    table: dict[tuple[str, ...], list[tuple[str, frozenset[str]]]] = {}
    for condition in CONDITIONS.values():
        for kind, sites in condition.joins:
            table.setdefault(tuple(kind.split()), []).append((condition.slug, frozenset(sites)))
    return {kind: tuple(pairs) for kind, pairs in table.items()}


@cache
def _join_heads() -> Mapping[str, list[tuple[str, ...]]]:
    heads: dict[str, list[tuple[str, ...]]] = {}
    for kind in _join_table():
        heads.setdefault(kind[0], []).append(kind)
    return heads


def _joined(matches: list[Match], words: list[str]) -> Iterator[Mention]:
    """Names in two parts: "squamous ... on my ear", "leiomyosarcoma ... uterus"."""
    heads = _join_heads()
    for i, word in enumerate(words):
        for kind in heads.get(word, ()):
            if tuple(words[i : i + len(kind)]) == kind and words[i - 1 : i] != ["non"]:
                yield from _joined_at(kind, i, words)


def _joined_at(kind: tuple[str, ...], i: int, words: list[str]) -> Iterator[Mention]:
    start = max(i - _JOIN_REACH, 0)
    near = {w: n for n, w in enumerate(words[start : i + len(kind) + _JOIN_REACH], start)}
    for slug, sites in _join_table()[kind]:
        places = [
            near[site]
            for site in sites
            if site in near and not _SPREADING.intersection(words[i : near[site]])
        ]
        if places:
            yield Mention(slug, min(i, *places), max(i, *places), Strength.NAMED)
