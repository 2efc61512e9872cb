"""Mail the day's figures to the moderators."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from moderation import digest


class Command(BaseCommand):
    help = "Mails what waits and what is overdue to every moderator; on office days only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="also on a day off")

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Told {digest.send(force=options['force'])} people.")
