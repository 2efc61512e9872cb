"""New keys for old envelopes: all of them, once, whatever is killed; then an old key can go."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_django
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from comments import keys, originals, rotation, sealing
from comments.models import Comment, Original
from moderation.models import Case, Finding, SealedNote
from tests import factories

OLD, NEW = "2026-09", "2026-10"
OURS = ("blog", "comments", "moderation", "staff")
# Columns that no staff key closes: they open by the reader's token.
READERS = {"comments.Original.reader_blob", "comments.Reply.reader_blob"}


@pytest.fixture
def two_keys(tmp_path: Path, settings: pytest_django.Settings) -> Iterator[Path]:
    """An old pair only; `NEW` is made by the test."""
    settings.KEYS = tmp_path / "keys"
    keys.forget_loaded()
    keys.make_pair(OLD)
    yield settings.KEYS
    keys.forget_loaded()


def case_of(comment: Comment) -> Case:
    return Case.objects.create(comment=comment, due_at=timezone.now())


def written_with_the_old_key() -> tuple[Comment, SealedNote, Finding]:
    comment = factories.comment("my own words", email="denise@example.org")
    case = case_of(comment)
    note = SealedNote.objects.create(
        case=case,
        purpose=SealedNote.Purpose.NOTE,
        blob=sealing.seal_for_staff({"text": "a note"}, binding=comment.public_id),
    )
    finding = Finding.objects.create(
        case=case,
        start=0,
        end=2,
        kind="NAME",
        tier="must",
        rule="x",
        sealed_replacement=sealing.seal_for_staff({"text": "words"}, binding=comment.public_id),
    )
    return comment, note, finding


def in_use() -> set[str]:
    return set(rotation.keys_in_use())


@pytest.mark.django_db
def test_every_envelope_is_sealed_anew_and_says_the_same(two_keys: Path) -> None:
    comment, note, finding = written_with_the_old_key()
    before = originals.open_as_staff(comment.original)
    token = before.token
    keys.make_pair(NEW)
    call_command("rotate_keys")
    assert in_use() == {NEW}
    comment = Comment.objects.get(pk=comment.pk)
    after = originals.open_as_staff(comment.original)
    assert comment.original.key_name == NEW
    assert (after.name, after.email, after.body, after.token) == (
        before.name,
        before.email,
        before.body,
        before.token,
    )
    assert originals.open_as_reader(comment.original, token).body == "my own words"
    note.refresh_from_db()
    finding.refresh_from_db()
    assert sealing.open_as_staff(note.blob, binding=comment.public_id) == {"text": "a note"}
    replacement = sealing.open_as_staff(finding.sealed_replacement, binding=comment.public_id)
    assert replacement == {"text": "words"}


@pytest.mark.django_db
def test_what_the_rotation_leaves_out_of_an_original_stays_as_it_was(two_keys: Path) -> None:
    comment = factories.comment("words", email="denise@example.org")
    kept = ("email_hash", "text_hash", "wants_mail", "sealed_at", "revision", "erase_at")
    before = Original.objects.values(*kept).get()
    keys.make_pair(NEW)
    call_command("rotate_keys")
    assert Original.objects.values(*kept).get() == before
    assert comment.version == Comment.objects.get().version


@pytest.mark.django_db
def test_an_address_carried_by_a_revision_needs_the_old_key_no_more(two_keys: Path) -> None:
    comment = factories.comment("first", email="denise@example.org")
    token = originals.open_as_staff(comment.original).token
    carried = originals.open_as_reader(comment.original, token)
    revised = originals.Sent(
        name="Denise", email="", body="second", token=token, contact=carried.contact
    )
    originals.seal(comment, revised, revision=2).save()
    keys.make_pair(NEW)
    call_command("rotate_keys", destroy=OLD)
    original = Original.objects.get()
    assert originals.open_as_staff(original).email == "denise@example.org"
    again = originals.open_as_reader(original, token)
    third = originals.Sent(name="", email="", body="third", token=token, contact=again.contact)
    originals.seal(comment, third, revision=3).save()
    assert originals.open_as_staff(Original.objects.get()).email == "denise@example.org"


@pytest.mark.django_db
def test_a_second_run_has_nothing_to_do(two_keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written_with_the_old_key()
    keys.make_pair(NEW)
    call_command("rotate_keys")
    blobs = list(Original.objects.values_list("staff_blob", flat=True))
    capsys.readouterr()
    call_command("rotate_keys")
    assert "Original.staff_blob: 0 sealed anew, 1 were so already" in capsys.readouterr().out
    assert list(Original.objects.values_list("staff_blob", flat=True)) == blobs


@pytest.mark.django_db
def test_a_row_that_changes_meanwhile_is_left_to_the_next_run(
    two_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment, note, _finding = written_with_the_old_key()
    keys.make_pair(NEW)
    column = next(one for one in rotation.columns() if one.label == "moderation.SealedNote.blob")
    other = sealing.seal_for_staff({"text": "newer"}, binding=comment.public_id)

    def while_somebody_writes(row: Any) -> dict[str, Any]:
        SealedNote.objects.filter(pk=row.pk).update(blob=other)
        return column.reseal(row)

    racing = rotation.Column(SealedNote, "blob", while_somebody_writes)
    assert rotation.rotate(racing).changed_meanwhile == 1
    note.refresh_from_db()
    assert sealing.open_as_staff(note.blob, binding=comment.public_id) == {"text": "newer"}


@pytest.mark.django_db
def test_what_does_not_open_is_left_counted_and_told(
    two_keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    comment = factories.comment("words")
    before = bytes(comment.original.staff_blob)
    keys.make_pair(NEW)
    (two_keys / "staff" / f"{OLD}.key").unlink()
    keys.forget_loaded()
    with pytest.raises(CommandError, match="1 envelopes did not open"):
        call_command("rotate_keys")
    assert bytes(Original.objects.get().staff_blob) == before
    assert "1 sealed to '2026-09'" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_destroyed_key_makes_an_old_backup_forget(two_keys: Path) -> None:
    comment = factories.comment("words in an old backup")
    backup = bytes(comment.original.staff_blob)
    reader_backup = bytes(comment.original.reader_blob)
    binding = comment.public_id
    assert sealing.open_as_staff(backup, binding=binding)
    keys.make_pair(NEW)
    call_command("rotate_keys", destroy=OLD)
    with pytest.raises(keys.KeyMissingError):
        sealing.open_as_staff(backup, binding=binding)
    assert not list((two_keys / "staff").glob(f"{OLD}*"))
    assert originals.open_as_staff(Original.objects.get()).body == "words in an old backup"
    # The reader's envelope of the backup still opens, but only with the token, which no key of
    # ours and no row holds in clear.
    with pytest.raises(sealing.SealBrokenError):
        sealing.open_as_reader(reader_backup, token="a guess", binding=binding)


@pytest.mark.django_db
def test_a_key_in_use_and_the_newest_are_not_destroyed(
    two_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.comment("words")
    with pytest.raises(CommandError, match="newest"):
        call_command("rotate_keys", destroy=OLD)
    keys.make_pair(NEW)
    monkeypatch.setattr(rotation, "columns", rotation.columns)
    monkeypatch.setattr(rotation, "keys_in_use", lambda: {OLD: 1})
    with pytest.raises(CommandError, match="still need"):
        call_command("rotate_keys", destroy=OLD)
    assert (two_keys / "staff" / f"{OLD}.key").exists()


def test_no_sealed_column_is_forgotten() -> None:
    columns = {
        f"{model._meta.label}.{field.name}"
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField)
    }
    assert columns - READERS == {column.label for column in rotation.columns()}
