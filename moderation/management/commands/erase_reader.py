"""Erase all that is held about a reader, by e-mail address."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from moderation import forgetting


class Command(BaseCommand):
    help = "Erases all comments, words and contacts of the reader with this e-mail address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address, or - to read it from standard input")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, **options: Any) -> None:
        email = sys.stdin.readline() if options["email"] == "-" else options["email"]
        count = forgetting.of_reader(email).count()
        if not count:
            raise CommandError("Nothing is held under this address.")
        if not options["yes"] and input(f"Erase {count} comments for good? Type yes: ") != "yes":
            raise CommandError("Nothing was erased.")
        report = forgetting.erase_reader(email, actor=None)
        self.stdout.write(
            f"Erased {report.originals} comments; {report.on_hold} are under a legal hold: "
            "they are off the site and sealed."
        )
