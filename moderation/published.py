"""What staff do with what is public, or was: take down, keep, correct a reply, reopen."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import markup, private_replies
from comments.models import Comment, Original, Reply, State, touch_article
from comments.originals import Sent
from moderation import access, carrying, cases, drafts, engine, gate, incidents, notices, takedown
from moderation.carrying import NewReply
from moderation.conflicts import ConflictError, why_not
from moderation.models import Action, Base, Case
from moderation.outcomes import GateError, Outcome, signature
from staff.models import User

_CODE = re.compile(r"[a-z-]{0,40}")
_COMES_BACK = (State.REJECTED, State.SPAM, State.UNPUBLISHED, State.PRIVATE_REPLY)


def unpublish(comment: Comment, *, user: User, reason: str = "") -> Outcome:
    """Take a comment down at once: no undo window, no public word any more.

    For a privacy reason, or when the scan of its public words found something, an incident is
    written down. `reason` is a code. Raises ConflictError when it is not public.
    """
    _needs(user, "moderate")
    if not _CODE.fullmatch(reason):
        raise ValueError("a reason is a code")
    with transaction.atomic():
        row = Comment.objects.select_for_update().get(pk=comment.pk)
        open_case = row.cases.open().select_for_update().first()
        hidden = row.state == State.UNPUBLISHED and open_case is not None
        if row.state != State.PUBLISHED and not hidden:
            raise why_not(row.cases.latest("pk"), user=user)
        from_state, public_from = row.state, row.visible_at
        takedown.empty(row, State.UNPUBLISHED)
        Comment.objects.filter(pk=row.pk).update(reason=reason, decided_at=timezone.now())
        case = takedown.close_open(row) or takedown.any_case(row)
        decision = takedown.note(
            case,
            Action.UNPUBLISH,
            from_state=from_state,
            to_state=State.UNPUBLISHED,
            actor=user,
            reason=reason,
        )
        _incident(row, case, user, reason, public_from)
        notices.announce(decision)
    return Outcome(decision, _("Taken down."))


def keep(case: Case, *, moderator: User, seen_version: int) -> Outcome:
    """Looked at again and left as it is; what was hidden meanwhile is public again.

    Raises ConflictError, HeldError, and GateError for a case about nothing public.
    """
    _needs(moderator, "publish")
    if case.base != Base.PUBLIC:
        message = _("Nothing of this comment is public yet.")
        raise GateError(gate.Gate(blocks=(gate.Block("not-public", message),)))
    held = drafts.take(case, purpose=drafts.Purpose.HELD)
    hidden = case.comment.state == State.UNPUBLISHED
    change = carrying.Change(
        action=Action.KEEP,
        to_state=State.PUBLISHED if held or not hidden else State.UNPUBLISHED,
        actor=moderator,
        seen_version=seen_version,
        comment=_shown_again(held) if held and hidden else {},
        findings=list(case.findings.all()),
    )
    return Outcome(carrying.carry_out(case, change), _("Left as it is."))


def correct_reply(comment: Comment, *, user: User, text: str, signed_as: str = "") -> Outcome:
    """A new version of the reply at once, marked as corrected. Raises GateError, ConflictError."""
    _needs(user, "publish")
    current = comment.replies.current().first()
    case = takedown.any_case(comment)
    if current is None:
        raise ConflictError(None, _("There is no reply to correct."))
    words = _words(comment)
    checked = gate.check(
        case,
        words=words,
        text="",
        name=comment.public_name,
        reply=text,
        findings=[],
        private=current.private,
    )
    blocks = tuple(block for block in checked.blocks if block.where == gate.REPLY)
    if current.private and not words.token:
        message = _("The reader's page is gone: this reply cannot be sealed to it any more.")
        blocks = (gate.Block("no-page", message, where=gate.REPLY), *blocks)
    if not text.strip():
        blocks = (gate.Block("no-reply", _("Write the reply first."), where=gate.REPLY), *blocks)
    if blocks:
        raise GateError(replace(checked, blocks=blocks))
    fresh = _corrected(comment, current, words, text.strip(), signed_as)
    with transaction.atomic():
        row = Comment.objects.select_for_update().get(pk=comment.pk)
        if not row.replies.current().filter(pk=current.pk).exists():
            raise ConflictError(None, _("Somebody else has corrected this reply."))
        carrying.write_reply(row, fresh, visible_at=timezone.now(), corrected=True)
        Comment.objects.filter(pk=row.pk).update(version=F("version") + 1)
        if row.state == State.PUBLISHED:
            touch_article(row.article_id)
        decision = takedown.note(
            case, Action.CORRECT_REPLY, from_state=row.state, to_state=row.state, actor=user
        )
        notices.announce(decision)
    return Outcome(decision, _("Reply corrected."))


def reopen(comment: Comment, *, user: User) -> Case:
    """Look again at a comment that was not published, or taken down, while its words exist."""
    _needs(user, "moderate")
    words = access.original_of(comment)
    with transaction.atomic():
        row = Comment.objects.select_for_update().get(pk=comment.pk)
        if row.state not in _COMES_BACK or row.cases.open().exists():
            raise why_not(row.cases.latest("pk"), user=user)
        from_state = row.state
        Comment.objects.filter(pk=row.pk).update(
            state=State.QUEUED, reason="", visible_at=None, version=F("version") + 1
        )
        Original.objects.filter(pk=row.pk).update(erase_at=None)
        reading = engine.read(words, article=row.article)
        case = cases.open_new(row, reading, revision=row.original.revision, reason="reopened")
        takedown.note(case, Action.REOPEN, from_state=from_state, to_state=State.QUEUED, actor=user)
    return case


def _incident(
    comment: Comment, case: Case, user: User, reason: str, public_from: datetime | None
) -> None:
    found = [one for one in case.findings.all() if one.base != Base.ORIGINAL]
    personal = [one for one in found if one.tier != "info" and one.kept_because == ""]
    if reason in incidents.PRIVACY_REASONS or any(one.tier == "must" for one in personal):
        incidents.write_down(
            comment,
            case,
            reason=reason or "scan",
            findings=personal,
            actor=user,
            public_from=public_from,
        )


def _shown_again(held: dict[str, Any]) -> dict[str, Any]:
    visible_at = held.pop("visible_at", "")
    return held | {"visible_at": datetime.fromisoformat(visible_at) if visible_at else None}


def _corrected(
    comment: Comment, current: Reply, words: Sent, text: str, signed_as: str
) -> NewReply:
    name = signature(signed_as or current.signed_as)
    if current.private:
        blob = private_replies.seal(comment, text, token=words.token)
        return NewReply(signed_as=name, reader_blob=blob)
    return NewReply(signed_as=name, text=text, html=str(markup.to_html(text)))


def _words(comment: Comment) -> Sent:
    """The original while there is one, else what is public."""
    if Original.objects.filter(pk=comment.pk).exists():
        return access.original_of(comment)
    return Sent(name=comment.public_name, email="", body=comment.text)


def _needs(user: User, permission: str) -> None:
    if not user.has_perm(f"moderation.{permission}"):
        raise PermissionDenied
