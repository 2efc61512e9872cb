"""Runs `moderation.lines` as a management command, for those who call it through Django."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from moderation import lines


class FilterCommand(BaseCommand):
    """`manage.py` itself answers these two before Django is loaded; this is for `call_command`."""

    requires_system_checks: list[str] = []
    name = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        if self.name == "scan":
            parser.add_argument("--explain", metavar="TEXT")

    def handle(self, **options: Any) -> None:
        explained = options.get("explain")
        arguments = [self.name] + (["--explain", explained] if explained is not None else [])
        status = lines.main(arguments)
        if status:
            sys.exit(status)
