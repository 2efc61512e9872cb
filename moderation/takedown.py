"""Takes public words away: hidden until staff look, taken down for good, withdrawn, erased."""

from typing import Any

from django.db.models import F
from django.utils import timezone

from comments.models import Comment, State, touch_article
from moderation import audit, drafts, queue
from moderation.models import Action, Case, CaseKind, Decision, Lane
from staff.models import User

_ENDS = {Action.WITHDRAW: State.WITHDRAWN, Action.ERASE: State.ERASED}


def hide(comment: Comment, case: Case) -> Decision | None:
    """Empty the public face at once; what it showed is sealed, should staff find nothing wrong."""
    shown = {
        "text": comment.text,
        "html": comment.html,
        "public_name": comment.public_name,
        "details_left_out": comment.details_left_out,
        "visible_at": comment.visible_at.isoformat() if comment.visible_at else "",
    }
    if not empty(comment, State.UNPUBLISHED):
        return None
    drafts.put(case, purpose=drafts.Purpose.HELD, content=shown, user=None)
    return note(case, Action.HIDE, from_state=State.PUBLISHED, to_state=State.UNPUBLISHED)


def end(comment: Comment, action: Action) -> Decision:
    """The reader took the comment back, or had it erased: no case, no words, no drafts."""
    to_state = _ENDS[action]
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    from_state = row.state
    if from_state == to_state:  # the reader's side has emptied it already
        from_state = _state_before(row)
    else:
        empty(row, to_state)
    case = close_open(row) or any_case(row)
    drafts.drop(row)
    return note(case, action, from_state=from_state, to_state=to_state)


def empty(comment: Comment, to_state: State) -> bool:
    """No public word any more; False when somebody changed the comment meanwhile."""
    was_public = comment.state == State.PUBLISHED
    changed = Comment.objects.filter(pk=comment.pk, version=comment.version).update(
        state=to_state, text="", html="", public_name="", version=F("version") + 1
    )
    if changed:
        comment.state, comment.version = to_state, comment.version + 1
        comment.text = comment.html = comment.public_name = ""
        if was_public:
            touch_article(comment.article_id, published=-1)
    return bool(changed)


def close_open(comment: Comment) -> Case | None:
    """Close the comment's open case, if any, whoever holds it."""
    case = comment.cases.open().select_for_update().first()
    if case is not None:
        close(case)
    return case


def close(case: Case) -> None:
    """Close a case that this transaction has locked."""
    case.closed_at, case.version = timezone.now(), case.version + 1
    case.claimed_by, case.claim_expires_at = None, None
    case.save(update_fields=["closed_at", "version", "claimed_by", "claim_expires_at"])
    queue.adjust(case.lane, -1)


def note(
    case: Case,
    action: Action,
    *,
    from_state: str,
    to_state: str,
    actor: User | None = None,
    reason: str = "",
    gate: dict[str, Any] | None = None,
) -> Decision:
    """One Decision and one AuditEvent for a change of state that was just made."""
    decision = Decision.objects.create(
        case=case,
        action=action,
        reason=reason,
        from_state=from_state,
        to_state=to_state,
        actor=actor,
        gate=gate or {},
        case_version=case.version,
    )
    detail = {"decision": decision.pk, "from": str(from_state), "to": str(to_state)}
    audit.record(str(action), actor=actor, subject=case.comment, detail=detail)
    return decision


def any_case(comment: Comment) -> Case:
    """The comment's latest case, for a decision that has none of its own."""
    return comment.cases.order_by("-pk").first() or _closed_case(comment)


def _state_before(comment: Comment) -> str:
    latest = Decision.objects.filter(case__comment=comment).first()
    return latest.to_state if latest else State.QUEUED


def _closed_case(comment: Comment) -> Case:
    """For a comment that never had a case (brought in from elsewhere): one that was never open."""
    now = timezone.now()
    return Case.objects.create(
        comment=comment, kind=CaseKind.REQUEST, lane=Lane.REST, due_at=now, closed_at=now
    )
