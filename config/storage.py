"""Files on disk that are there whole or not at all."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class _Part(File):
    """A file that has been written completely beside its place, ready to be moved there."""

    def temporary_file_path(self) -> str:
        return str(self.name)


class WholeFiles(FileSystemStorage):
    """Django's storage writes in place: a full disk, or a kill, would leave half a file."""

    def _save(self, name: str, content: "File[Any]") -> str:
        folder = Path(self.location)
        folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".part-", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            with Path(part).open("rb") as whole:
                kept: str = super()._save(name, _Part(whole, part))  # type: ignore[misc]
            return kept
        finally:
            Path(part).unlink(missing_ok=True)
