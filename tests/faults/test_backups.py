"""A backup comes back as it was, row by row and file by file, and holds no key and no sign-in."""

import hashlib
import json
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests import services
from tests.faults.conftest import manage, plain_environment, python

pytestmark = pytest.mark.faults

FILL = """
import secrets
from pathlib import Path
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from moderation import audit
from tests import factories
person = factories.staff("denise")
for number in range(40):
    comment = factories.comment(f"canary words {number}", email="denise@example.org")
    audit.record("looked", actor=person, subject=comment, detail={"count": number})
store = SessionStore()
store["x"] = "canary-session"
store.save()
media = Path(settings.MEDIA_ROOT) / "pictures" / "ab"
media.mkdir(parents=True)
for number in range(5):
    (media / f"{number}.bin").write_bytes(secrets.token_bytes(5000))
print(store.session_key)
"""
READ = """
from comments import originals
from comments.models import Comment, Original
from moderation import audit
rows = Original.objects.select_related("comment").order_by("pk")
print(Comment.objects.count(), [originals.open_as_staff(row).body for row in rows][-1],
      len(audit.verify()))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a filled site, on each of the databases."""
    data = tmp_path / "here"
    data.mkdir()
    if request.param == "sqlite":
        environment = plain_environment(data)
        manage(environment, "migrate", "-v", "0")
        yield environment
        return
    if services.postgres_programs() is None:
        pytest.skip("PostgreSQL is not on this machine")
    with services.postgres() as url:
        environment = plain_environment(data, DATABASE_URL=url)
        manage(environment, "migrate", "-v", "0")
        yield environment


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def archive_in(folder: Path) -> Path:
    (path,) = folder.glob("*.tar")
    return path


def test_a_backup_comes_back_as_it_was(where: dict[str, str], tmp_path: Path) -> None:
    session = python(where, FILL).strip()
    data = Path(where["BEDSIDE_DATA"])
    before = files(data / "media")
    out = manage(where, "backup", str(tmp_path / "kept"))
    assert "5 files" in out
    archive = archive_in(tmp_path / "kept")
    assert archive.stat().st_mode & 0o777 == 0o600
    assert_holds_no_secret(archive, data, session)

    python(where, "from comments.models import Original; Original.objects.all().delete()")
    for path in (data / "media").rglob("*.bin"):
        path.unlink()
    with pytest.raises(AssertionError, match="--replace"):
        manage(where, "restore", str(archive))
    out = manage(where, "restore", "--replace", str(archive))
    assert "all hashes agree" in out
    assert python(where, READ).strip() == "40 canary words 39 0"
    assert files(data / "media") == before
    manage(where, "migrate", "--check")
    again = tmp_path / "again"
    manage(where, "backup", str(again))
    assert tables_of(archive_in(again)) == tables_of(archive)


def tables_of(archive: Path) -> object:
    with tarfile.open(archive) as opened:
        file = opened.extractfile("manifest.json")
        assert file
        return json.loads(file.read())["tables"]


def assert_holds_no_secret(archive: Path, data: Path, session: str) -> None:
    raw = archive.read_bytes()
    for path in (data / "keys").rglob("*"):
        if path.is_file():
            assert path.read_bytes() not in raw, path.name
    with tarfile.open(archive) as opened:
        assert not [name for name in opened.getnames() if "key" in name]
    assert session.encode() not in raw
    assert b"canary words" not in raw
    assert b"denise@example.org" not in raw


def test_a_damaged_archive_is_refused_before_anything_is_touched(
    where: dict[str, str], tmp_path: Path
) -> None:
    python(where, FILL)
    manage(where, "backup", str(tmp_path / "kept"))
    archive = archive_in(tmp_path / "kept")
    before = python(where, READ)
    raw = archive.read_bytes()
    third = len(raw) // 3
    scratched = raw[:third] + bytes(byte ^ 255 for byte in raw[third : third + 4096])
    for damaged in (raw[: 2 * third], scratched + raw[third + 4096 :], b"nonsense"):
        archive.write_bytes(damaged)
        with pytest.raises(AssertionError):
            manage(where, "restore", "--replace", str(archive))
        assert python(where, READ) == before


def test_a_changed_row_in_an_archive_is_noticed(tmp_path: Path) -> None:
    data = tmp_path / "here"
    data.mkdir()
    where = plain_environment(data)
    manage(where, "migrate", "-v", "0")
    python(where, FILL)
    manage(where, "backup", str(tmp_path / "kept"))
    archive = archive_in(tmp_path / "kept")
    inside = tmp_path / "inside"
    with tarfile.open(archive) as opened:
        opened.extractall(inside, filter="data")
    with closing(sqlite3.connect(inside / "database.sqlite3")) as database:
        database.execute("UPDATE staff_user SET is_superuser = 1")
        database.commit()
    with tarfile.open(archive, "w") as changed:
        for path in sorted(inside.iterdir()):
            changed.add(path, path.name)
    with pytest.raises(AssertionError, match="not as they were: staff_user"):
        manage(where, "restore", "--replace", str(archive))


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    data, kept = tmp_path / "here", tmp_path / "kept"
    data.mkdir()
    kept.mkdir()
    where = plain_environment(data)
    manage(where, "migrate", "-v", "0")
    for day in range(1, 5):
        (kept / f"bedside-2026010{day}T000000Z.tar").write_bytes(b"")
    manage(where, "backup", str(kept), "--keep", "2")
    names = sorted(path.name for path in kept.glob("*.tar"))
    assert names[0] == "bedside-20260104T000000Z.tar"
    assert len(names) == 2
