"""Set up a second factor from the command line: the first administrator's, or after a loss."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from staff import devices, records
from staff.models import User


class Command(BaseCommand):
    help = (
        "Sets up a code generator (TOTP) for a member of staff and prints its key, its QR code and"
        " ten recovery codes, once. With --remove it takes every second factor away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--remove", action="store_true", help="take the second factors away")

    def handle(self, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("There is no such member of staff.")
        if options["remove"]:
            self._remove(user)
        else:
            self._set_up(user)

    def _remove(self, user: User) -> None:
        devices.remove(user)
        records.second_factor("removed", user)
        self.stdout.write("The second factors are gone; a new one is set up at the next sign-in.")

    def _set_up(self, user: User) -> None:
        if devices.authenticator_of(user):
            raise CommandError("There is one already. Run with --remove first.")
        device = devices.begin(user)
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        records.second_factor("set-up", user)
        if sys.stdout.isatty():
            devices.qr(device).print_ascii(out=self.stdout, invert=True)
        self.stdout.write(f"Key     {devices.manual_key(device)}")
        self.stdout.write(f"Address {device.config_url}")
        self.stdout.write("Recovery codes, each good for one sign-in:")
        for code in devices.new_codes(user):
            self.stdout.write(f"  {code}")
