"""Many decisions at once, in a fixed number of statements however many there are.

What somebody else is at work on is left out, never waited for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments import markup, originals
from comments.models import WAITING, Comment, Original, State, touch_article
from moderation import audit, carrying, gate, notices, queue, spans
from moderation.engine import ALARMS
from moderation.models import Action, Base, Case, Decision, Finding, ReasonCode, SpanState, Stage
from staff.models import User


@dataclass(frozen=True, slots=True)
class Ready:
    """A comment that may be published without a further look at it."""

    case: Case
    text: str
    name: str


def reject_many(
    cases: Iterable[Case], *, moderator: User, reason: str = "", spam: bool = False
) -> int:
    """Reject (or mark as spam) open cases that nobody else holds; returns how many."""
    if not moderator.has_perm("moderation.moderate"):
        raise PermissionDenied
    code = "" if spam else ReasonCode(reason)
    action, state = (Action.SPAM, State.SPAM) if spam else (Action.REJECT, State.REJECTED)
    with transaction.atomic():
        rows = _lock([case.pk for case in cases], moderator)
        rows = [row for row in rows if row.comment.state in WAITING]
        now = timezone.now()
        _close(rows, now)
        _comments(rows).update(state=state, reason=code, decided_at=now, version=F("version") + 1)
        _record(rows, action, state, actor=moderator, reason=code, now=now)
    return len(rows)


def publish_many(cases: Iterable[Case], *, moderator: User) -> int:
    """Publish cases with no question and no open finding whose text passes the gate.

    What does not qualify, or has been changed meanwhile, stays where it is. Returns how many
    were published.
    """
    if not moderator.has_perm("moderation.publish"):
        raise PermissionDenied
    with transaction.atomic():
        rows = _lock([case.pk for case in cases], moderator)
        ready = _ready(rows)
        now = timezone.now()
        done = [one.case for one in ready]
        _close(done, now)
        _show(ready, now)
        for article, count in Counter(row.comment.article_id for row in done).items():
            touch_article(article, published=count)
        _record(done, Action.PUBLISH, State.PUBLISHED, actor=moderator, reason="", now=now)
    return len(done)


def _lock(keys: Sequence[int], user: User) -> list[Case]:
    free = Case.objects.open().filter(carrying.mine_or_free(user), pk__in=keys, stage=Stage.ANYBODY)
    locked = free.select_related("comment__article").select_for_update(
        skip_locked=True, of=("self", "comment")
    )
    return list(locked.order_by("pk"))


def _comments(rows: Sequence[Case]) -> Any:
    return Comment.objects.filter(pk__in=[row.comment_id for row in rows])


def _close(rows: Sequence[Case], now: datetime) -> None:
    Case.objects.filter(pk__in=[row.pk for row in rows]).update(
        closed_at=now, version=F("version") + 1, claimed_by=None, claim_expires_at=None
    )


def _ready(rows: Sequence[Case]) -> list[Ready]:
    """Those that a person need not look at span by span."""
    plain = [row for row in rows if _is_plain(row)]
    findings: dict[int, list[Finding]] = defaultdict(list)
    for one in Finding.objects.filter(case__in=plain):
        findings[one.case_id].append(one)
    sealed = Original.objects.select_related("comment").in_bulk([row.comment_id for row in plain])
    result = []
    for row in plain:
        mine = findings[row.pk]
        original = sealed.get(row.comment_id)
        if original is None or any(one.state == SpanState.OPEN for one in mine):
            continue
        words = originals.open_as_staff(original)
        text, name = spans.public_text(words, mine), spans.public_name(words, mine)
        checked = gate.check(row, words=words, text=text, name=name, reply="", findings=mine)
        if checked.passes:
            result.append(Ready(row, text, name))
    return result


def _is_plain(case: Case) -> bool:
    return (
        case.base == Base.ORIGINAL
        and case.comment.state in WAITING
        and not case.is_question
        and case.checked
        and case.crisis not in ALARMS
    )


def _show(ready: Sequence[Ready], now: datetime) -> None:
    shown = []
    for one in ready:
        comment = one.case.comment
        comment.text, comment.public_name = one.text, one.name
        comment.html = str(markup.to_html(one.text))
        comment.visible_at = now + carrying.undo_window()
        comment.decided_at, comment.state = now, State.PUBLISHED
        comment.version += 1
        shown.append(comment)
    Comment.objects.bulk_update(
        shown, ["text", "public_name", "html", "visible_at", "decided_at", "state", "version"]
    )


def _record(
    rows: Sequence[Case], action: Action, state: State, *, actor: User, reason: str, now: datetime
) -> None:
    """Clocks, counters, decisions, one audit event each, and the mails."""
    children = [row.comment_id for row in rows if row.triage.get("child")]
    keys = [row.comment_id for row in rows]
    for minor, some in ((False, set(keys) - set(children)), (True, set(children))):
        if some:
            due = carrying.erase_at(state, minor=minor, now=now)
            Original.objects.filter(pk__in=some).update(erase_at=due)
    decisions = Decision.objects.bulk_create(
        Decision(
            case=row,
            action=action,
            reason=reason,
            from_state=State.QUEUED,
            to_state=state,
            actor=actor,
            case_version=row.version,
            decided_at=now,
        )
        for row in rows
    )
    queue.adjust_many({lane: -count for lane, count in Counter(row.lane for row in rows).items()})
    acts = [
        audit.Act(
            str(action),
            row.comment,
            {"decision": decision.pk, "case": row.pk, "to": str(state), "reason": str(reason)},
        )
        for row, decision in zip(rows, decisions, strict=True)
    ]
    if acts:
        audit.record_many(acts, actor=actor)
    notices.announce_many(decisions)
