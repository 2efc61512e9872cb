"""Write a backup of database and media."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from config import backups


class Command(BaseCommand):
    help = (
        "Writes database and media into one archive, while the site runs. Keys are never in it:"
        " keep them, and another copy of them, elsewhere."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the archive goes")
        parser.add_argument("--keep", type=int, default=0, help="remove all but so many newest")

    def handle(self, **options: Any) -> None:
        try:
            path, manifest = backups.make(options["folder"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from None
        size = path.stat().st_size / 1e6
        self.stdout.write(
            f"{path}: {manifest.rows} rows in {len(manifest.tables)} tables,"
            f" {len(manifest.files)} files, {size:.1f} MB"
        )
        if settings.STORAGES["default"]["BACKEND"].startswith("storages."):
            self.stdout.write("Media lie in object storage and are not in it.")
        self._prune(options["folder"], options["keep"])

    def _prune(self, folder: Path, keep: int) -> None:
        old = sorted(folder.glob("bedside-*.tar"), reverse=True)[keep:] if keep > 0 else []
        for path in old:
            path.unlink()
        if old:
            self.stdout.write(f"Removed {len(old)} older.")
