"""Serve the site and its worker as one process tree."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management import BaseCommand, CommandError, call_command

from config import demo, environment, serving


class Command(BaseCommand):
    help = "Runs web server and worker; Ctrl-C or SIGTERM ends both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--workers", type=int, default=2, help="web processes")
        parser.add_argument("--no-worker", action="store_true", help="web server only")
        parser.add_argument(
            "--demo",
            action="store_true",
            help="first migrate and load the demo where there is none",
        )

    def handle(self, **options: Any) -> None:
        host, port = options["host"], options["port"]
        try:
            serving.ensure_free(host, port)
        except serving.PortTakenError as error:
            raise CommandError(f"The site cannot listen: {error}. Set PORT to another.") from None
        if options["demo"]:
            self._prepare()
        self.check(tags=[Tags.database], databases=["default"])
        programs = [serving.web_program(host=host, port=port, workers=options["workers"])]
        # The public site has no private key: what the worker does is the staff's side.
        if not options["no_worker"] and settings.ROLE != environment.PUBLIC:
            programs.append(serving.worker_program())
        ended = serving.run(
            programs,
            is_up=lambda: serving.listens(host, port),
            started=lambda: self._say_where(options["demo"]),
        )
        if ended:
            raise CommandError(f"The {ended} ended by itself; the site is stopped.")

    def _prepare(self) -> None:
        if not settings.DEMO:
            raise CommandError("--demo works only while BEDSIDE_ENV is demo.")
        settings.DATA.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("demo", if_empty=True)

    def _say_where(self, show_accounts: bool) -> None:
        self.stdout.write(f"Site    {settings.SITE_URL}/\nStaff   {settings.SITE_URL}/admin/")
        if show_accounts:
            self.stdout.write(f"Accounts {', '.join(demo.ACCOUNTS)}\nPassword {demo.password()}")
        self.stdout.write("Ctrl-C ends both.")
        self.stdout.flush()
