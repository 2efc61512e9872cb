"""Put a backup in place of what is here."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from config import backups


class Command(BaseCommand):
    help = "Restores an archive that `backup` made and compares every table and file with it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="even when there is content here already"
        )

    def handle(self, **options: Any) -> None:
        if not options["replace"] and not backups.is_empty():
            raise CommandError("There is content here. Stop the site and add --replace.")
        try:
            manifest = backups.restore(options["archive"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Restored {manifest.rows} rows in {len(manifest.tables)} tables and"
            f" {len(manifest.files)} files of {manifest.made_at}; all hashes agree.\n"
            "Now run `migrate`, then `forget`: what was erased since then has come back."
        )
