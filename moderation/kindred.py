"""Comments that belong together: a reader's earlier ones, and the same words sent again."""

from comments.models import Comment, Original
from moderation.models import Case

SHOWN = 10


def earlier(comment: Comment) -> list[Comment]:
    """What else came from the same address (by its keyed hash), newest first.

    Public faces only: staff see where those comments stand and what readers see of them.
    """
    hashed = Original.objects.filter(pk=comment.pk).exclude(email_hash="")
    others = Comment.objects.filter(original__email_hash__in=hashed.values("email_hash"))
    return list(others.exclude(pk=comment.pk).select_related("article").order_by("-pk")[:SHOWN])


def same_words(case: Case) -> list[Case]:
    """Other open cases whose words are the same but for case, accents, marks and spacing."""
    hashed = Original.objects.filter(pk=case.comment_id).values("text_hash")
    others = Case.objects.open().filter(comment__original__text_hash__in=hashed)
    joined = others.exclude(pk=case.pk).select_related("comment__article", "claimed_by")
    return list(joined.ranked()[:SHOWN])
