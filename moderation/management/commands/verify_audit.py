"""Check that the record of staff's acts is whole."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import connection

from moderation import audit, triggers
from moderation.models import AuditEvent


class Command(BaseCommand):
    help = "Walks the chain of audit events: finds a row that was changed, removed or put in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--export", action="store_true", help="write every event as a JSON line"
        )

    def handle(self, **options: Any) -> None:
        if options["export"]:
            for line in audit.export():
                self.stdout.write(line)
        problems = audit.verify()
        for problem in problems:
            self.stderr.write(f"event {problem.sequence}: {problem.what}")
        missing = sorted(triggers.names() - triggers.present(connection))
        for name in missing:
            self.stderr.write(f"trigger {name} is missing: run migrate")
        if problems or missing:
            raise CommandError("The record is not whole.")
        if not options["export"]:
            self.stdout.write(f"{AuditEvent.objects.count()} events, the chain holds.")
