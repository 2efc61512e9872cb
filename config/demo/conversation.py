"""Loads `demo/comments.toml` through the front door: sent, taken, decided as the site would."""

import secrets
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from blog.models import Article
from comments import submission
from comments.models import Comment, Reply, State
from comments.originals import Sent
from moderation import access, claims, clock, decisions, replies
from moderation.models import CannedReplyVersion, Case, Lane
from staff.models import User

Row = dict[str, Any]


def load(path: Path, *, moderators: list[User]) -> list[str]:
    """Send and decide every comment; what could not be decided as wanted is returned in words."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["comment"]
    ordered = sorted(rows, key=lambda row: -float(row["days_ago"]))
    done = (_one(row, moderators[number % len(moderators)]) for number, row in enumerate(ordered))
    return [problem for problem in done if problem]


def _one(row: Row, moderator: User) -> str:
    comment = _send(row)
    if row["outcome"] in ("waiting", "overdue"):
        return ""
    case = claims.claim(Case.objects.get(comment=comment), user=moderator)
    try:
        _decide(case, row, moderator)
    except decisions.GateError as stopped:
        claims.release(case, user=moderator)
        codes = ", ".join(block.code for block in stopped.gate.blocks)
        return f"demo comment by {row['name'] or 'nobody'} waits: {codes}"
    _put_back(comment, row)
    return ""


def _send(row: Row) -> Comment:
    sent = Sent(
        name=row["name"],
        email=row["email"],
        body=row["text"].strip(),
        token=secrets.token_urlsafe(16),
    )
    article = Article.objects.get(slug=row["article"])
    comment = submission.submit(
        article, sent, about=submission.Circumstances(language=row.get("language", "en"))
    )
    submitted_at = _ago(row["days_ago"])
    Comment.objects.filter(pk=comment.pk).update(submitted_at=submitted_at)
    case = Case.objects.get(comment=comment)
    due_at = clock.due(Lane(case.lane), submitted_at)
    Case.objects.filter(pk=case.pk).update(opened_at=submitted_at, due_at=due_at)
    return comment


def _decide(case: Case, row: Row, moderator: User) -> None:
    words = access.open_original(case, user=moderator)
    canned = _version(row)
    act = decisions.reply_privately if row["outcome"] == "private" else decisions.publish
    act(
        case,
        moderator=moderator,
        seen_version=case.version,
        reply=replies.fill(canned, case, words) if canned else "",
        canned=canned,
    )


def _version(row: Row) -> CannedReplyVersion | None:
    if not row.get("reply"):
        return None
    language = row.get("language", "en")
    return CannedReplyVersion.objects.get(reply__slug=row["reply"], language=language)


def _put_back(comment: Comment, row: Row) -> None:
    """The decision was made just now; the page shows it when it would have been made."""
    decided_at = _ago(row["decided_days_ago"])
    Comment.objects.filter(pk=comment.pk, state=State.PUBLISHED).update(visible_at=decided_at)
    Comment.objects.filter(pk=comment.pk).update(decided_at=decided_at)
    Comment.objects.filter(pk=comment.pk, answered_at__isnull=False).update(answered_at=decided_at)
    Reply.objects.filter(comment=comment).update(visible_at=decided_at)


def _ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=float(days))


def is_empty() -> bool:
    """Whether the site has no comment yet."""
    return not Comment.objects.exists()
