"""What staff decide on each detail, and the public text that follows: always made by covering."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from comments import sealing
from moderation import claims, redaction
from moderation.engine import POLICY, HasWords
from moderation.models import Base, Case, Finding, KeptBecause, SpanState
from moderation.redaction import Action, Cover, Kind, Tier
from staff.models import User

MARKED = "staff.mark"  # a person saw what no rule had
ALL = "staff.all"  # one span over everything: the question in general words
REPLACEMENT_MAX = 600
LITTLE_SHARE = 0.4
MANY_DETAILS = 5
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_QUESTION = re.compile(r"[^.!?\n]*\?")


class EmptySpanError(ValueError):
    """A selection without a word in it."""


class Little(StrEnum):
    """Why too little is left of a comment."""

    SHARE = "share"
    DETAILS = "details"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class LittleLeft:
    """Too little is left to publish it so; `share` of the words is covered, by `details` spans."""

    why: Little
    share: float
    details: int

    @property
    def message(self) -> str:
        if self.why is Little.QUESTION:
            return _("The question itself is left out.")
        if self.why is Little.DETAILS:
            return _("%(count)d details are left out.") % {"count": self.details}
        return _("%(percent)d %% of the words are left out.") % {"percent": round(self.share * 100)}


# --- Deciding -------------------------------------------------------------------------------


def decide(
    case: Case,
    *,
    user: User,
    finding_ids: Collection[int],
    state: SpanState,
    kept_because: str = "",
    replacement: str = "",
) -> None:
    """Leave out, generalise, keep or reopen spans of the case. Renews the claim.

    `replacement` is staff's own wording (GENERALISED only), sealed at once; without it the
    engine's wording stands, and where it has none the span is left out.
    """
    claims.renew(case, user=user)
    kept = KeptBecause(kept_because or KeptBecause.NOT_PERSONAL) if state == SpanState.KEPT else ""
    wording = replacement.strip()[:REPLACEMENT_MAX] if state == SpanState.GENERALISED else ""
    case.findings.filter(pk__in=list(finding_ids)).update(
        state=state,
        by_hand=state != SpanState.OPEN,
        kept_because=kept,
        sealed_replacement=_seal(case, wording) if wording else b"",
    )


def mark(
    case: Case, *, user: User, words: HasWords, start: int, end: int, kind: str, base: str = ""
) -> Finding:
    """A new span, left out; grown to whole words. Spans it swallows are gone from the case.

    Raises EmptySpanError when no word is in it, ValueError for an unknown kind.
    """
    claims.renew(case, user=user)
    where = Base(base or case.base)
    start, end = snap(text_of(words, where), start, end)
    case.findings.filter(base=where, start__gte=start, end__lte=end).delete()
    return case.findings.create(
        base=where,
        revision=_revision(case),
        start=start,
        end=end,
        kind=Kind(kind),
        tier=Tier.SHOULD,
        rule=MARKED,
        state=SpanState.OUT,
        by_hand=True,
    )


def resize(
    case: Case, *, user: User, finding: Finding, words: HasWords, start: int, end: int
) -> None:
    """Move the edges of a span. An open one is thereby left out; own wording is dropped."""
    claims.renew(case, user=user)
    start, end = snap(text_of(words, finding.base), start, end)
    is_open = finding.state in (SpanState.OPEN, SpanState.KEPT)
    case.findings.filter(pk=finding.pk).update(
        start=start,
        end=end,
        moved=True,
        by_hand=True,
        state=SpanState.OUT if is_open else finding.state,
        kept_because="",
        sealed_replacement=b"",
    )


def cover_all(case: Case, *, user: User, words: HasWords, replacement: str) -> Finding:
    """The question in general words: one span over everything, its wording written by staff."""
    claims.renew(case, user=user)
    wording = replacement.strip()[:REPLACEMENT_MAX]
    if not wording or not words.body.strip():
        raise EmptySpanError
    case.findings.filter(rule=ALL).delete()
    return case.findings.create(
        base=case.base,
        revision=_revision(case),
        start=0,
        end=len(words.body),
        kind=Kind.DIAGNOSIS,
        tier=Tier.SHOULD,
        rule=ALL,
        state=SpanState.GENERALISED,
        by_hand=True,
        sealed_replacement=_seal(case, wording),
    )


def same_as(case: Case, finding: Finding, words: HasWords) -> list[Finding]:
    """The span and all others with the same words, whatever their case and spacing."""
    text = text_of(words, finding.base)
    wanted = _folded(text, finding)
    others = case.findings.filter(base=finding.base)
    return [one for one in others if _folded(text, one) == wanted]


# --- Reading --------------------------------------------------------------------------------


def as_library(finding: Finding) -> redaction.Finding:
    """The row as the engine's own noun."""
    return redaction.Finding(
        finding.start,
        finding.end,
        Kind(finding.kind),
        Tier(finding.tier),
        finding.score,
        finding.rule,
    )


def text_of(words: HasWords, base: str) -> str:
    """The text that offsets of this base count in."""
    return words.name if base == Base.NAME else words.body


def covers(words: HasWords, findings: Iterable[Finding], *, base: str) -> list[Cover]:
    """What the public text says in place of each span of one base. Never overlapping."""
    text = text_of(words, base)
    mine = [one for one in findings if one.base == base and one.end <= len(text)]
    return _apart(_cover(text, one) for one in mine)


def public_text(words: HasWords, findings: Sequence[Finding]) -> str:
    """The text as readers will see it."""
    bodies = {one.base for one in findings} - {Base.NAME}
    base = bodies.pop() if bodies else Base.ORIGINAL
    return redaction.cover(words.body, covers(words, findings, base=base)).strip()


def public_name(words: HasWords, findings: Iterable[Finding]) -> str:
    """The name as readers will see it; empty for "A reader". What is left out leaves no mark."""
    gone = [
        Cover(one.start, one.end, one.kind, Action.OUT, "")
        for one in covers(words, findings, base=Base.NAME)
        if one.action is not Action.KEPT
    ]
    return " ".join(redaction.cover(words.name, gone).split()).strip(" ,;.-")[:80]


def little_left(words: HasWords, covered: Sequence[Cover]) -> LittleLeft | None:
    """Whether too little is left: over 40 % of the words, over five details, or the question."""
    gone = [one for one in covered if one.action is not Action.KEPT]
    if any(one.start == 0 and one.end == len(words.body) for one in gone):
        return None
    share = _share(words.body, gone, 0, len(words.body))
    for why, is_so in (
        (Little.QUESTION, _question_gone(words.body, gone)),
        (Little.SHARE, share > LITTLE_SHARE),
        (Little.DETAILS, len(gone) > MANY_DETAILS),
    ):
        if is_so:
            return LittleLeft(why, share, len(gone))
    return None


def moved_edge(words: HasWords, finding: Finding, *, grow: bool) -> tuple[int, int]:
    """The span with one word more, or one less, at its end; at least one word stays."""
    text = text_of(words, finding.base)
    if grow:
        following = _WORD.search(text, finding.end)
        return finding.start, following.end() if following else finding.end
    inside = list(_WORD.finditer(text, finding.start, finding.end))
    return finding.start, inside[-2].end() if len(inside) > 1 else finding.end


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """Grow a selection to whole words and drop blanks at its ends. Raises EmptySpanError."""
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if start >= end:
        raise EmptySpanError
    for word in _WORD.finditer(text):
        if word.start() < start < word.end():
            start = word.start()
        if word.start() < end < word.end():
            end = word.end()
    return start, end


def wording_of(finding: Finding) -> str:
    """Staff's own wording of a span; needs the private key."""
    if not finding.sealed_replacement:
        return ""
    binding = finding.case.comment.public_id
    return str(sealing.open_as_staff(finding.sealed_replacement, binding=binding)["text"])


def _cover(text: str, finding: Finding) -> Cover:
    found = as_library(finding)
    said = text[finding.start : finding.end]
    if finding.state == SpanState.KEPT:
        return Cover(found.start, found.end, found.kind, Action.KEPT, said)
    if finding.state == SpanState.GENERALISED:
        wording = wording_of(finding) or redaction.generalise(text, found)
        if wording:
            return Cover(found.start, found.end, found.kind, Action.GENERALISED, wording)
    if finding.state == SpanState.OPEN:
        return redaction.treat(text, found, policy=POLICY)
    return Cover(found.start, found.end, found.kind, Action.OUT, _mark(found))


def _mark(found: redaction.Finding) -> str:
    """The mark of what is left out, as fine as the engine has it ("[size]", not "[value]")."""
    out = redaction.Policy.from_table({str(found.kind): "out", f"{found.kind}/{found.tier}": "out"})
    return redaction.treat(" " * found.end, found, policy=out).replacement


def _apart(found: Iterable[Cover]) -> list[Cover]:
    """Where two overlap the one that begins first stands whole, the other with what is left."""
    result: list[Cover] = []
    end = 0
    kept = []
    for one in sorted(found, key=lambda item: (item.start, -item.end)):
        if one.action is Action.KEPT:
            kept.append(one)
        elif one.end > end:
            start = max(one.start, end)
            result.append(Cover(start, one.end, one.kind, one.action, one.replacement))
            end = one.end
    return sorted(result + kept)


def _share(text: str, gone: Sequence[Cover], start: int, end: int) -> float:
    """How much of the words between two places is covered, 0 to 1."""
    words = [(word.start(), word.end()) for word in _WORD.finditer(text, start, end)]
    hidden = sum(any(one.start < stop and begin < one.end for one in gone) for begin, stop in words)
    return hidden / len(words) if words else 0.0


def _question_gone(text: str, gone: Sequence[Cover]) -> bool:
    asked = [found.span() for found in _QUESTION.finditer(text)]
    return bool(asked) and all(_share(text, gone, *span) > 0.6 for span in asked)


def _folded(text: str, finding: Finding) -> str:
    return " ".join(text[finding.start : finding.end].casefold().split())


def _revision(case: Case) -> int:
    original = getattr(case.comment, "original", None)
    return original.revision if original and case.base == Base.ORIGINAL else 1


def _seal(case: Case, wording: str) -> bytes:
    return sealing.seal_for_staff({"text": wording}, binding=case.comment.public_id)
