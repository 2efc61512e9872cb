"""Read all published comments once more, with the engine as it is now."""

from typing import Any

from django.core.management import BaseCommand
from tqdm import tqdm

from moderation import rescan


class Command(BaseCommand):
    help = "Scans every published comment again and opens cases. Safe to run again."

    def handle(self, **options: Any) -> None:
        with tqdm(total=rescan.count(), unit=" comments", disable=None, leave=False) as bar:
            report = rescan.run(progress=bar.update)
        self.stdout.write(
            f"Read {report.read} published comments: {report.opened} cases opened, "
            f"{report.waiting} were open already, {report.settled} were looked at before."
        )
