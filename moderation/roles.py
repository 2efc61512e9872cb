"""Who may do what: the groups of staff, as one table. Set anew after every migration.

A site that wants other roles makes groups of its own; these four are the project's.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction

MODERATOR = ("moderation.moderate", "moderation.publish", "moderation.view_case")

ROLES: dict[str, tuple[str, ...]] = {
    # Articles, and who wrote them. Nothing of what readers sent.
    "editor": (
        "blog.add_article",
        "blog.change_article",
        "blog.view_article",
        "blog.publish_article",
        "blog.add_author",
        "blog.change_author",
        "blog.view_author",
        "blog.add_picture",
        "blog.change_picture",
        "blog.view_picture",
        "blog.change_topic",
        "blog.view_topic",
        "blog.add_byline",
        "blog.change_byline",
        "blog.delete_byline",
        "blog.view_byline",
        "blog.view_revision",
    ),
    # The queue. Originals only in a case they hold; no e-mail addresses.
    "moderator": (
        *MODERATOR,
        "moderation.view_cannedreply",
        "moderation.view_cannedreplyversion",
        "moderation.view_rulestat",
    ),
    # What moderators pass on; replies; a reader's rights; originals and addresses with a reason.
    "lead": (
        *MODERATOR,
        "moderation.decide_escalated",
        "moderation.view_decision",
        "moderation.view_incident",
        "moderation.view_rulestat",
        "moderation.view_notice",
        "moderation.add_cannedreply",
        "moderation.change_cannedreply",
        "moderation.view_cannedreply",
        "moderation.approve_cannedreply",
        "moderation.add_cannedreplyversion",
        "moderation.change_cannedreplyversion",
        "moderation.view_cannedreplyversion",
        "blog.change_topic",
        "blog.view_topic",
        "comments.view_original",
        "comments.view_email",
        "comments.erase_original",
    ),
    # The record, and never a word.
    "auditor": (
        "moderation.view_auditevent",
        "moderation.view_originalaccess",
        "moderation.view_decision",
        "moderation.view_incident",
        "moderation.view_rulestat",
        "moderation.view_notice",
    ),
}


@transaction.atomic
def settle(**kwargs: Any) -> None:
    """Give each group exactly the permissions of the table."""
    found = {
        f"{one.content_type.app_label}.{one.codename}": one
        for one in Permission.objects.select_related("content_type")
    }
    for name, wanted in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([found[one] for one in wanted if one in found])
