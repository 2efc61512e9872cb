"""Write the incidents down for the privacy officer."""

import json
from typing import Any

from django.core.management import BaseCommand

from moderation import incidents


class Command(BaseCommand):
    help = "Writes every incident as a JSON line: kinds and times, no words."

    def handle(self, **options: Any) -> None:
        for row in incidents.as_rows():
            self.stdout.write(json.dumps(row, ensure_ascii=False))
