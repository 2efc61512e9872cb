"""Groups and topics are there after every migration, and after it exactly as the table says."""

import pytest
from django.contrib.auth.models import Group, Permission

from blog.models import Topic
from moderation import roles, topics
from moderation.triage import CONDITIONS
from tests import factories


@pytest.mark.parametrize("name", roles.ROLES)
def test_a_group_has_exactly_its_permissions(db: None, name: str) -> None:
    has = Group.objects.get(name=name).permissions.values_list(
        "content_type__app_label", "codename"
    )
    assert {f"{app}.{codename}" for app, codename in has} == set(roles.ROLES[name])


def test_what_was_added_by_hand_is_gone_after_a_migration(db: None) -> None:
    group = Group.objects.get(name="moderator")
    group.permissions.add(Permission.objects.get(codename="view_email"))
    roles.settle()
    assert not group.permissions.filter(codename="view_email").exists()


@pytest.mark.parametrize(
    ("group", "may", "may_not"),
    [
        (
            "moderator",
            ["moderation.moderate", "moderation.publish"],
            ["comments.view_original", "comments.view_email", "moderation.decide_escalated"],
        ),
        (
            "lead",
            ["moderation.decide_escalated", "comments.view_original", "comments.erase_original"],
            ["moderation.view_auditevent", "staff.change_user"],
        ),
        (
            "auditor",
            ["moderation.view_auditevent", "moderation.view_originalaccess"],
            ["moderation.moderate", "comments.view_original", "comments.view_email"],
        ),
        (
            "editor",
            ["blog.publish_article"],
            ["moderation.moderate", "comments.view_original", "moderation.view_decision"],
        ),
    ],
)
def test_roles_are_apart(db: None, group: str, may: list[str], may_not: list[str]) -> None:
    user = factories.staff(group=group)
    assert user.has_perms(may)
    assert not [one for one in may_not if user.has_perm(one)]


def test_there_is_a_topic_for_every_condition_with_its_parent(db: None) -> None:
    rows = dict(Topic.objects.values_list("slug", "parent__slug"))
    assert rows == {slug: one.parent for slug, one in CONDITIONS.items()}


def test_what_the_site_changed_in_a_topic_stays(db: None) -> None:
    Topic.objects.filter(slug="lung").update(name="Cancer of the lung", synonyms="lunger")
    Topic.objects.filter(parent=None, children=None).exclude(slug="lung")[:1].get().delete()
    assert topics.settle() == 1
    assert Topic.objects.get(slug="lung").name == "Cancer of the lung"
