"""What readers' comments add to `manage.py export`: what is public of them, a JSON object each.

The lines are also what `import_comments` takes, so that they can be moved to another Bedside.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from blog import export
from blog.models import Article
from comments.models import Comment, Reply


@export.also
def lines() -> Iterator[export.Line]:
    """Visible comments under public articles, oldest first, each with its visible reply."""
    rows = Comment.objects.visible().filter(article__in=Article.objects.published().values("pk"))
    replies = Prefetch("replies", Reply.objects.visible(), to_attr="shown")
    rows = rows.select_related("article", "parent").prefetch_related(replies)
    for comment in rows.order_by("pk").iterator(chunk_size=500):
        yield _line(comment)


def _line(comment: Comment) -> export.Line:
    parent = comment.parent
    replies: list[Reply] = comment.shown  # type: ignore[attr-defined]
    return {
        "kind": "comment",
        "id": comment.public_id,
        "parent": parent.public_id if parent and parent.is_visible() else None,
        "article": comment.article.slug,
        "language": comment.language,
        "name": comment.public_name,
        "text": comment.text,
        "submitted_at": comment.submitted_at,
        "visible_at": comment.visible_at,
        "details_left_out": comment.details_left_out,
        "published": True,
        "reply": _reply(replies[0]) if replies else None,
    }


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "text": reply.text,
        "author": reply.signed_as,
        "published_at": reply.visible_at,
        "corrected": reply.corrected,
    }
