"""Takes a decision back while nobody but staff has seen it."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment, Original, Reply, State, touch_article
from moderation import audit, carrying, drafts, queue
from moderation.conflicts import ConflictError
from moderation.models import Action, CannedReply, Case, Decision, Stage
from staff.models import User

CAN_BE_UNDONE = (
    Action.PUBLISH,
    Action.PUBLISH_REPLY,
    Action.PRIVATE_REPLY,
    Action.RETURN,
    Action.REJECT,
    Action.SPAM,
    Action.ESCALATE,
    Action.ASK_SECOND,
)
# What was public before the decision has been seen: taking that back would hide nothing.
_SEEN_BEFORE = (State.PUBLISHED, State.UNPUBLISHED)


def undoable(*, user: User) -> Decision | None:
    """The user's latest decision, while it can be undone."""
    since = timezone.now() - timedelta(seconds=settings.UNDO_SECONDS)
    latest = (
        Decision.objects.filter(actor=user, decided_at__gt=since)
        .exclude(action=Action.UNDO)
        .select_related("case")
        .first()
    )
    if latest is None or why_final(latest):
        return None
    return None if Decision.objects.filter(undoes=latest).exists() else latest


def undo(decision: Decision, *, user: User) -> Case:
    """Bring case and comment back to how they were, held by the user; the reply is a draft again.

    Raises PermissionDenied for somebody else's decision, ConflictError when the window is over or
    something happened since.
    """
    if user.pk not in (decision.actor_id, decision.second_actor_id):
        raise PermissionDenied
    if message := why_final(decision):
        raise ConflictError(decision, message)
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=decision.case.comment_id)
        case = Case.objects.select_for_update().get(pk=decision.case_id)
        if comment.state != decision.to_state or _moved_on(case, decision):
            raise ConflictError(decision, _("Something has happened since: this stands."))
        _reopen(case, decision, user)
        _take_back(comment, decision, case, user)
        undone = _record(case, decision, user)
        audit.record(
            "undo",
            actor=user,
            subject=comment,
            detail={"decision": undone.pk, "undoes": decision.pk, "case": case.pk},
        )
    return case


def why_final(decision: Decision) -> str:
    """Why a decision cannot be undone any more; empty when it can."""
    if decision.action not in CAN_BE_UNDONE or decision.from_state in _SEEN_BEFORE:
        return _("This cannot be undone; it can be taken down.")
    window = timedelta(seconds=settings.UNDO_SECONDS)
    if timezone.now() - decision.decided_at >= window:
        return _("It is too late to undo this. It can still be taken down.")
    return ""


def _moved_on(case: Case, decision: Decision) -> bool:
    return case.version != decision.case_version + 1


def _reopen(case: Case, decision: Decision, user: User) -> None:
    was_closed = case.closed_at is not None
    case.closed_at, case.version = None, case.version + 1
    case.stage, case.passed_on_by = _stage_before(case, decision)
    case.claimed_by = user
    case.claim_expires_at = timezone.now() + timedelta(minutes=settings.CLAIM_MINUTES)
    case.save()
    if was_closed:
        queue.adjust(case.lane, 1)


def _stage_before(case: Case, decision: Decision) -> tuple[str, User | None]:
    """A case that had been passed on waits again for whom it waited."""
    stages = {State.ESCALATED: Stage.LEAD, State.AWAITING_SECOND: Stage.SECOND}
    stage = stages.get(State(decision.from_state))
    if stage is None:
        return Stage.ANYBODY, None
    passing = (Action.ESCALATE, Action.ASK_SECOND)
    before = case.decisions.filter(action__in=passing, pk__lt=decision.pk).first()
    return stage, before.actor if before else None


def _take_back(comment: Comment, decision: Decision, case: Case, user: User) -> None:
    reply = comment.replies.current().first()
    if decision.action in (Action.PUBLISH_REPLY, Action.PRIVATE_REPLY) and reply is not None:
        if reply.text:
            drafts.save(case, user=user, text=reply.text)
        _drop_reply(comment, reply)
    if decision.action == Action.ASK_SECOND:
        proposed = drafts.take(case, purpose=drafts.Purpose.PROPOSAL) or {}
        drafts.save(case, user=user, text=proposed.get("reply", ""))
    was_public = comment.state == State.PUBLISHED
    Comment.objects.filter(pk=comment.pk).update(
        state=decision.from_state,
        text="",
        html="",
        public_name="",
        reason="",
        details_left_out=False,
        is_author=False,
        visible_at=None,
        decided_at=None,
        answered_at=None,
        version=F("version") + 1,
    )
    Original.objects.filter(pk=comment.pk).update(erase_at=None)
    if was_public:
        touch_article(comment.article_id, published=-1)
    carrying.take_off_rules(decision.gate.get("rules", {}))
    if decision.canned_version_id and decision.canned_version:
        CannedReply.objects.filter(Q(used__gt=0), pk=decision.canned_version.reply_id).update(
            used=F("used") - 1, used_edited=F("used_edited") - int(decision.reply_edited)
        )


def _drop_reply(comment: Comment, reply: Reply) -> None:
    """Nobody saw it; the version before it, if any, stands again."""
    reply.delete()
    before = comment.replies.order_by("-number").first()
    if before is not None:
        Reply.objects.filter(pk=before.pk).update(superseded=False)


def _record(case: Case, decision: Decision, user: User) -> Decision:
    try:
        with transaction.atomic():
            return Decision.objects.create(
                case=case,
                action=Action.UNDO,
                from_state=decision.to_state,
                to_state=decision.from_state,
                actor=user,
                undoes=decision,
                case_version=case.version,
            )
    except IntegrityError:
        raise ConflictError(decision, _("This has been undone already.")) from None
