"""What staff decide on a case. Each verb is one transaction, guarded by what the person had seen.

A decision that loses raises ConflictError or HeldError and changes nothing; what was typed is kept
(`drafts`). Everything visible waits for the undo window: `visible_at` is in the future until then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from comments import markup, private_replies
from comments.models import State
from comments.originals import Sent
from moderation import access, bulk, carrying, drafts, gate, published, replies, spans, undoing
from moderation.carrying import Change, NewReply
from moderation.conflicts import ConflictError as ConflictError
from moderation.conflicts import HeldError as HeldError
from moderation.gate import Gate
from moderation.models import (
    Action,
    Base,
    CannedReplyVersion,
    Case,
    Decision,
    Finding,
    ReasonCode,
    Stage,
)
from moderation.outcomes import GateError as GateError
from moderation.outcomes import Outcome as Outcome
from moderation.outcomes import said, signature
from staff.models import User

publish_many = bulk.publish_many
reject_many = bulk.reject_many
undo = undoing.undo
undoable = undoing.undoable
unpublish = published.unpublish
correct_reply = published.correct_reply
keep = published.keep
reopen = published.reopen


@dataclass(frozen=True, slots=True, repr=False)
class Proposal:
    """What is to be published: the reply and how, and the reason for going against the scan."""

    reply: str = ""
    canned: CannedReplyVersion | None = None
    signed_as: str = ""
    as_author: bool = False
    note: str = ""


def publish(
    case: Case,
    *,
    moderator: User,
    seen_version: int,
    reply: str = "",
    canned: CannedReplyVersion | None = None,
    signed_as: str = "",
    as_author: bool = False,
    note: str = "",
) -> Outcome:
    """Publish the comment as its spans say, with the reply if there is one.

    Raises GateError, ConflictError, HeldError. Where only a second person's word is missing, that
    is asked for instead, and the case waits for it.
    """
    proposal = Proposal(reply.strip(), canned, signed_as, as_author, note)
    return _publish(case, proposal, moderator=moderator, seen_version=seen_version)


def confirm_second(case: Case, *, second: User, seen_version: int) -> Outcome:
    """Publish what a colleague proposed. PermissionDenied for the colleague themselves."""
    first = case.passed_on_by
    kept = drafts.take(case, purpose=drafts.Purpose.PROPOSAL)
    if first is None or kept is None or not _may_second(case, second):
        raise PermissionDenied
    canned = CannedReplyVersion.objects.filter(pk=kept.pop("canned")).first()
    proposal = Proposal(canned=canned, **kept)
    return _publish(case, proposal, moderator=first, seen_version=seen_version, second=second)


def reply_privately(
    case: Case,
    *,
    moderator: User,
    seen_version: int,
    reply: str,
    canned: CannedReplyVersion | None = None,
    signed_as: str = "",
) -> Outcome:
    """Answer on the reader's private page alone; nothing of the comment is published.

    One person may do this with a crisis comment too. Raises GateError also when the comment has
    no private page, or no reply was written.
    """
    _needs(moderator, "moderate")
    words = access.words_of(case)
    findings = list(case.findings.all())
    name = spans.public_name(words, findings)
    checked = gate.check(
        case, words=words, text="", name=name, reply=reply, findings=findings, private=True
    )
    if missing := _cannot_reply_privately(words, reply):
        checked = replace(checked, blocks=(missing, *checked.blocks))
    if not checked.passes:
        _stopped(checked, canned)
    blob = private_replies.seal(case.comment, reply.strip(), token=words.token)
    drafts.save(case, user=moderator, text=reply)  # staff cannot open the sealed one: for an undo
    change = Change(
        action=Action.PRIVATE_REPLY,
        to_state=State.PRIVATE_REPLY,
        actor=moderator,
        seen_version=seen_version,
        reply=NewReply(signed_as=signature(signed_as), reader_blob=blob),
        canned=canned,
        reply_edited=_is_edited(case, words, reply, canned),
        gate=gate.as_record(checked, findings),
        findings=findings,
    )
    return Outcome(carrying.carry_out(case, change), said(_("Answered privately.")))


def send_back(case: Case, *, moderator: User, seen_version: int, reason: str) -> Outcome:
    """Ask the reader to put it differently; their private page says why and lets them."""
    return _close(case, moderator, seen_version, Action.RETURN, State.RETURNED, reason)


def reject(case: Case, *, moderator: User, seen_version: int, reason: str) -> Outcome:
    """Do not publish, for a coded reason that the reader is told."""
    return _close(case, moderator, seen_version, Action.REJECT, State.REJECTED, reason)


def mark_spam(case: Case, *, moderator: User, seen_version: int) -> Outcome:
    """Not a reader at all: no mail, and the words are erased soon."""
    return _close(case, moderator, seen_version, Action.SPAM, State.SPAM, "")


def escalate(case: Case, *, moderator: User, seen_version: int, note: str = "") -> Outcome:
    """Pass the case to a lead, with a note; the same person cannot decide it any more."""
    _needs(moderator, "moderate")
    decision = _pass_on(case, moderator, seen_version, Action.ESCALATE, State.ESCALATED, Stage.LEAD)
    if note.strip():
        drafts.add_note(case, user=moderator, text=note)
    return Outcome(decision, said(_("Passed on to a lead.")))


def ask_second(case: Case, *, moderator: User, seen_version: int, proposal: Proposal) -> Outcome:
    """Keep the proposal, sealed, until a second person agrees."""
    decision = _pass_on(
        case, moderator, seen_version, Action.ASK_SECOND, State.AWAITING_SECOND, Stage.SECOND
    )
    content = {
        "reply": proposal.reply,
        "canned": proposal.canned.pk if proposal.canned else None,
        "signed_as": proposal.signed_as,
        "as_author": proposal.as_author,
        "note": proposal.note,
    }
    drafts.put(case, purpose=drafts.Purpose.PROPOSAL, content=content, user=moderator)
    if proposal.note.strip():
        drafts.add_note(case, user=moderator, text=proposal.note)
    return Outcome(decision, said(_("Waits for a second person to agree.")))


def preview(case: Case) -> tuple[str, str]:
    """The public name and text as the spans stand now."""
    words, findings = access.words_of(case), list(case.findings.all())
    return spans.public_name(words, findings), spans.public_text(words, findings)


# --- Publishing -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class _Looked:
    """What would be public as the spans stand, and what the gate says of it."""

    words: Sent
    findings: list[Finding]
    text: str
    name: str
    gate: Gate


def _look(case: Case, proposal: Proposal, *, agreed: bool) -> _Looked:
    words, findings = access.words_of(case), list(case.findings.all())
    text, name = spans.public_text(words, findings), spans.public_name(words, findings)
    checked = gate.check(
        case,
        words=words,
        text=text,
        name=name,
        reply=proposal.reply,
        findings=findings,
        note=proposal.note,
        second=agreed,
    )
    return _Looked(words, findings, text, name, checked)


def _publish(
    case: Case,
    proposal: Proposal,
    *,
    moderator: User,
    seen_version: int,
    second: User | None = None,
) -> Outcome:
    presser = second or moderator
    _needs(presser, "publish")
    agreed = second is not None or _may_second(case, moderator)
    looked = _look(case, proposal, agreed=agreed)
    if looked.gate.needs_second and case.stage != Stage.SECOND:
        return ask_second(case, moderator=moderator, seen_version=seen_version, proposal=proposal)
    if not looked.gate.passes:
        _stopped(looked.gate, proposal.canned)
    change = replace(
        _publication(case, proposal, looked, actor=moderator, seen_version=seen_version),
        second=second or (case.passed_on_by if agreed else None),
        decided_by=presser,
    )
    decision = carrying.carry_out(case, change)
    return Outcome(decision, said(_("Published."), undo=case.base == Base.ORIGINAL))


def _publication(
    case: Case, proposal: Proposal, looked: _Looked, *, actor: User, seen_version: int
) -> Change:
    """The change that makes public what was looked at."""
    return Change(
        action=Action.PUBLISH_REPLY if proposal.reply else Action.PUBLISH,
        to_state=State.PUBLISHED,
        actor=actor,
        seen_version=seen_version,
        comment={
            "text": looked.text,
            "html": str(markup.to_html(looked.text)),
            "public_name": looked.name,
            "details_left_out": _leaves_out(looked.words, looked.findings),
            "is_author": proposal.as_author,
        },
        reply=_public_reply(proposal),
        canned=proposal.canned,
        reply_edited=_is_edited(case, looked.words, proposal.reply, proposal.canned),
        gate=gate.as_record(looked.gate, looked.findings),
        findings=looked.findings,
    )


def _public_reply(proposal: Proposal) -> NewReply | None:
    if not proposal.reply:
        return None
    return NewReply(
        signed_as=signature(proposal.signed_as),
        text=proposal.reply,
        html=str(markup.to_html(proposal.reply)),
    )


def _leaves_out(words: Sent, findings: Sequence[Finding]) -> bool:
    bases = {one.base for one in findings}
    covered = (cover for base in bases for cover in spans.covers(words, findings, base=base))
    return any(cover.action != "kept" for cover in covered)


def _is_edited(case: Case, words: Sent, reply: str, canned: CannedReplyVersion | None) -> bool:
    if canned is None:
        return False
    filled = replies.fill(canned, case, words)
    return filled.split() != reply.split()


# --- The rest -------------------------------------------------------------------------------


def _close(
    case: Case, moderator: User, seen_version: int, action: Action, to_state: State, reason: str
) -> Outcome:
    _needs(moderator, "moderate")
    code = ReasonCode(reason) if reason else ""
    change = Change(
        action=action,
        to_state=to_state,
        actor=moderator,
        seen_version=seen_version,
        reason=code,
        comment={"reason": code},
    )
    decision = carrying.carry_out(case, change)
    return Outcome(decision, said(f"{Action(decision.action).label}."))


def _pass_on(
    case: Case, moderator: User, seen_version: int, action: Action, to_state: State, stage: Stage
) -> Decision:
    change = Change(
        action=action, to_state=to_state, actor=moderator, seen_version=seen_version, stage=stage
    )
    return carrying.carry_out(case, change)


def _may_second(case: Case, user: User) -> bool:
    """Whether the user is the second person this case waits for."""
    return bool(
        case.stage == Stage.SECOND
        and case.passed_on_by_id not in (None, user.pk)
        and user.has_perm("moderation.decide_escalated")
    )


def _cannot_reply_privately(words: Sent, reply: str) -> gate.Block | None:
    if not reply.strip():
        return gate.Block("no-reply", _("Write the reply first."), where=gate.REPLY)
    if not words.token:
        return gate.Block("no-page", _("This reader has no private page."), where=gate.REPLY)
    return None


def _stopped(checked: Gate, canned: CannedReplyVersion | None) -> None:
    """Count the canned reply that was stopped, and say what stops it."""
    if canned is not None and any(block.where == gate.REPLY for block in checked.blocks):
        carrying.count_blocked(canned)
    raise GateError(checked)


def _needs(user: User, permission: str) -> None:
    if not user.has_perm(f"moderation.{permission}"):
        raise PermissionDenied
