"""A disk without room: the reader gets a kind page and the words back, and nothing is damaged."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.faults import reader
from tests.faults.conftest import plain_environment, python
from tests.faults.test_posts import whole
from tests.services import site

pytestmark = pytest.mark.faults
MEGABYTES = 24
WORDS = "Does immunotherapy work when the disk is full?"


@pytest.fixture
def small_disk(data: Path, tmp_path: Path) -> Iterator[Path]:
    """The site's data on a small file system of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if os.getuid() != 0 or mount is None:
        pytest.skip("only root can mount a small file system")
    options = ["-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    if subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a file system")
    try:
        shutil.copytree(data, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("static"))
        yield folder
    finally:
        subprocess.run(["/bin/umount", "-l", str(folder)], check=False)


def fill(folder: Path) -> Path:
    """Take all the room there is left."""
    ballast = folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return ballast


def test_a_full_disk_gives_the_words_back_and_damages_nothing(data: Path, small_disk: Path) -> None:
    static = str(data / "static")
    with site(small_disk, demo=False, STATIC_ROOT=static) as running:
        action, fields = reader.sending_form(reader.check(running.url, "The first one?"))
        assert reader.call(running.url + action, fields).status == 303
        page = reader.check(running.url, WORDS)
        action, fields = reader.sending_form(page)
        ballast = fill(small_disk)
        refused = [reader.call(running.url + action, fields) for _ in range(5)]
        read = reader.call(f"{running.url}/articles/{reader.SLUG}/")
        ballast.unlink()
        thanked = reader.call(running.url + action, fields)
    assert [answer.status for answer in refused] == [503] * 5
    assert all(WORDS in answer.text for answer in refused)
    assert read.status == 200
    assert thanked.status == 303
    log = (small_disk / "serve.log").read_text(encoding="utf-8")
    assert WORDS not in log
    assert_sound(small_disk)
    assert set(whole(small_disk)) == {"The first one?", WORDS}


def assert_sound(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "bedside.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_disk_without_room_for_a_picture_leaves_no_half_file(
    data: Path, small_disk: Path
) -> None:
    code = """
import json
from pathlib import Path
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
try:
    default_storage.save("pictures/big.bin", ContentFile(bytes(60_000_000)))
    said = "kept"
except OSError as error:
    said = error.strerror
print(json.dumps(said))
"""
    assert "No space" in json.loads(python(plain_environment(small_disk), code))
    left = [path for path in (small_disk / "media").rglob("*") if path.is_file()]
    assert left == []
    assert_sound(small_disk)
