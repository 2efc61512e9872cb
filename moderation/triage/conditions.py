"""Which conditions a comment asks about, the first the one an answer is wanted on.

Mentions are judged one by one: where a cancer went is not what it is; what was ruled out, what
somebody else had, and the broader name beside the narrower one fall away.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation.triage.mentions import SPREAD_SITES, Mention, Strength
from moderation.triage.people import Concern, persons
from moderation.triage.reading import Reading
from moderation.triage.vocabulary import CONDITIONS, Rank, ancestors
from moderation.triage.wordlists import words

_SPREAD: Final = words("conditions.spread")
_ON_THE_WAY: Final = words("conditions.on-the-way")
_TOWARDS: Final = frozenset(["to", "in", "into", "on", "onto", "at", "a", "en", "al", "with"])
_SPREAD_BEHIND: Final = frozenset(
    [
        "mets",
        "met",
        "metastases",
        "metastasis",
        "metastatic",
        "involvement",
        "secondaries",
        "metastasized",
        "lesions",
        "spread",
    ]
)
_NOT: Final = words("conditions.not")
# Words that may stand between "not" and the condition without breaking it: "not a sign of".
_THROUGH: Final = words("conditions.through")
_NO_DENIAL: Final = words("conditions.no-denial")
_RULED_OUT_BEHIND: Final = (
    ("ruled", "out"), ("was", "ruled"), ("is", "ruled"), ("been", "ruled"), ("was", "negative"),
    ("is", "negative"), ("came", "back", "negative"), ("negative",), ("excluded",), ("scare",),
    ("but", "no"), ("but", "it", "was", "not"), ("but", "it", "wasnt"), ("but", "its", "not"),
    ("but", "it", "isnt"), ("but", "it", "is", "not"), ("test", "was", "negative"),
)  # fmt: skip
_FEARED: Final = words("conditions.feared")
_PAST: Final = words("conditions.past")
_AFTER_TRANSPLANT: Final = frozenset({"transplant", "transplanted", "bmt", "sct"})
_OWN_GENES: Final = frozenset(
    ["gene", "genes", "genetic", "hereditary", "inherit", "inherited", "tested"]
)
_SCREENING: Final = frozenset(["screening", "screened", "screen", "qualify", "test"])


@dataclass(frozen=True, slots=True)
class _Judged:
    mention: Mention
    past: bool
    feared: bool
    owner: str | None
    others: bool  # somebody else's: a relative's in a question of one's own, a bystander's


def conditions(reading: Reading, found: Sequence[Mention], concern: Concern) -> tuple[str, ...]:
    """The slugs of the conditions a comment asks about, the primary first, out of its mentions."""
    if not found:
        return ()
    judged = _judged(found, reading, concern)
    kept = _without_feared(judged)
    kept = _own_before_others(kept)
    kept = _named_before_hints(kept)
    slugs = _ordered(kept, reading)
    return _inherited(slugs, judged, reading, concern) or slugs


def _judged(found: Sequence[Mention], reading: Reading, concern: Concern) -> list[_Judged]:
    words = reading.words
    taken = list(persons(reading, concern.people))
    judged = []
    covered = {n for m in found if m.strength is Strength.NAMED for n in range(m.first, m.last + 1)}
    denials = [_is_denied(mention, covered, words) for mention in found]
    denied = {m.slug for m, no in zip(found, denials, strict=True) if no}
    for mention, no in zip(found, denials, strict=True):
        if no or _is_spread(mention, words):
            continue
        if mention.strength is Strength.HINT and mention.slug in denied:
            continue
        before = _same_sentence_before(mention.first, words, 6)
        owner = _owner(mention.first, taken, reading)
        judged.append(
            _Judged(
                mention,
                past=_is_past(mention, reading),
                feared=bool(_FEARED.intersection(before)),
                owner=owner,
                others=owner is not None
                and owner != concern.about
                and concern.about != "nobody"
                and not (owner == "self" and concern.about != "self"),
            )
        )
    return judged


def _owner(at: int, taken: Sequence[tuple[int, str]], reading: Reading) -> str | None:
    """Who was last on the stage in the sentence before the mention."""
    found = bisect_right(taken, (at, "~")) - 1
    if found < 0 or reading.sentences[taken[found][0]] != reading.sentences[at]:
        return None
    return taken[found][1]


def _same_sentence_before(at: int, words: Sequence[str], reach: int) -> list[str]:
    window = list(words[max(at - reach, 0) : at])
    for n in range(len(window) - 1, -1, -1):
        if window[n] in ".?!":
            return window[n + 1 :]
    return window


def _same_sentence_after(at: int, words: Sequence[str], reach: int) -> list[str]:
    window = list(words[at + 1 : at + 1 + reach])
    for n, word in enumerate(window):
        if word in ".?!":
            return window[:n]
    return window


def _is_spread(mention: Mention, words: Sequence[str]) -> bool:
    """Whether the place named is only where the cancer went."""
    if mention.strength is Strength.HINT or not CONDITIONS[mention.slug].sites:
        return False
    after = _same_sentence_after(mention.last, words, 2)
    if after and after[0] in _SPREAD_BEHIND and mention.strength is Strength.LIKELY:
        return True
    inside = words[mention.first : mention.last + 1]
    if _TOWARDS.intersection(inside) and words[mention.first - 1] == "metastatic" and mention.first:
        return True
    before = _same_sentence_before(mention.first, words, 8)
    for n in range(len(before) - 1, -1, -1):
        word = before[n]
        if word in _SPREAD:
            return _leads_there(word, before[n + 1 :])
        if word in {"from", "primary", "but", "because", "started", "had", "have", "has"}:
            return False
    return False


def _leads_there(word: str, between: Sequence[str]) -> bool:
    if word in {"secondary", "secondaries"}:
        return not between
    return any(w in _TOWARDS for w in between) and _ON_THE_WAY.issuperset(between)


def _is_denied(mention: Mention, covered: set[int], words: Sequence[str]) -> bool:
    """Whether the condition is said not to be there."""
    after = tuple(_same_sentence_after(mention.last, words, 6))
    if any(after[: len(out)] == out for out in _RULED_OUT_BEHIND) and not (
        after[:1] == ("negative",) and CONDITIONS[mention.slug].rank is Rank.CANCER
    ):
        return True
    at = mention.first - 1
    steps = 0
    while at >= 0 and steps < 12:
        word = words[at]
        if word in _NOT:
            return not _NO_DENIAL.intersection(words[at : mention.first]) and not _is_comma(
                words, at
            )
        if word not in _THROUGH and at not in covered:
            return False
        at, steps = at - 1, steps + 1
    return False


def _is_comma(words: Sequence[str], at: int) -> bool:
    """ "if not, lymphoma ..." denies nothing."""
    return at + 1 < len(words) and words[at + 1] == ","


def _is_past(mention: Mention, reading: Reading) -> bool:
    before = _same_sentence_before(mention.first, reading.words, 4)
    after = _same_sentence_after(mention.last, reading.words, 5)
    if _AFTER_TRANSPLANT.intersection(before) and "for" in before[-2:]:
        return True
    return bool(_PAST.intersection(before) or _PAST.intersection(after))


def _without_feared(judged: list[_Judged]) -> list[_Judged]:
    """What was only feared goes when something else turned out to be there."""
    rest = [j for j in judged if not j.feared and j.mention.strength is Strength.NAMED]
    if not rest:
        return judged
    later = max(j.mention.first for j in rest)
    return [j for j in judged if not (j.feared and j.mention.first < later)]


def _own_before_others(judged: list[_Judged]) -> list[_Judged]:
    own = [j for j in judged if not j.others]
    if any(j.mention.strength >= Strength.LIKELY for j in own):
        return own
    return judged


def _named_before_hints(judged: list[_Judged]) -> list[_Judged]:
    """Signs speak only where no cancer is named; a tumor where cancers go, only alone."""
    named = [j for j in judged if j.mention.strength is Strength.NAMED]
    cancers = any(_rank(j) >= Rank.CANCER for j in named)
    likely = [j for j in judged if j.mention.strength is Strength.LIKELY]
    if cancers:
        likely = [j for j in likely if j.mention.slug not in SPREAD_SITES]
    if named and (cancers or any(_is_precancer(j) for j in named)):
        return named + likely if not cancers else named
    if likely:
        return named + likely
    hints = [j for j in judged if j.mention.strength is Strength.HINT]
    return named + _most_hinted(hints)


def _is_precancer(judged: _Judged) -> bool:
    slug = judged.mention.slug
    return (_rank(judged) is Rank.RISK and slug not in {"brca", "gvhd"}) or slug == "lung-nodule"


def _most_hinted(hints: list[_Judged]) -> list[_Judged]:
    """The one condition that most signs point to."""
    counts: dict[str, int] = {}
    for j in hints:
        counts[j.mention.slug] = counts.get(j.mention.slug, 0) + 1
    if not counts:
        return []
    best = max(counts, key=lambda slug: counts[slug])
    cancers = [s for s in counts if CONDITIONS[s].is_cancer]
    keep = {best} if CONDITIONS[best].is_cancer or not cancers else {best, cancers[0]}
    keep |= {s for s in counts if not CONDITIONS[s].is_cancer}
    return [j for j in hints if j.mention.slug in keep]


def _rank(judged: _Judged) -> Rank:
    return CONDITIONS[judged.mention.slug].rank


def _ordered(judged: list[_Judged], reading: Reading) -> tuple[str, ...]:
    best: dict[str, tuple[int, int, int, int]] = {}
    for j in judged:
        key = (int(j.others), int(j.past), -_rank(j), j.mention.first)
        slug = j.mention.slug
        best[slug] = min(best.get(slug, key), key)
    broader = {a for slug in best for a in ancestors(slug)}
    ranked = sorted((key, slug) for slug, key in best.items() if slug not in broader)
    return tuple(slug for _, slug in ranked)


def _inherited(
    slugs: tuple[str, ...], judged: list[_Judged], reading: Reading, concern: Concern
) -> tuple[str, ...]:
    """A question on the inherited risk: the gene first, then the family's cancers."""
    family = tuple(
        dict.fromkeys(j.mention.slug for j in judged if j.others and j.mention.slug != "brca")
    )
    if "brca" in slugs:
        first = [s for s in slugs if s != "brca" and s not in family]
        return tuple(dict.fromkeys((*first, "brca", *slugs, *family)))
    if concern.about != "self" or not family or any(not j.others for j in judged):
        return ()
    asked = _OWN_GENES.intersection(reading.present)
    if "ovarian" in family and (asked or _SCREENING.intersection(reading.present)):
        return ("brca", *family, *(s for s in ("breast",) if s not in family))
    if "breast" in family and asked:
        return ("brca", *family)
    return ()
