"""A stored file is whole, or it is not there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from config.storage import WholeFiles


class Breaking(ContentFile):
    """A file whose second half cannot be read."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"first half"
        raise OSError(28, "No space left on device")


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_what_is_stored_is_what_was_given(tmp_path: Path) -> None:
    storage = WholeFiles(tmp_path)
    name = storage.save("pictures/a.txt", SimpleUploadedFile("a.txt", b"x" * 100_000))
    assert (tmp_path / name).read_bytes() == b"x" * 100_000
    assert files(tmp_path) == ["pictures/a.txt"]
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o644


def test_a_name_that_is_taken_gets_another(tmp_path: Path) -> None:
    storage = WholeFiles(tmp_path)
    names = {storage.save("a.txt", ContentFile(b"%d" % turn)) for turn in range(3)}
    assert len(names) == 3
    assert len(files(tmp_path)) == 3


def test_half_a_file_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space"):
        WholeFiles(tmp_path).save("a.txt", Breaking(b""))
    assert files(tmp_path) == []
