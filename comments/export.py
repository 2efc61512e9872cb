"""Everything the site holds about a comment's reader, as plain data for the reader."""

from typing import Any

from comments import private_replies
from comments.models import Comment, Original, Report
from comments.originals import Sent


def held(comment: Comment, words: Sent | None, token: str) -> dict[str, Any]:
    """What is held, by name. `words` are the reader's own, None once they are erased."""
    original = Original.objects.filter(comment=comment).first()
    return {
        "comment": comment.public_id,
        "article": comment.article.slug,
        "state": comment.state,
        "language": comment.language,
        "submitted_at": comment.submitted_at,
        "decided_at": comment.decided_at,
        "answered_at": comment.answered_at,
        "public": _public(comment),
        "replies": _replies(comment),
        "private_replies": [
            {"text": reply.text, "signed_as": reply.signed_as, "at": reply.at}
            for reply in private_replies.opened(comment, token)
        ],
        "as_you_wrote_it": {"name": words.name, "body": words.body} if words else None,
        "sealed": _sealed(original),
        "reports_by_others": Report.objects.filter(comment=comment).count(),
    }


def _public(comment: Comment) -> dict[str, Any] | None:
    if not comment.is_visible():
        return None
    return {
        "name": comment.public_name,
        "text": comment.text,
        "visible_since": comment.visible_at,
    }


def _replies(comment: Comment) -> list[dict[str, Any]]:
    rows = comment.replies.visible() if comment.is_visible() else []
    return [{"text": row.text, "signed_as": row.signed_as, "at": row.visible_at} for row in rows]


def _sealed(original: Original | None) -> dict[str, Any] | None:
    """What lies sealed: the e-mail is there for staff to write to; this site cannot read it."""
    if original is None:
        return None
    return {
        "email": bool(original.email_hash),
        "wants_mail": original.wants_mail,
        "revision": original.revision,
        "sealed_at": original.sealed_at,
        "erased_on": original.erase_at,
        "legal_hold": original.legal_hold,
    }
