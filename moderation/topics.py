"""Keeps a Topic for each condition that the engine knows. The site's own changes stay."""

from django.db import transaction

from blog.models import Topic
from moderation.triage import CONDITIONS


@transaction.atomic
def settle() -> int:
    """Make the topics that are missing, with their parents; returns how many."""
    there = set(Topic.objects.values_list("slug", flat=True))
    missing = [one for slug, one in CONDITIONS.items() if slug not in there]
    if not missing:
        return 0
    Topic.objects.bulk_create(
        Topic(slug=one.slug, name=one.name, name_es=one.name_es) for one in missing
    )
    keys = dict(Topic.objects.values_list("slug", "pk"))
    children = [
        Topic(pk=keys[one.slug], parent_id=keys[one.parent])
        for one in missing
        if one.parent in keys
    ]
    Topic.objects.bulk_update(children, ["parent_id"])
    return len(missing)
