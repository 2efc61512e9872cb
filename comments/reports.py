"""A reader points staff to a published comment."""

from django.db import transaction

from comments.intake import Wanted, want_case
from comments.models import Comment, Report


def report(comment: Comment, *, reason: str, visitor: str) -> None:
    """Note the report and ask for a case. A visitor's second one of the day changes nothing."""
    with transaction.atomic():
        locked = Comment.objects.select_for_update().get(pk=comment.pk)
        _row, is_new = Report.objects.get_or_create(
            comment=locked, visitor_hash=visitor, defaults={"reason": reason}
        )
        if is_new and locked.is_visible():
            want_case(locked, Wanted.REPORTED, reason=reason)
