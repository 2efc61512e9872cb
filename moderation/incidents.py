"""What is written down when a personal detail had been public: kinds and times, never words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from comments.models import Comment
from moderation import audit
from moderation.models import (
    Action,
    Base,
    Case,
    Decision,
    Finding,
    Incident,
    SpanState,
)
from staff.models import User

# Taking a comment down for one of these says that a detail had been public.
PRIVACY_REASONS = frozenset({"about-me", "personal-details", "too-personal", "about-others"})
_PUBLISHED = (Action.PUBLISH, Action.PUBLISH_REPLY)


def after_decision(decision: Decision, findings: Sequence[Finding]) -> Incident | None:
    """A case about public words was decided: what was taken away with them is an incident.

    Published again without a detail: that detail. Taken away whole: when the reason was privacy
    or a direct identifier stood there.
    """
    case = decision.case
    if case.base != Base.PUBLIC or decision.action == Action.KEEP:
        return None
    if decision.action in _PUBLISHED:
        taken = [one for one in findings if one.state != SpanState.KEPT]
    else:
        taken = [one for one in case.findings.all() if one.tier != "info"]
        if case.reason not in PRIVACY_REASONS and not any(one.tier == "must" for one in taken):
            return None
    if decision.action in _PUBLISHED and not taken:
        return None
    return write_down(
        case.comment,
        case,
        reason=case.reason or "re-scan",
        findings=taken,
        actor=decision.actor,
    )


def write_down(
    comment: Comment,
    case: Case,
    *,
    reason: str,
    findings: Sequence[Finding],
    actor: User | None,
    public_from: datetime | None = None,
) -> Incident:
    """One incident and its audit event, in the caller's transaction."""
    incident = Incident.objects.create(
        case=case,
        comment_public_id=comment.public_id,
        reason=reason,
        kinds=dict(Counter(one.kind for one in findings)),
        public_from=public_from or comment.visible_at,
        public_until=timezone.now(),
        # No mail of ours carries a comment's words; feeds carry articles alone.
        in_mail=False,
        in_feed=False,
        in_export=False,
        missed_by=sorted(_missed(comment, findings)),
        actor=actor,
    )
    detail = {"incident": incident.pk, "kinds": incident.kinds, "reason": reason}
    audit.record("incident", actor=actor, subject=comment, detail=detail)
    return incident


def as_rows() -> Iterator[dict[str, Any]]:
    """All incidents as plain data, for the privacy officer."""
    for one in Incident.objects.order_by("pk").iterator():
        yield {
            "incident": one.pk,
            "comment": one.comment_public_id,
            "reason": one.reason,
            "kinds": one.kinds,
            "public_from": one.public_from.isoformat() if one.public_from else None,
            "public_until": one.public_until.isoformat(),
            "in_mail": one.in_mail,
            "in_feed": one.in_feed,
            "in_export": one.in_export,
            "missed_by": one.missed_by,
            "recorded": one.at.isoformat(),
        }


def _missed(comment: Comment, findings: Sequence[Finding]) -> set[str]:
    """Rules that had seen a detail of these kinds and were overruled; else "KIND:none"."""
    overruled = Finding.objects.filter(
        case__comment=comment, state=SpanState.KEPT, by_hand=True, case__decisions__isnull=False
    )
    rules: dict[str, set[str]] = {}
    for kind, rule in overruled.values_list("kind", "rule").distinct():
        rules.setdefault(kind, set()).add(rule)
    return {rule for one in findings for rule in rules.get(one.kind, {f"{one.kind}:none"})}
