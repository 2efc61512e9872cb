"""Load the demo content."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from blog.models import Article
from config.demo import accounts, articles, canned, conversation


class Command(BaseCommand):
    help = "Loads demo accounts, articles, canned replies and comments. Never in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only into an empty site")

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is not for production (BEDSIDE_ENV).")
        people = accounts.load()
        if options["if_empty"] and Article.objects.exists():
            return
        folder = settings.BASE_DIR / "demo"
        written = articles.load(folder / "articles")
        replies = canned.load(
            folder / "replies.toml", writer=people["moderator"], approver=people["lead"]
        )
        problems = []
        if conversation.is_empty():
            moderators = [people["moderator"], people["moderator2"]]
            problems = conversation.load(folder / "comments.toml", moderators=moderators)
        for problem in problems:
            self.stderr.write(problem)
        self.stdout.write(f"Demo: {len(written)} articles, {replies} canned replies.")
