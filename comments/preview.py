"""What a comment would look like in public, and what would be left out: for the check page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from blog.models import Article
from comments import reading
from comments.originals import Sent
from comments.reading import POLICY
from moderation import redaction
from moderation.redaction import Action, Cover, Finding, Kind, Tier

# What says who or where somebody is by itself: not the reader's to leave in.
DIRECT = frozenset({Kind.NAME, Kind.PHONE, Kind.EMAIL, Kind.URL, Kind.ID})
# Before a surname: who signs like this shows no first name.
_TITLES = frozenset(
    {"dr", "doctor", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "rev", "father"}
    | {"sister", "nurse", "señor", "señora", "sr", "sra", "dra"}
)

KIND_WORDS: dict[Kind, Any] = {
    Kind.NAME: _("name"),
    Kind.AGE: _("age"),
    Kind.DATE: _("date"),
    Kind.LOCATION: _("place"),
    Kind.STATE: _("state"),
    Kind.ORG: _("hospital or other institution"),
    Kind.PHONE: _("phone number"),
    Kind.EMAIL: _("e-mail address"),
    Kind.URL: _("web address"),
    Kind.ID: _("number that belongs to a person"),
    Kind.MEASUREMENT: _("measurement"),
    Kind.STAGE: _("stage of an illness"),
    Kind.DIAGNOSIS: _("finer point of a diagnosis"),
    Kind.TREATMENT: _("treatment"),
    Kind.GENE: _("gene variant"),
    Kind.SYMPTOM: _("symptom"),
    Kind.OCCUPATION: _("occupation"),
}


@dataclass(frozen=True, slots=True, repr=False)
class Detail:
    """Words that would be left out or put in general words, wherever they stand in the comment."""

    key: str
    kind: Kind
    words: str
    becomes: str  # the general words; empty when they are left out
    fixed: bool  # a direct identifier: the reader cannot keep it
    kept: bool
    covers: tuple[Cover, ...]

    @property
    def label(self) -> Any:
        return KIND_WORDS[self.kind]


@dataclass(frozen=True, slots=True, repr=False)
class Preview:
    name: str
    text: str
    pieces: tuple[redaction.Segment, ...]
    details: tuple[Detail, ...]
    name_shortened: bool
    checked: bool
    crisis: str

    @property
    def leaves_out(self) -> bool:
        return self.name_shortened or any(not detail.kept for detail in self.details)


def look(sent: Sent, article: Article, *, kept: Collection[str] = ()) -> Preview:
    """The comment as it would appear. `kept` are keys of details that the reader wants to keep."""
    found = reading.read(sent.body, article)
    details = tuple(_details(sent.body, found.scan.findings, kept))
    covers = [cover for detail in details if not detail.kept for cover in detail.covers]
    name = shown_name(sent.name, known=found.known)
    return Preview(
        name=name,
        text=redaction.cover(sent.body, covers),
        pieces=tuple(redaction.segments(sent.body, covers)),
        details=details,
        name_shortened=name != sent.name,
        checked=found.scan.checked,
        crisis=found.guess.crisis,
    )


def cleaned(sent: Sent, article: Article, *, kept: Collection[str] = ()) -> Sent:
    """The words without the details, made anew from what was typed."""
    preview = look(sent, article, kept=kept)
    return Sent(name=preview.name, email=sent.email, body=preview.text)


def shown_name(name: str, *, known: Sequence[str] = ()) -> str:
    """The name as it may stand over a comment: no contacts; of a full name the first one.

    `known` names (people of the article) may stand whole.
    """
    if not name or name in known:
        return name
    findings = redaction.scan(name, known_names=known, policy=POLICY).findings
    contacts = [
        Cover(one.start, one.end, one.kind, Action.OUT, "")
        for one in findings
        if one.kind != Kind.NAME and one.tier == Tier.MUST
    ]
    plain = " ".join(redaction.cover(name, contacts).split())
    first, _space, rest = plain.partition(" ")
    if first.rstrip(".").casefold() in _TITLES:
        return ""
    named = any(one.kind == Kind.NAME and one.end > len(first) for one in findings)
    return first.rstrip(",;") if rest and (named or _looks_full(plain)) else plain


def _looks_full(name: str) -> bool:
    """Two to four capitalised words in a row are a first name and a surname."""
    parts = name.split()
    return 2 <= len(parts) <= 4 and all(part[:1].isupper() for part in parts)


def _details(text: str, findings: Iterable[Finding], kept: Collection[str]) -> Iterable[Detail]:
    """One detail for the same words of the same kind and treatment, in order of appearance."""
    groups: dict[tuple[Kind, str, str], list[tuple[Finding, Cover]]] = {}
    for finding in findings:
        cover = redaction.treat(text, finding, policy=POLICY)
        if cover.action != Action.KEPT:
            words = text[finding.start : finding.end]
            groups.setdefault((cover.kind, words.casefold(), cover.replacement), []).append(
                (finding, cover)
            )
    for found in groups.values():
        yield _detail(text, found, kept)


def _detail(text: str, found: list[tuple[Finding, Cover]], kept: Collection[str]) -> Detail:
    first, cover = found[0]
    key = f"{first.kind.value}-{first.start}-{first.end}"
    fixed = any(one.tier == Tier.MUST and one.kind in DIRECT for one, _cover in found)
    return Detail(
        key=key,
        kind=first.kind,
        words=text[first.start : first.end],
        becomes=cover.replacement if cover.action == Action.GENERALISED else "",
        fixed=fixed,
        kept=key in kept and not fixed,
        covers=tuple(one for _finding, one in found),
    )
