"""The last look before anything is public: the exact text, name and reply are read once more.

What stops it says so in one plain sentence. Nothing here changes a row.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from comments.reading import known_names
from moderation import engine, redaction, spans
from moderation.engine import ALARMS, HasWords
from moderation.models import Base, Case, Finding, KeptBecause, SpanState
from moderation.redaction import Kind, Tier
from moderation.sentences import sentence

TEXT, NAME, REPLY, CASE = "text", "name", "reply", "case"
# A second person may let these pass; the others must be put right.
SECOND = frozenset({"crisis-needs-second", "anyway-needs-second"})
# A private reply is read by its reader alone: what they wrote may be said back to them.
PUBLIC_ONLY = frozenset({"repeats-detail", "confirms-patient"})
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """One thing that stops, or should be looked at: a code, a sentence, and where it stands.

    `start` and `end` are code points of the text, name or reply, as `where` says; 0, 0 for all.
    No repr: a sentence may quote the reply.
    """

    code: str
    message: str
    start: int = 0
    end: int = 0
    where: str = CASE


@dataclass(frozen=True, slots=True)
class Gate:
    """What stops, what should be looked at, and how many details of each kind are treated how."""

    blocks: tuple[Block, ...] = ()
    warnings: tuple[Block, ...] = ()
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def passes(self) -> bool:
        return not self.blocks

    @property
    def needs_second(self) -> bool:
        """Nothing is wrong but that a second person has to agree."""
        return bool(self.blocks) and all(block.code in SECOND for block in self.blocks)


def check(
    case: Case,
    *,
    words: HasWords,
    text: str,
    name: str,
    reply: str,
    findings: Sequence[Finding] | None = None,
    note: str = "",
    second: bool = False,
    private: bool = False,
) -> Gate:
    """Look at what is about to be public (or to be sent privately: then at the reply alone).

    `note` is the reason that goes with "personal, publish anyway"; `second` says that a second
    person has agreed.
    """
    rows = list(case.findings.all()) if findings is None else list(findings)
    people = known_names(case.comment.article)
    blocks = list(_of_reply(case, words, reply, name=name, private=private, people=people))
    if not private:
        blocks += _of_text(words, text, name, rows, people=people)
        blocks += _of_people(case, rows, note=note, second=second)
    return Gate(
        blocks=tuple(block for block in blocks if not _is_warning(block)),
        warnings=(*(block for block in blocks if _is_warning(block)), *_advice(case, words, rows)),
        counts=counts(rows),
    )


def counts(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """{"left_out": {"DATE": 2}, "generalised": ..., "kept": ...}: by decision and kind."""
    result: dict[str, Counter[str]] = {
        "left_out": Counter(),
        "generalised": Counter(),
        "kept": Counter(),
    }
    for one in findings:
        if one.state == SpanState.GENERALISED:
            result["generalised"][one.kind] += 1
        elif one.state == SpanState.KEPT and one.by_hand:
            result["kept"][one.kind] += 1
        elif one.state != SpanState.KEPT:
            result["left_out"][one.kind] += 1
    return {how: dict(by_kind) for how, by_kind in result.items()}


# --- Text and name --------------------------------------------------------------------------


def _of_text(
    words: HasWords, text: str, name: str, rows: Sequence[Finding], *, people: Sequence[str]
) -> Iterator[Block]:
    plain = text
    for mark in redaction.MARKS:
        plain = plain.replace(mark, "")
    if not _LETTER.search(plain):
        yield Block("nothing-left", _("Nothing of the comment is left."), where=TEXT)
    if any(one.state == SpanState.OPEN and one.tier == Tier.MUST for one in rows):
        yield Block("open-must", _("A direct identifier is still undecided."), where=TEXT)
    kept = _kept_words(words, rows)
    for found in engine.scan(text, known=people).findings:
        if found.tier == Tier.MUST and not _is_kept(text[found.start : found.end], kept):
            yield _left(found, TEXT)
    for found in engine.in_name(name):
        if not _is_kept(name[found.start : found.end], kept):
            yield Block(
                "name-left",
                _("The name shown would give the writer away."),
                found.start,
                found.end,
                NAME,
            )


def _left(found: redaction.Finding, where: str) -> Block:
    messages = {
        Kind.NAME: _("A name would be public."),
        Kind.PHONE: _("A phone number would be public."),
        Kind.EMAIL: _("An e-mail address would be public."),
        Kind.URL: _("A link would be public that may lead to a person."),
        Kind.ID: _("A number would be public that belongs to a person."),
    }
    message = messages.get(found.kind, _("A detail would be public that says who somebody is."))
    return Block("detail-left", message, found.start, found.end, where)


def _kept_words(words: HasWords, rows: Iterable[Finding]) -> list[str]:
    """What staff said is not personal, or to be published anyway."""
    kept = (one for one in rows if one.state == SpanState.KEPT and one.by_hand)
    return [_fold(spans.text_of(words, one.base)[one.start : one.end]) for one in kept]


def _is_kept(said: str, kept: Sequence[str]) -> bool:
    return any(_fold(said) in one or one in _fold(said) for one in kept if one)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


# --- Reply ----------------------------------------------------------------------------------


def _of_reply(
    case: Case, words: HasWords, reply: str, *, name: str, private: bool, people: Sequence[str]
) -> Iterator[Block]:
    if not reply.strip():
        return
    for verdict in engine.judge(case, words, reply, public_name=name):
        if not (private and verdict.code in PUBLIC_ONLY):
            yield Block(verdict.code, sentence(verdict), verdict.start, verdict.end, REPLY)
    if not private:
        yield from _of_details(words, reply, name=name, people=people)


def _of_details(
    words: HasWords, reply: str, *, name: str, people: Sequence[str]
) -> Iterator[Block]:
    """Contacts and names in the reply that the reader had written, or that are not the house's."""
    written = _fold(words.body)
    known = (*people, name, settings.TEAM_NAME, settings.SITE_NAME)
    for found in engine.scan(reply, known=known).findings:
        said = reply[found.start : found.end]
        if found.tier != Tier.MUST or found.kind == Kind.URL or is_ours(said):
            continue
        place = (found.start, found.end, REPLY)
        if _fold(said) in written and _fold(said) != _fold(name):
            yield Block("repeats-detail", _("The reply repeats what the reader wrote."), *place)
        elif found.kind in (Kind.PHONE, Kind.EMAIL):
            yield Block("reply-contact", _("Is this contact ours? Please look again."), *place)


def is_ours(said: str) -> bool:
    """Whether a contact in a reply is the house's own, or a public line."""
    digits = _digits(said)
    ours = {_digits(settings.REFERRAL_PHONE), _digits(settings.CRISIS_PHONE), "988", "911"}
    host = urlsplit(said if "//" in said else f"//{said}").hostname
    return digits in ours or host in settings.LINK_HOSTS


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


# --- People ---------------------------------------------------------------------------------


def _of_people(case: Case, rows: Iterable[Finding], *, note: str, second: bool) -> Iterator[Block]:
    anyway = any(one.kept_because == KeptBecause.ANYWAY for one in rows)
    if anyway and not note.strip() and not second:
        message = _("Please write in the note why a personal detail should be published.")
        yield Block("anyway-needs-reason", message)
    if anyway and not second:
        message = _("A second person has to agree to publishing a personal detail.")
        yield Block("anyway-needs-second", message)
    if case.crisis in ALARMS and not second:
        message = _("A comment that reads like a crisis is published by two people.")
        yield Block("crisis-needs-second", message)


def _advice(case: Case, words: HasWords, rows: Sequence[Finding]) -> Iterator[Block]:
    if not case.checked:
        message = _("The machine does not know this language: please read every word.")
        yield Block("unchecked", message)
    base = case.base
    little = spans.little_left(words, spans.covers(words, rows, base=base))
    if little is not None:
        yield Block("little-left", little.message, where=TEXT)
    if any(one.state == SpanState.OPEN and one.base in (base, Base.NAME) for one in rows):
        yield Block("open", _("Open details take what the policy says."), where=TEXT)


def _is_warning(block: Block) -> bool:
    return block.code == "reply-contact"


def as_record(gate: Gate, findings: Iterable[Finding]) -> dict[str, Any]:
    """What a Decision keeps of the gate: counts, and the rules that staff overruled."""
    over = sorted({one.rule for one in findings if one.kept_because == KeptBecause.ANYWAY})
    return {**gate.counts, "overridden": over, "warned": [one.code for one in gate.warnings]}
