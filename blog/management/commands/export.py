"""Write out what is public."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder
from tqdm import tqdm

from blog import export


class Command(BaseCommand):
    help = "Writes articles and what belongs to them as JSON lines, to a file or standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--unpublished", action="store_true", help="drafts too")

    def handle(self, **options: Any) -> None:
        if options["file"] is None:
            self._write(self.stdout, options["unpublished"])
            return
        with options["file"].open("w", encoding="utf-8") as out:
            self._write(out, options["unpublished"])

    def _write(self, out: Any, unpublished: bool) -> None:
        count = 0
        for line in tqdm(export.lines(unpublished=unpublished), unit=" lines", disable=None):
            out.write(f"{json.dumps(line, cls=DjangoJSONEncoder, ensure_ascii=False)}\n")
            count += 1
        self.stderr.write(f"{count} lines written.")  # standard output has the lines
