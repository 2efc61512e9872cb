"""One file with the database and the media, never with a key; and the way back, proven by hashes.

The archive is a tar with `manifest.json` (counts and hashes of every table and file), the database
(SQLite's own copy, or pg_dump's custom format) and `media/`. Sign-ins are left out: whoever steals
a backup must not find live sessions in it. Originals, drafts and notes in it are sealed: without
the staff keys, which are kept elsewhere, nobody reads them.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

FORMAT = 1
MANIFEST, SQLITE, POSTGRES, MEDIA = "manifest.json", "database.sqlite3", "database.dump", "media/"
SIGN_INS = "django_session"
_HUGE = 2**256


class BackupError(Exception):
    """A backup that cannot be made, read or trusted; says why."""


@dataclass(slots=True)
class Manifest:
    """What an archive holds, to be compared after the way back."""

    made_at: str = ""
    vendor: str = ""
    format: int = FORMAT
    # table -> [rows, hash over the rows in any order]
    tables: dict[str, list[Any]] = field(default_factory=dict)
    # path under media/ -> SHA-256
    files: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(count for count, _hash in self.tables.values())


def make(folder: Path) -> tuple[Path, Manifest]:
    """Write a new archive into the folder; its path and what is in it."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    target = folder / f"bedside-{now:%Y%m%dT%H%M%SZ}.tar"
    manifest = Manifest(made_at=now.isoformat(timespec="seconds"), vendor=connection.vendor)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as work:
        dump = _dump(Path(work), manifest)
        part = Path(work) / "part.tar"
        with tarfile.open(part, "w") as archive:
            archive.add(dump, dump.name)
            _add_media(archive, manifest)
            _add_text(archive, MANIFEST, json.dumps(asdict(manifest), indent=1))
        part.chmod(0o600)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(target)
    return target, manifest


def _add_media(archive: tarfile.TarFile, manifest: Manifest) -> None:
    for path in media_files():
        name = path.relative_to(settings.MEDIA_ROOT).as_posix()
        manifest.files[name] = _file_hash(path)
        archive.add(path, MEDIA + name, recursive=False)


def media_files() -> list[Path]:
    """The files under MEDIA_ROOT. Refuses when keys lie there, where backups would take them."""
    root, keys = Path(settings.MEDIA_ROOT).resolve(), Path(settings.KEYS).resolve()
    if keys.is_relative_to(root):
        raise BackupError("The keys lie under MEDIA_ROOT. Move them: a backup must not hold them.")
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in found if not path.name.startswith(".part-")]


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    archive.addfile(entry, io.BytesIO(data))


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(rows: Iterable[Iterable[Any]]) -> list[Any]:
    """Number of rows and a hash over them that does not depend on their order."""
    count = total = 0
    for row in rows:
        plain = [bytes(one) if isinstance(one, memoryview) else one for one in row]
        count += 1
        total += int.from_bytes(hashlib.sha256(repr(plain).encode()).digest())
    return [count, f"{total % _HUGE:064x}"]


# --- The database out -------------------------------------------------------------------------


def _dump(work: Path, manifest: Manifest) -> Path:
    if connection.vendor == "sqlite":
        return _dump_sqlite(work / SQLITE, manifest)
    if connection.vendor == "postgresql":
        return _dump_postgres(work / POSTGRES, manifest)
    raise BackupError(f"There is no backup for {connection.vendor}.")


def _dump_sqlite(target: Path, manifest: Manifest) -> Path:
    source = f"file:{settings.DATABASES['default']['NAME']}?mode=ro"
    with (
        closing(sqlite3.connect(source, uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute(f"DELETE FROM {SIGN_INS}")  # noqa: S608 - a constant
        copy.commit()
        copy.execute("VACUUM")  # what was deleted must not lie in free pages
        copy.execute("PRAGMA journal_mode=DELETE")
        manifest.tables = sqlite_tables(copy)
    return target


def sqlite_tables(database: sqlite3.Connection) -> dict[str, list[Any]]:
    """Counts and hashes of all tables of an open SQLite database."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
    return {
        name: digest(database.execute(f'SELECT * FROM "{name}"'))  # noqa: S608 - from the catalogue
        for (name,) in names.fetchall()
    }


def _dump_postgres(target: Path, manifest: Manifest) -> Path:
    with transaction.atomic(), connection.cursor() as cursor:
        # The dump and the hashes see the same moment.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone() or ("",)
        _program(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--exclude-table-data=*.{SIGN_INS}",
            f"--file={target}",
        )
        manifest.tables = postgres_tables()
    manifest.tables[SIGN_INS] = digest([])
    return target


def postgres_tables() -> dict[str, list[Any]]:
    """Counts and hashes of all tables of the PostgreSQL database."""
    found = {}
    for name in sorted(connection.introspection.table_names()):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - from the catalogue
            found[name] = digest(_rows(cursor))
    return found


def _rows(cursor: Any) -> Iterator[Iterable[Any]]:
    while batch := cursor.fetchmany(1000):
        yield from batch


def _program(name: str, *arguments: str) -> None:
    path = shutil.which(name)
    if path is None:
        raise BackupError(f"{name} is not on this machine (the PostgreSQL client programs).")
    done = subprocess.run(
        [path, *arguments], env=_postgres_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        # Its words may name rows; the first line says what went wrong without their values.
        raise BackupError(f"{name} ended with status {done.returncode}.")


def _postgres_environment() -> dict[str, str]:
    """How the client programs reach the database, without a password on their command line."""
    database = connection.settings_dict
    wanted = {
        "PGHOST": database["HOST"],
        "PGPORT": str(database["PORT"] or ""),
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
        "PGSSLMODE": database.get("OPTIONS", {}).get("sslmode", ""),
    }
    return os.environ | {name: value for name, value in wanted.items() if value}


# --- The way back -----------------------------------------------------------------------------


def restore(path: Path) -> Manifest:
    """Put an archive's database and media in place of what is here, and compare every hash.

    The archive is checked as a whole before anything is touched.
    """
    with tempfile.TemporaryDirectory(prefix="bedside-restore-") as folder:
        work = Path(folder)
        with _opened(path) as archive:
            archive.extractall(work, filter="data")
        manifest = _manifest(work)
        _check_files(work, manifest)
        if manifest.vendor != connection.vendor:
            raise BackupError(f"This is a backup of {manifest.vendor}, not of {connection.vendor}.")
        _database_back(work, manifest)
        _media_back(work, manifest)
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, "r:") as archive:
            yield archive
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"{path.name} cannot be read as a backup.") from error


def _manifest(work: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads((work / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError("The archive has no manifest that can be read.") from error
    if manifest.format != FORMAT:
        raise BackupError(f"The archive is of format {manifest.format}, not {FORMAT}.")
    return manifest


def _check_files(work: Path, manifest: Manifest) -> None:
    for name, wanted in manifest.files.items():
        path = work / MEDIA / name
        if not path.is_file() or _file_hash(path) != wanted:
            raise BackupError("A picture or file in the archive is damaged or missing.")


def _database_back(work: Path, manifest: Manifest) -> None:
    if manifest.vendor == "sqlite":
        _sqlite_back(work / SQLITE, manifest)
    else:
        _program("pg_restore", "--list", f"--file={os.devnull}", str(work / POSTGRES))
        _program(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}",
            str(work / POSTGRES),
        )
        _compare(postgres_tables(), manifest)


def _sqlite_back(source: Path, manifest: Manifest) -> None:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as kept:
        if not source.is_file() or kept.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupError("The database in the archive is damaged.")
        _compare(sqlite_tables(kept), manifest)
        connection.close()
        # Through SQLite's own copying, in one transaction: whoever has the file open sees the old
        # content or the new one.
        target = Path(settings.DATABASES["default"]["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(target, timeout=30)) as live:
            kept.backup(live)
            live.execute("PRAGMA journal_mode=WAL")
            _compare(sqlite_tables(live), manifest)


def _compare(found: dict[str, list[Any]], manifest: Manifest) -> None:
    wrong = [name for name in manifest.tables if found.get(name) != manifest.tables[name]]
    if wrong:
        raise BackupError(f"These tables are not as they were: {', '.join(sorted(wrong))}.")


def _media_back(work: Path, manifest: Manifest) -> None:
    for name in manifest.files:
        target = Path(settings.MEDIA_ROOT) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(work / MEDIA / name, target)
        if _file_hash(target) != manifest.files[name]:
            raise BackupError("A file could not be written whole.")


def is_empty() -> bool:
    """Whether there is nothing that a restore would overwrite."""
    names = set(connection.introspection.table_names())
    if "blog_article" not in names:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM blog_article) + (SELECT count(*) FROM comments_comment)"
            " + (SELECT count(*) FROM staff_user)"
        )
        (count,) = cursor.fetchone() or (0,)
    return not count
