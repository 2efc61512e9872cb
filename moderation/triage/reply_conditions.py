"""Whether the reply names a condition the comment does not ask about, in words or in a link."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from moderation.triage.addresses import Address
from moderation.triage.mentions import Mention, Strength
from moderation.triage.pair import Pair
from moderation.triage.reading import Reading
from moderation.triage.reply_wording import book
from moderation.triage.verdicts import Verdict, verdict
from moderation.triage.vocabulary import CONDITIONS, ancestors, plain_name
from moderation.triage.wordlists import words

# Broader names that are not the parent in the vocabulary: naming them is naming no other illness.
_BROADER: Final = {
    "melanoma": {"skin"},
    "gist": {"sarcoma", "soft-tissue-sarcoma"},
    "uterine-sarcoma": {"endometrial"},
    "brca": {"breast", "ovarian"},
    "lynch": {"colorectal", "colon", "endometrial"},
    "mds": {"leukemia"},
    "mpn": {"leukemia"},
    "myeloma": {"leukemia"},
    "lymphoma": {"leukemia"},
    "cll": {"lymphoma", "non-hodgkin"},
    "all": {"lymphoma"},
    "appendix": {"colorectal"},
    "retinoblastoma": {"uveal-melanoma"},
    "germ-cell": {"testicular"},
    "testicular": {"germ-cell"},
    "barretts-esophagus": {"stomach"},
    "thyroid": {"head-neck"},
    "ewing": {"soft-tissue-sarcoma"},
    "gvhd": {"leukemia"},
    "bile-duct": {"liver"},
    "colon-polyps": {"colon"},
    "glioblastoma": set(),
    "pancreatitis": set(),
}  # fmt: skip
_DIRECTED: Final = words("reply-conditions.directed")
_SITES_IN_PATHS: Final = frozenset({"types", "cancer", "conditions", "diseases", "topics"})


def wrong_conditions(pair: Pair) -> Iterator[Verdict]:
    """Each condition named that is neither asked about nor a broader name of what is."""
    asked = _asked(pair)
    told: set[str] = set()
    for address in pair.addresses.whole:
        for slug in _in_address(pair, address):
            if not _fits(slug, asked) and slug not in told:
                told.add(slug)
                yield _about(slug, asked, address.start, address.end, link=True)
    science = {h.first for h in book().find(pair.reply) if h.label == "science"}
    for mention in pair.finder.mentions(pair.reply):
        if mention.strength is not Strength.NAMED or mention.slug in told:
            continue
        if _fits(mention.slug, asked) or _is_science(pair, mention, science, asked):
            continue
        if _is_narrower_of_other(mention, pair):
            continue
        told.add(mention.slug)
        start, end = pair.reply.span(mention.first, mention.last)
        yield _about(mention.slug, asked, start, end, link=False)


def _asked(pair: Pair) -> tuple[str, ...]:
    return pair.triage.conditions


def _fits(slug: str, asked: Iterable[str]) -> bool:
    return any(slug in allowed_for(one) for one in asked)


@cache
def allowed_for(slug: str) -> frozenset[str]:
    """The names a reply may use for a condition: its own and all broader ones."""
    names = {slug, *ancestors(slug)}
    for name in tuple(names):
        names |= _BROADER.get(name, set())
    return frozenset(names)


def _in_address(pair: Pair, address: Address) -> Iterator[str]:
    for key, value in address.parameters:
        if key.casefold() not in {"locstr", "country", "state", "lcnty", "lst", "aggfilters"}:
            yield from _named_in(pair, value, whole=True)
    yield from _named_in(pair, address.path_words, whole=False)


def _named_in(pair: Pair, words: str, *, whole: bool) -> Iterator[str]:
    reading = Reading(words)
    found = [m for m in pair.finder.mentions(reading) if m.strength is Strength.NAMED]
    broader = {a for m in found for a in ancestors(m.slug)}
    slugs = [m.slug for m in found if m.slug not in broader]
    if not slugs and (whole or _SITES_IN_PATHS.intersection(reading.words)):
        last = " ".join(w for w in reading.words if w not in _SITES_IN_PATHS)
        slugs = (
            [
                m.slug
                for m in pair.finder.mentions(Reading(f"{last} cancer"))
                if m.strength is Strength.NAMED
            ]
            if last
            else []
        )
    yield from dict.fromkeys(slugs)


def _is_science(pair: Pair, mention: Mention, science: set[int], asked: tuple[str, ...]) -> bool:
    """Whether the illness is named as an example, not as what the writer has."""
    sentences = pair.reply.sentences
    sentence = sentences[mention.first]
    words = set(pair.reply.sentence_words(sentence))
    if not any(sentences[at] == sentence for at in science):
        return False
    if not asked:
        return not words & {"your", "our"} or not words & _DIRECTED
    before = pair.reply.words[max(mention.first - 3, 0) : mention.first]
    return not (words & {"your", "our"}) and not ({"for"} & set(before) and words & _DIRECTED)


def _is_narrower_of_other(mention: Mention, pair: Pair) -> bool:
    """ "lung" inside "non-small cell lung cancer" is no second condition."""
    return any(
        other.slug != mention.slug
        and mention.slug in ancestors(other.slug)
        and other.first <= mention.last
        and mention.first <= other.last
        for other in pair.finder.mentions(pair.reply)
    )


def _about(slug: str, asked: tuple[str, ...], start: int, end: int, *, link: bool) -> Verdict:
    named = _spoken(slug)
    if asked:
        reason = "link-other-condition" if link else "other-condition"
        return verdict(reason, start, end, asked=_spoken(asked[0]), named=named)
    reason = "link-condition-not-asked" if link else "condition-not-asked"
    return verdict(reason, start, end, named=named)


def _spoken(slug: str) -> str:
    """A condition's name within a sentence: "Lung cancer" is "lung cancer", "GIST" stays."""
    name = plain_name(CONDITIONS[slug].name)
    first = name.split(" ", 1)[0].rstrip("'s").split("'")[0]
    keeps = name[:2].isupper() or first in _EPONYMS
    return name if keeps else name[0].lower() + name[1:]


_EPONYMS: Final = words("reply-conditions.eponyms")
