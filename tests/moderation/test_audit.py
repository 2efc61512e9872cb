"""The record: append-only, chained, without words, and the database itself refuses changes."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from moderation import audit, decisions, triggers
from moderation.models import (
    AuditEvent,
    AuditHead,
    Decision,
    Incident,
    OriginalAccess,
)
from staff.models import User
from tests import factories


@pytest.fixture
def chain(moderator: User) -> list[AuditEvent]:
    case = factories.case()
    return [
        audit.record("look", actor=moderator, subject=case, detail={"number": number})
        for number in range(5)
    ]


@pytest.fixture
def lifted(db: None) -> None:
    """As if somebody with the database's password had dropped the triggers first."""
    triggers.drop(connection)


def what() -> list[tuple[int, str]]:
    return [(one.sequence, one.what) for one in audit.verify()]


def test_a_whole_chain_holds(chain: list[AuditEvent]) -> None:
    assert audit.verify() == []
    assert chain[1].previous_hash == chain[0].hash


@pytest.mark.parametrize(
    "change",
    [
        {"detail": {"number": 9}},
        {"verb": "other"},
        {"actor_id": None},
        {"subject_id": "1000"},
        {"at": "2020-01-01T00:00:00Z"},
    ],
)
def test_a_changed_row_is_found(
    chain: list[AuditEvent], lifted: None, change: dict[str, Any]
) -> None:
    AuditEvent.objects.filter(pk=chain[2].pk).update(**change)
    assert (3, "changed") in what()


def test_a_removed_row_is_found(chain: list[AuditEvent], lifted: None) -> None:
    AuditEvent.objects.filter(pk=chain[2].pk).delete()
    assert (3, "missing") in what()


def test_a_removed_end_is_found(chain: list[AuditEvent], lifted: None) -> None:
    AuditEvent.objects.filter(pk=chain[4].pk).delete()
    assert [problem[1] for problem in what()] == ["the end of the chain is not where it was"]


def test_a_row_put_in_is_found(chain: list[AuditEvent], lifted: None) -> None:
    last = chain[4]
    AuditEvent.objects.create(
        sequence=6,
        at=last.at,
        verb="invented",
        subject="case",
        subject_id="1",
        previous_hash=last.hash,
        hash="f" * 64,
    )
    assert (6, "changed") in what()


def test_an_empty_record_whose_head_remembers_more_is_found(
    chain: list[AuditEvent], lifted: None
) -> None:
    AuditEvent.objects.all().delete()
    assert what() == [(5, "the end of the chain is not where it was")]
    AuditHead.objects.update(sequence=0, hash=audit.START)
    assert what() == []


@pytest.mark.parametrize(
    "words", ["two words", "denise@example.org", "x" * 81, "Ana's", b"bytes", 1.5]
)
def test_words_do_not_get_in(moderator: User, words: object) -> None:
    case = factories.case()
    with pytest.raises(audit.NotACodeError) as caught:
        audit.record("look", actor=moderator, subject=case, detail={"said": [words]})
    assert str(words) not in str(caught.value)


def test_the_export_is_json_lines(chain: list[AuditEvent]) -> None:
    rows = [json.loads(line) for line in audit.export()]
    assert [row["sequence"] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0]["hash"] == rows[1]["previous_hash"]


@pytest.fixture
def recorded(moderator: User) -> None:
    case = factories.claimed(moderator)
    decisions.mark_spam(case, moderator=moderator, seen_version=case.version)
    Incident.objects.create(
        case=case,
        comment_public_id=case.comment.public_id,
        reason="x",
        public_until=case.opened_at,
    )


@pytest.mark.parametrize("model", [AuditEvent, Decision, OriginalAccess, Incident])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses(recorded: None, model: type[models.Model], verb: str) -> None:
    table = model._meta.db_table
    sql = f"UPDATE {table} SET id = id" if verb == "update" else f"DELETE FROM {table}"  # noqa: S608
    assert model._default_manager.exists()
    with (
        pytest.raises(DatabaseError, match="records are never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_missing_triggers_are_noticed(chain: list[AuditEvent], lifted: None) -> None:
    found = [one for one in run_checks(databases=["default"]) if one.id == "moderation.W001"]
    assert len(found) == 1
    with pytest.raises(CommandError, match="not whole"):
        call_command("verify_audit")
    triggers.make(connection)
    assert not [one for one in run_checks(databases=["default"]) if one.id == "moderation.W001"]


def test_the_command_says_that_it_holds(
    chain: list[AuditEvent], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_audit")
    assert "5 events, the chain holds" in capsys.readouterr().out


@pytest.mark.only_on("postgresql")  # SQLite has no TRUNCATE
def test_postgresql_refuses_to_empty_a_record_too(recorded: None) -> None:
    with (
        pytest.raises(DatabaseError, match="records are never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE moderation_auditevent")


@pytest.mark.django_db(transaction=True)
def test_emptying_the_database_leaves_it_as_a_migration_does() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert triggers.names() <= triggers.present(connection)
    assert AuditHead.objects.get().sequence == 0
    assert Group.objects.filter(name="moderator").exists()
