"""Erase what is past its time."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from tqdm import tqdm

from moderation import forgetting


class Command(BaseCommand):
    help = "Erases originals, notes and public names that are past their time. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be erased")

    def handle(self, **options: Any) -> None:
        dry = options["dry_run"]
        with tqdm(unit=" rows", disable=None, leave=False) as bar:
            report = forgetting.forget(dry_run=dry, progress=bar.update)
        verb = "Would erase" if dry else "Erased"
        self.stdout.write(
            f"{verb} {report.originals} originals, {report.notes} notes and drafts; "
            f"{report.names} public names become “A reader”. "
            f"{report.on_hold} are past their time under a legal hold."
        )
        for state, count in sorted(report.by_state.items()):
            self.stdout.write(f"  {state}: {count}")
        if report.next_at:
            self.stdout.write(f"Next: {report.next_at:%Y-%m-%d %H:%M %Z}.")
