"""What the case page shows, put together once: the words, their spans, the reply, the gate."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from comments.originals import Sent
from moderation import drafts, gate, redaction, replies, spans
from moderation.models import Base, Case, Decision, Finding, SpanState
from staff.models import User

KIND_NAMES = {
    "NAME": _("name"),
    "AGE": _("age"),
    "DATE": _("date"),
    "LOCATION": _("place"),
    "STATE": _("state"),
    "ORG": _("organisation"),
    "PHONE": _("phone"),
    "EMAIL": _("e-mail"),
    "URL": _("link"),
    "ID": _("number"),
    "MEASUREMENT": _("measurement"),
    "STAGE": _("stage"),
    "DIAGNOSIS": _("diagnosis"),
    "TREATMENT": _("treatment"),
    "GENE": _("gene"),
    "SYMPTOM": _("symptom"),
    "OCCUPATION": _("occupation"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the original: plain, or one finding."""

    text: str
    finding: Finding | None = None
    selected: bool = False

    @property
    def label(self) -> object:
        return KIND_NAMES.get(self.finding.kind, self.finding.kind) if self.finding else ""


def parts(text: str, findings: Iterable[Finding], selected: Finding | None) -> list[Part]:
    """Cut a text at its findings. Where two overlap, the one that begins first is shown."""
    pieces: list[Part] = []
    at = 0
    for finding in sorted(findings, key=lambda item: (item.start, -item.end)):
        if finding.start < at:
            continue
        if finding.start > at:
            pieces.append(Part(text[at : finding.start]))
        pieces.append(Part(text[finding.start : finding.end], finding, finding == selected))
        at = finding.end
    if at < len(text):
        pieces.append(Part(text[at:]))
    return pieces


@dataclass
class Desk:
    """One case as one person has it before them."""

    case: Case
    user: User
    words: Sent
    typed: str | None = None  # the reply as posted; None: nothing was posted, the draft stands
    canned_id: int | None = None
    search: str = ""
    selected_id: int | None = None
    note: str = ""
    asked: str = ""  # the outcome whose reasons are being asked for
    moves_on: bool = False  # the selected span was decided just now: the next open one is up
    sign_personally: bool = False
    as_author: bool = False

    @cached_property
    def findings(self) -> list[Finding]:
        current = self.case.findings.all()
        return [item for item in current if item.base in (self.case.base, Base.NAME)]

    @cached_property
    def in_body(self) -> list[Finding]:
        return [item for item in self.findings if item.base == self.case.base]

    @cached_property
    def in_name(self) -> list[Finding]:
        return [item for item in self.findings if item.base == Base.NAME]

    @cached_property
    def in_order(self) -> list[Finding]:
        return sorted(self.in_name, key=_by_start) + sorted(self.in_body, key=_by_start)

    @cached_property
    def selected(self) -> Finding | None:
        """The span that the keys act on: the one chosen, else the first open one."""
        chosen = [item for item in self.in_order if item.pk == self.selected_id]
        if self.moves_on and chosen and self.open_ones:
            return self._open_after(chosen[0])
        return next(iter(chosen or self.open_ones), None)

    @cached_property
    def open_ones(self) -> list[Finding]:
        return [item for item in self.in_order if item.state == SpanState.OPEN]

    @cached_property
    def next_open_id(self) -> int | None:
        """Where Tab goes: the next open span after the selected one, round to the first."""
        if not self.open_ones:
            return None
        return self._open_after(self.selected or self.in_order[-1]).pk

    @cached_property
    def body_parts(self) -> list[Part]:
        return parts(self.words.body, self.in_body, self.selected)

    @cached_property
    def name_parts(self) -> list[Part]:
        return parts(self.words.name, self.in_name, self.selected)

    @cached_property
    def covers(self) -> list[redaction.Cover]:
        return spans.covers(self.words, self.findings, base=self.case.base)

    @cached_property
    def public_segments(self) -> list[redaction.Segment]:
        return redaction.segments(self.words.body, self.covers)

    @cached_property
    def public_text(self) -> str:
        return spans.public_text(self.words, self.findings)

    @cached_property
    def public_name(self) -> str:
        return spans.public_name(self.words, self.findings)

    @cached_property
    def selected_words(self) -> str:
        if self.selected is None:
            return ""
        text = self.words.name if self.selected.base == Base.NAME else self.words.body
        return text[self.selected.start : self.selected.end]

    @cached_property
    def selected_general(self) -> str:
        """How the selected span would read in general words; empty when there are none."""
        if self.selected is None or self.selected.base == Base.NAME:
            return ""
        finding = spans.as_library(self.selected)
        wording = redaction.generalise(self.words.body, finding) or ""
        return wording if wording.casefold() != self.selected_words.casefold() else ""

    @cached_property
    def same_count(self) -> int:
        """How many other spans have the same words."""
        if self.selected is None:
            return 0
        text = spans.text_of(self.words, self.selected.base)
        said = [text[one.start : one.end].casefold().split() for one in self.findings]
        return said.count(self.selected_words.casefold().split()) - 1

    @cached_property
    def little_left(self) -> spans.LittleLeft | None:
        return spans.little_left(self.words, self.covers)

    @cached_property
    def offers(self) -> list[replies.Offer]:
        return replies.offers(self.case, self.words)

    @cached_property
    def found_replies(self) -> list[replies.Offer]:
        return replies.search(self.search, self.case, self.words) if self.search else []

    @cached_property
    def gate(self) -> gate.Gate:
        return gate.check(
            self.case,
            words=self.words,
            text=self.public_text,
            name=self.public_name,
            reply=self.reply,
            findings=self.findings,
            note=self.note,
        )

    @cached_property
    def papers(self) -> tuple[str, list[drafts.Note]]:
        return drafts.papers(self.case, user=self.user)

    def _open_after(self, finding: Finding) -> Finding:
        """The open span after this one, round to the first; there is one."""
        place = self.in_order.index(finding)
        ring = self.in_order[place + 1 :] + self.in_order[: place + 1]
        return next(item for item in ring if item in self.open_ones)

    @property
    def reply(self) -> str:
        return self.papers[0] if self.typed is None else self.typed

    @property
    def notes(self) -> list[drafts.Note]:
        return self.papers[1]

    @cached_property
    def history(self) -> list[Decision]:
        """What was decided on this comment before; a fresh case has no past to look for."""
        if self.case.comment.decided_at is None and not self.case.stage:
            return []
        return list(
            Decision.objects.filter(case__comment_id=self.case.comment_id).select_related("actor")[
                :10
            ]
        )


def _by_start(finding: Finding) -> tuple[int, int]:
    return finding.start, finding.end
