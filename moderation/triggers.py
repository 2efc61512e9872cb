"""Triggers that refuse to change or delete what is on record, in the database itself.

They are made after every migration, because rebuilding a table (SQLite) drops them silently.
"""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from moderation.models import AuditEvent, Decision, Incident, OriginalAccess

PROTECTED = (AuditEvent, Decision, OriginalAccess, Incident)
_FUNCTION = "bedside_refuse_change"


def names() -> set[str]:
    """The triggers that must be there."""
    return {f"{model._meta.db_table}_{act}" for model in PROTECTED for act in ("update", "delete")}


def make(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers anew."""
    drop(connection)
    statements = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Lift the triggers: for tests that empty their tables, and for nothing else."""
    with connection.cursor() as cursor:
        for model in PROTECTED:
            table = model._meta.db_table
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            for act in ("update", "delete", "truncate"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{act}{on}")


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the triggers that are there."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


@register(Tags.database)
def triggers_are_there(
    app_configs: Any, databases: Iterable[str] | None = None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """A warning, not an error: `migrate`, which runs this too, is what puts them back."""
    for alias in databases or ():
        connection = connections[alias]
        try:
            tables = set(connection.introspection.table_names())
            missing = sorted(names() - present(connection))
        except OperationalError:
            continue
        if missing and {model._meta.db_table for model in PROTECTED} <= tables:
            yield Warning(
                f"Records can be changed: {', '.join(missing)} missing.",
                hint="Run migrate.",
                id="moderation.W001",
            )


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {model._meta.db_table}_{act.lower()} BEFORE {act} "
        f"ON {model._meta.db_table} BEGIN SELECT RAISE(ABORT, 'records are never changed'); END"
        for model in PROTECTED
        for act in ("UPDATE", "DELETE")
    ]


def _postgresql() -> list[str]:
    tables = [model._meta.db_table for model in PROTECTED]
    function = (
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'records are never changed' "
        "USING ERRCODE = 'restrict_violation'; END $$"
    )
    each_row = [
        f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
        for table in tables
        for act in ("UPDATE", "DELETE")
    ]
    whole = [
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
        for table in tables
    ]
    return [function, *each_row, *whole]
