"""After every migration: triggers, groups, topics and the record's head are as they should be."""

from typing import Any

from django.apps import AppConfig
from django.db import connections

from moderation import roles, topics, triggers
from moderation.models import AuditHead


def settle(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Runs once all tables are there (this app's migrations come last)."""
    tables = set(connections[using].introspection.table_names())
    wanted = {model._meta.db_table for model in triggers.PROTECTED}
    if not wanted <= tables:
        return
    triggers.make(connections[using])
    AuditHead.objects.get_or_create(pk=1)
    roles.settle()
    topics.settle()
