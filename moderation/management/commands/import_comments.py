"""Bring in comments from another system."""

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from comments.incoming import Incoming, Left, Progress, read_jsonl
from comments.wxr import read_wxr
from moderation import importing

SHOWN = 50  # lines that were not taken; all of them go into --report


class Command(BaseCommand):
    help = "Brings in comments from JSON lines or a WordPress export. Running it again is harmless."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=("jsonl", "wxr"), required=True)
        parser.add_argument(
            "--staff",
            action="append",
            default=[],
            metavar="NAME",
            help="whose comments are staff replies (wxr; a name or an e-mail; may be repeated)",
        )
        parser.add_argument(
            "--hide",
            action="store_true",
            help="keep published comments in which something must go off the page until looked at",
        )
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="that read the texts"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument(
            "--report", type=Path, help="a file for the lines not taken, and why (no words)"
        )

    def handle(self, **options: Any) -> None:
        try:
            size = options["file"].stat().st_size
            file = options["file"].open("rb")
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        with file, tqdm(total=size, unit="B", unit_scale=True, disable=None) as bar:
            records = _records(file, options, bar.update)
            tally = importing.bring_in(
                records,
                hide=options["hide"],
                dry_run=options["dry_run"],
                processes=max(1, options["processes"]),
            )
        self._summarise(tally, dry_run=options["dry_run"])
        self._say_what_was_left(tally, options["report"])
        if tally.faults:
            raise CommandError(f"Lines that need a look: {tally.faults:,}.")

    def _summarise(self, tally: importing.Tally, *, dry_run: bool) -> None:
        self.stdout.write("Would be brought in:" if dry_run else "Brought in:")
        counts = {"published": 0, "queued": 0} | tally.counts
        for what, number in counts.items():
            if number or what in ("published", "queued"):
                self.stdout.write(f"  {number:>9,} {what}")
        for why, number in sorted(tally.reasons().items()):
            self.stdout.write(f"  {number:>9,} not taken: {why}")

    def _say_what_was_left(self, tally: importing.Tally, report: Path | None) -> None:
        lines = [f"line {one.line}: {one.why}" for one in tally.left]
        if report is not None:
            report.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        for line in lines[:SHOWN]:
            self.stderr.write(line)
        if len(lines) > SHOWN:
            self.stderr.write(f"and {len(lines) - SHOWN:,} more (--report FILE has all)")


def _records(
    file: BinaryIO, options: dict[str, Any], progress: Progress
) -> Iterator[Incoming | Left]:
    if options["format"] == "jsonl":
        return read_jsonl(file, progress=progress)
    return read_wxr(file, staff=options["staff"], progress=progress)
