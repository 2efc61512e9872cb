"""Loads `demo/replies.toml`: the canned replies, approved by somebody who did not write them."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from blog.models import Topic
from moderation.models import Approval, CannedReply, CannedReplyVersion
from staff.models import User


def load(path: Path, *, writer: User, approver: User) -> int:
    """Make the replies that are not there yet; how many."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["reply"]
    known = set(CannedReply.objects.values_list("slug", flat=True))
    fresh = [row for row in rows if row["slug"] not in known]
    for position, row in enumerate(fresh, start=1):
        _reply(row, position * 10, writer=writer, approver=approver)
    return len(fresh)


def _reply(row: dict[str, Any], position: int, *, writer: User, approver: User) -> None:
    reply = CannedReply.objects.create(
        slug=row["slug"],
        title=row["title"],
        intents=row.get("intents", []),
        audience=row.get("audience", []),
        needs_state=row.get("needs_state", False),
        after_death=row.get("after_death", False) or row.get("only_after_death", False),
        only_after_death=row.get("only_after_death", False),
        crisis=row.get("crisis", ""),
        position=position,
    )
    reply.conditions.set(Topic.objects.filter(slug__in=row.get("conditions", [])))
    for language in ("en", "es"):
        CannedReplyVersion.objects.create(
            reply=reply,
            language=language,
            body=row[language].strip(),
            status=Approval.APPROVED,
            written_by=writer,
            approved_by=approver,
            review_by=timezone.localdate() + timedelta(days=365),
        )
