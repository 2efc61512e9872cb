"""Make the month's pair of staff keys."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from comments import keys


class Command(BaseCommand):
    help = "Makes a pair of staff keys; the newest one is used to seal. An existing pair is kept."
    # The check that keys exist must not stop the command that makes them.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default=timezone.now().strftime("%Y-%m"))

    def handle(self, **options: Any) -> None:
        keys.make_pair(options["name"])
        self.stdout.write(f"Staff keys: {', '.join(sorted(keys.public_keys()))}")
