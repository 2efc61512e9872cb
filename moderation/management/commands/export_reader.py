"""Write down all that is held about a reader, for the reader."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from moderation import forgetting


class Command(BaseCommand):
    help = "Writes all that is held under an e-mail address as JSON lines. Goes on record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address, or - to read it from standard input")

    def handle(self, **options: Any) -> None:
        email = sys.stdin.readline() if options["email"] == "-" else options["email"]
        count = 0
        for row in forgetting.export_reader(email, actor=None):
            self.stdout.write(json.dumps(row, ensure_ascii=False))
            count += 1
        self.stderr.write(f"{count} comments.")
