"""Genes, receptors, chromosome findings and variants of one person."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind, Tier
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_VARIANT = (
    r"(?:p\.)?\(?(?:[ACDEFGHIKLMNPQRSTVWY]\d{2,4}(?:[ACDEFGHIKLMNPQRSTVWYX*]|fs\*?\d*|del)|"
    r"c\.\d+[-+_\d]*(?:[ACGT]>[ACGT]|del\w*|ins\w*|dup\w*)|(?:exon|ex)[ ]?\d{1,2}(?: (?:deletion"
    r"|insertion|"
    r"skipping|del|ins))?|type [12]|mut(?:ated|ation|ant)?|[A-Z][a-z]{2}\d{2,4}[A-Z][a-z]{2})\)?"
)
_AFTER = re.compile(rf"[ -]({_VARIANT})(?![\w])")
_LONE_VARIANT = re.compile(
    r"(?<![\w-])(?:[ACDEFGHIKLMNPQRSTVWY]\d{3,4}[ACDEFGHIKLMNPQRSTVWYX*](?:fs\w*)?"
    r"|c\.\d+[-+_\d]*(?:[ACGT]>[ACGT]|"
    r"del\w*|ins\w*|dup\w*)|exon[ ]?\d{1,2}(?: (?:deletion|insertion|skipping|mutation|del"
    r"|ins))?)(?![\w.-])"
)
_CHROMOSOME = re.compile(
    r"(?<![\w.])(?:del|inv|t|dup|add|i|der)[ ]?\([ ]?\d{1,2}[ ]?[pq;,]?[ "
    r"]?(?:\d{1,2})?[pq]?[\d.]*[ ]?\)"
    r"(?:\([pq\d.;]+\))?|(?<!\w)(?:\d{1,2}[pq](?:\d{1,2}(?:\.\d)?)?[ /]?(?:\d{1,2}[pq]\d*)?)(?=[ "
    r"-]*(?:del|co-?del|"
    r"loss|gain|amp|minus|negative|positive|deletion|[.,;)]|\Z))|(?<!\w)1p[ /-]?19q(?!\w)|"
    r"(?<!\w)(?:trisomy|monosomy)[ ]\d{1,2}(?!\w)|(?<!\w)\d{1,2}[pq][- ]?deletion(?!\w)",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"(?<![\w/-])(?:MSI[- ]?H(?:igh)?|MSI[- ]?high|MSS|dMMR|pMMR|Ph\+|(?:HER-?2(?:/?neu)?|HPV"
    r"|p16|CD\d{1,3}|PD-?L1|"
    r"ALK|EGFR|KRAS|BRAF|ROS1|RET|MYCN|IDH[12]?|BRCA[12]?|TP53|EBER|SSTR2?|FLT3|NPM1|JAK2|CALR"
    r"|NRAS)"
    r"[ ]?(?:\+{1,3}|-(?![\w])|positive|negative|neg\b|pos\b|amplified|mutated|mutant|wild[- "
    r"]type|rearranged)?)"
    r"(?![\w/])",
    re.IGNORECASE,
)
_COMMON_WORDS = words("met ret kit all ras mss her")
_AFTER_GENERAL = words("""
    test testing inhibitor inhibitors blocker blockers drug drugs therapy antibody
    antibodies trial trials vaccine vaccines status antigen pathway cells cell targeted
    agent agents
    """)


# Halves of fusions that are told as a pair: EWS-FLI1, SS18::SSX1, TEL-AML1.
_HALVES = words("""
    ews ewsr1 fli1 syt ss18 ssx ssx1 ssx2 tel aml1 etv6 runx1 runx1t1 pax3 pax7 foxo1 fkhr fus
    ddit3 chop nab2 stat6 aspl aspscr1 tfe3 ntrk1 ntrk2 ntrk3 cic dux4 bcor ccnb3 col1a1 pdgfb
    wt1 erg atf1 creb1 nr4a3 taf15 hey1 ncoa2 yap1 camta1 wwtr1 jazf1 suz12 plag1 myb nfib crtc1
    maml2 kiaa1549 pml rara bcr abl abl1 cbfb myh11 kmt2a mll af4 af9 mllt3 eml4 alk cd74 ros1
    kif5b ret tpm3 tmprss2 tcf3 e2a pbx1 igh myc bcl2 bcl6 ccnd1 dnajb1 prkaca
    """)
_PAIR = re.compile(r"(?<![\w-])([A-Z][A-Z0-9]{1,7})(?:-|/|::)([A-Z][A-Z0-9]{1,7})(?![\w-])")
_ARM = re.compile(
    r"(?<![\w.+/-])(?:\d{1,2}[pq]\d{0,2}(?:\.\d)?(?:-(?!\w)|[ -](?:minus|plus|loss|gain|"
    r"deletion|deleted|del|co-?deleted|amplification)(?!\w))|(?:del|add|gain"
    r"|loss|amp)[ ]?(?:of )?\d{1,2}[pq]"
    r"\d{0,2}(?!\w))",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?<![\w.+/-])[+-](?:1?\d|2[0-2])(?![\w./%-]| ?(?:cm|mm|mg|years|yrs))")
_CELLS = ("del(", "karyotyp", "cytogen", "fish", "trisomy", "monosomy", "t(", "17p", "13q", "5q")
_STATED = re.compile(
    r"(?<![\w-])([A-Z][A-Z0-9]{1,6}(?:-\d)?)(?= (?:is |was |came back |promoter |gene |un)?(?:un)?"
    r"(?:methylated|mutated|mutant|amplified|rearranged|deleted|overexpressed|positive|negative"
    r"|pos|neg|fusion|mutation|rearrangement|amplification)\b)"
)
_COUNTED_VARIANT = re.compile(r"(?<![\w-])\d{2,5}(?:_\d+)?(?:del|ins|dup)[ACGT]{0,6}(?!\w)")


def pairs_and_arms(doc: Document) -> Iterator[Hit]:
    """Fusions, arms of chromosomes with a sign, genes whose state is told in words."""
    for match in _PAIR.finditer(doc.text):
        halves = {match[1].lower(), match[2].lower()}
        known = "::" in match[0] or (
            bool(halves & _HALVES) and any(map(_is_known, (match[1], match[2])))
        )
        if known and doc.free(*match.span()):
            yield Hit(match.start(), match.end(), Kind.GENE, "gene.variant", 0.85)
    if doc.has_figures:
        told = any(hint in doc.low for hint in _CELLS)
        for pattern in (_ARM, _COUNTED_VARIANT, *((_COUNTED,) if told else ())):
            for match in pattern.finditer(doc.text):
                if doc.free(*match.span()):
                    start, end = match.span()
                    yield Hit(start, end, Kind.GENE, "gene.chromosome")
    for match in _STATED.finditer(doc.text):
        if doc.free(*match.span(1)) and doc.case != "upper" and _is_known(match[1]):
            yield Hit(match.start(1), match.end(1), Kind.GENE, "gene.marker", 0.8, Tier.INFO)


def _is_known(symbol: str) -> bool:
    return bool(lexicon.lookup(symbol.lower()).flags & lexicon.GENE) or symbol.lower() in _HALVES


def genes(doc: Document) -> Iterator[Hit]:
    """Genes with or without a variant (the variant makes it a *should*), chromosome findings."""
    text = doc.text
    if doc.has_figures:
        yield from _chromosomes(doc)
    for i, phrase in doc.phrases.items():
        if phrase.kind == "gene" and _is_gene(doc, i, phrase.length):
            yield from _named(doc, i, i + phrase.length - 1)
    if any(hint in doc.low for hint in _HINTS):
        yield from _markers(doc)
    if doc.has_figures:
        for match in _LONE_VARIANT.finditer(text):
            if doc.free(*match.span()):
                yield Hit(match.start(), match.end(), Kind.GENE, "gene.variant", 0.85)


_HINTS = (
    "msi", "mss", "mmr", "ph+", "her", "hpv", "p16", "cd", "pd", "alk", "egfr", "kras", "braf",
    "ros1", "ret", "mycn",
    "idh", "brca", "tp53", "eber", "sstr", "flt3", "npm1", "jak2", "calr", "nras",
)  # fmt: skip


def _chromosomes(doc: Document) -> Iterator[Hit]:
    for match in _CHROMOSOME.finditer(doc.text):
        if doc.free(*match.span()):
            yield Hit(match.start(), match.end(), Kind.GENE, "gene.chromosome")


def _named(doc: Document, i: int, last: int) -> Iterator[Hit]:
    start, end = doc.begin[i], doc.end[last]
    variant = _AFTER.match(doc.text, end)
    end = variant.end(1) if variant else _with_sign(doc, last)
    if doc.free(start, end):
        rule = "gene.variant" if variant else "gene.name"
        yield Hit(start, end, Kind.GENE, rule, 0.85, None if variant else Tier.INFO)


def _markers(doc: Document) -> Iterator[Hit]:
    for match in _MARKER.finditer(doc.text):
        said = match[0].rstrip()
        i = doc.token_at(match.start())
        marked = said[0].isupper() or said[-1] in "+-"
        if marked and doc.free(*match.span()) and _is_gene(doc, i, 1):
            end = match.start() + len(said)
            yield Hit(match.start(), end, Kind.GENE, "gene.marker", 0.85, Tier.INFO)


def _with_sign(doc: Document, last: int) -> int:
    following = last + 1
    if (
        doc.word(following) in ("+", "-")
        and doc.glued(following)
        and not doc.word(following + 1).isalnum()
    ):
        return doc.end[following]
    if doc.word(following) in ("+", "-") and doc.glued(following) and not doc.glued(following + 1):
        return doc.end[following]
    return doc.end[last]


def _is_gene(doc: Document, i: int, length: int) -> bool:
    word = doc.lower[i]
    if word in _COMMON_WORDS and not doc.words[i].isupper():
        return False
    if word in ("all", "met", "her") and doc.case == "upper":
        return False
    after = doc.word(i + length)
    if word in ("er", "pr", "ar", "wild", "mgmt"):
        return (
            after in ("+", "-", "%", "positive", "negative", "pos", "neg", "/") and word != "wild"
        )
    if after == "-":
        after = doc.word(i + length + 1)
    return after not in _AFTER_GENERAL and not doc.entries[i].flags & lexicon.FUNCTION
