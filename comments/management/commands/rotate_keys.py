"""Seal everything with the newest staff key, and then let an old key go."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from comments import keys, rotation


class Command(BaseCommand):
    help = (
        "Seals originals, drafts and notes with the newest staff key. May be killed and started"
        " again at any time. --destroy NAME then removes an old key that closes nothing any more:"
        " backups from before can no longer be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--destroy", metavar="NAME", help="remove this old key's files")

    def handle(self, **options: Any) -> None:
        newest = keys.write_key()[0]
        self.stdout.write(f"Newest key: {newest}")
        unopened = sum(self._rotate(column, options) for column in rotation.columns())
        if unopened:
            raise CommandError(f"{unopened} envelopes did not open and were left as they are.")
        if name := options["destroy"]:
            self._destroy(name, newest)

    def _rotate(self, column: rotation.Column, options: dict[str, Any]) -> int:
        total = rotation.total(column)
        # disable=None: no bar where the output is not a terminal
        with tqdm(total=total, desc=column.label, disable=None, leave=False) as bar:
            counts = rotation.rotate(column, progress=bar.update)
        self.stdout.write(
            f"{column.label}: {counts.resealed} sealed anew, {counts.already} were so already,"
            f" {counts.changed_meanwhile} changed meanwhile, {sum(counts.unopened.values())} not"
            " opened"
        )
        for key, count in sorted(counts.unopened.items()):
            self.stderr.write(f"  {count} sealed to {key!r}, which does not open them here")
        return sum(counts.unopened.values())

    def _destroy(self, name: str, newest: str) -> None:
        if name == newest:
            raise CommandError("This is the newest key: make a newer one first.")
        if count := rotation.keys_in_use().get(name):
            raise CommandError(f"{count} envelopes still need the key {name}. Run this again.")
        if not keys.destroy_pair(name):
            raise CommandError(f"There are no files of a key {name} here.")
        self.stdout.write(f"The key {name} is gone. What only it could open stays closed.")
