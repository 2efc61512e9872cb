"""Carries a decision out: case, comment, reply, clocks, counts and records in one transaction.

Rows are always locked in one order (comment, case, original, article, counters, the record), so
that two decisions never wait for each other in a ring.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from comments.models import WAITING, Comment, Original, Reply, State, touch_article
from moderation import audit, incidents, notices, queue
from moderation.conflicts import why_not
from moderation.models import (
    Action,
    Base,
    CannedReply,
    CannedReplyVersion,
    Case,
    Decision,
    Finding,
    RuleStat,
    SpanState,
    Stage,
)
from staff.models import User

AGREED, CHANGED, REFUSED = 0, 1, 2
# A case can be decided while its comment waits, or (reported, re-scanned) is or was public.
_DECIDABLE = (*WAITING, State.PUBLISHED, State.UNPUBLISHED)


@dataclass(frozen=True, slots=True, repr=False)
class NewReply:
    """A reply about to be written: public words, or what is sealed to the reader's token."""

    signed_as: str
    text: str = ""
    html: str = ""
    reader_blob: bytes = b""

    @property
    def private(self) -> bool:
        return bool(self.reader_blob)


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """One decision, thought through: what becomes of the comment, by whom, on what grounds.

    `decided_by` holds the claim when that is not the actor (a second person who confirms).
    `stage` keeps the case open, waiting for somebody else.
    """

    action: Action
    to_state: State
    actor: User
    seen_version: int
    second: User | None = None
    decided_by: User | None = None
    reason: str = ""
    stage: Stage = Stage.ANYBODY
    comment: dict[str, Any] = field(default_factory=dict)
    reply: NewReply | None = None
    canned: CannedReplyVersion | None = None
    reply_edited: bool = False
    gate: dict[str, Any] = field(default_factory=dict)
    findings: Sequence[Finding] = ()

    @property
    def closes(self) -> bool:
        return not self.stage


def carry_out(case: Case, change: Change) -> Decision:
    """Make the change, or raise HeldError or ConflictError and leave everything as it was."""
    _check_stage(case, change.decided_by or change.actor)
    with transaction.atomic():
        now = timezone.now()
        comment = _lock(case)
        from_state = comment.state
        _move_case(case, change, now)
        _move_comment(comment, change, now)
        if change.reply is not None:
            write_reply(comment, change.reply, visible_at=now + undo_window())
        if change.closes and case.base == Base.ORIGINAL:
            set_clock(comment, change.to_state, minor=bool(case.triage.get("child")), now=now)
        _tell_article(comment, from_state, change.to_state)
        if change.closes:
            queue.adjust(case.lane, -1)
        rules = count_rules(change.findings if change.closes else ())
        _count_use(change)
        decision = _record(case, change, from_state=from_state, now=now, rules=rules)
        if change.closes:
            incidents.after_decision(decision, change.findings)
        notices.announce(decision)
    return decision


def undo_window() -> timedelta:
    """How long what was decided stays unseen and can be undone."""
    return timedelta(seconds=settings.UNDO_SECONDS)


def mine_or_free(user: User) -> Q:
    """A case that nobody else holds now."""
    return Q(claimed_by=user) | Q(claimed_by=None) | Q(claim_expires_at__lte=timezone.now())


def set_clock(comment: Comment, state: State, *, minor: bool, now: datetime) -> None:
    """When the original is erased: by outcome; a child's as soon as the mail is out."""
    Original.objects.filter(pk=comment.pk).update(erase_at=erase_at(state, minor=minor, now=now))


def erase_at(state: State, *, minor: bool, now: datetime) -> datetime:
    """The end of an original's time, counted from the decision."""
    if minor:
        return now + undo_window()
    is_spam = state == State.SPAM
    days = settings.SPAM_RETENTION_DAYS if is_spam else settings.RETENTION_DAYS
    return now + timedelta(days=days)


def write_reply(
    comment: Comment, reply: NewReply, *, visible_at: datetime, corrected: bool = False
) -> Reply:
    """A new version of the reply; the one before is superseded."""
    before = comment.replies.order_by("-number").first()
    if before is not None:
        comment.replies.current().update(superseded=True)
    return comment.replies.create(
        number=before.number + 1 if before else 1,
        private=reply.private,
        text=reply.text,
        html=reply.html,
        reader_blob=reply.reader_blob,
        signed_as=reply.signed_as,
        corrected=corrected,
        visible_at=visible_at,
    )


def count_rules(findings: Iterable[Finding]) -> dict[str, list[int]]:
    """Count for each rule whether staff agreed with it, moved its edges, or refused it.

    Returns what was counted, {rule: [agreed, changed, refused]}, for the decision to keep, so
    that an undo can take it back.
    """
    counted: dict[str, list[int]] = {}
    for one in findings:
        place = _verdict(one)
        if place is not None:
            counted.setdefault(one.rule, [0, 0, 0])[place] += 1
    add_to_rules(counted)
    return counted


def add_to_rules(counted: dict[str, list[int]]) -> None:
    """Add to the scorecard in one statement, whatever the number of rules."""
    if not counted:
        return
    table = connection.ops.quote_name(RuleStat._meta.db_table)
    rows = ", ".join(["(%s, %s, %s, %s)"] * len(counted))
    values: list[str | int] = []
    for rule in sorted(counted):
        values += [rule, *counted[rule]]
    sums = ", ".join(
        f"{name} = {table}.{name} + excluded.{name}" for name in ("agreed", "changed", "refused")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (rule, agreed, changed, refused) VALUES {rows} "  # noqa: S608
            f"ON CONFLICT (rule) DO UPDATE SET {sums}",
            values,
        )


def take_off_rules(counted: dict[str, list[int]]) -> None:
    """Undo what `add_to_rules` added."""
    for rule, (agreed, changed, refused) in sorted(counted.items()):
        RuleStat.objects.filter(rule=rule).update(
            agreed=F("agreed") - agreed,
            changed=F("changed") - changed,
            refused=F("refused") - refused,
        )


def count_blocked(version: CannedReplyVersion) -> None:
    """A canned reply was stopped by the gate."""
    CannedReply.objects.filter(pk=version.reply_id).update(blocked=F("blocked") + 1)


def _check_stage(case: Case, user: User) -> None:
    """What was passed on is decided by a lead, and never by who passed it on."""
    if case.stage and (
        case.passed_on_by_id == user.pk or not user.has_perm("moderation.decide_escalated")
    ):
        raise PermissionDenied


def _lock(case: Case) -> Comment:
    return Comment.objects.select_for_update().get(pk=case.comment_id)


def _move_case(case: Case, change: Change, now: datetime) -> None:
    holder = change.decided_by or change.actor
    seen = Case.objects.open().filter(mine_or_free(holder), pk=case.pk, version=change.seen_version)
    changed = seen.update(
        version=F("version") + 1,
        claimed_by=None,
        claim_expires_at=None,
        stage=change.stage,
        passed_on_by=None if change.closes else change.actor,
        closed_at=now if change.closes else None,
    )
    if not changed:
        raise why_not(case, user=holder)


def _move_comment(comment: Comment, change: Change, now: datetime) -> None:
    if comment.state not in _DECIDABLE:
        raise why_not(comment.cases.latest("pk"), user=change.actor)
    fields = {"reason": "", **change.comment}
    if change.to_state == State.PUBLISHED:
        # What was public before keeps its place in the thread.
        fields["visible_at"] = comment.visible_at or now + undo_window()
    elif comment.state == State.PUBLISHED:
        fields |= {"text": "", "html": "", "public_name": ""}
    if change.reply is not None:
        fields["answered_at"] = comment.answered_at or now
    if change.closes:
        fields["decided_at"] = now
    for name, value in fields.items():
        setattr(comment, name, value)
    comment.state, comment.version = change.to_state, comment.version + 1
    comment.save(update_fields=[*fields, "state", "version"])


def _tell_article(comment: Comment, before: str, after: str) -> None:
    was, is_now = before == State.PUBLISHED, after == State.PUBLISHED
    if was or is_now:
        touch_article(comment.article_id, published=is_now - was)


def _verdict(finding: Finding) -> int | None:
    """What staff thought of a rule's finding; None for what nobody asked about."""
    if finding.rule.startswith("staff.") or (finding.tier == "info" and not finding.by_hand):
        return None
    if finding.state == SpanState.KEPT:
        return REFUSED if finding.by_hand else None
    return CHANGED if finding.moved else AGREED


def _count_use(change: Change) -> None:
    if change.canned is None or not change.closes:
        return
    CannedReply.objects.filter(pk=change.canned.reply_id).update(
        used=F("used") + 1, used_edited=F("used_edited") + int(change.reply_edited)
    )


def _record(
    case: Case, change: Change, *, from_state: str, now: datetime, rules: dict[str, list[int]]
) -> Decision:
    marked = Counter(one.kind for one in change.findings if one.rule.startswith("staff."))
    extra: dict[str, Any] = {"rules": rules} if rules else {}
    extra |= {"marked": dict(marked)} if marked else {}
    decision = Decision.objects.create(
        case=case,
        action=change.action,
        reason=change.reason,
        from_state=from_state,
        to_state=change.to_state,
        actor=change.actor,
        second_actor=change.second,
        canned_version=change.canned,
        reply_edited=change.reply_edited,
        gate={**change.gate, **extra},
        case_version=change.seen_version,
        decided_at=now,
    )
    detail = {
        "decision": decision.pk,
        "case": case.pk,
        "from": str(from_state),
        "to": str(change.to_state),
        "reason": str(change.reason),
        "second": change.second.pk if change.second else None,
    }
    audit.record(str(change.action), actor=change.actor, subject=case.comment, detail=detail)
    return decision
