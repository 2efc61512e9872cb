"""Clean again what an older policy let through."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from tqdm import tqdm

from blog import html
from blog.models import Article


class Command(BaseCommand):
    help = "Cleans article bodies again that were saved under an older policy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="those of this policy too")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, **options: Any) -> None:
        articles = Article.objects.order_by("pk")
        if not options["all"]:
            articles = articles.filter(body_policy__lt=html.POLICY)
        changed = 0
        found = list(articles.values_list("pk", flat=True))
        for pk in tqdm(found, unit=" articles", disable=None):
            changed += self._clean(Article.objects.get(pk=pk), dry=options["dry_run"])
        would = "would change" if options["dry_run"] else "changed"
        self.stdout.write(f"{len(found)} articles looked at, {changed} {would}.")

    def _clean(self, article: Article, *, dry: bool) -> bool:
        differs = html.clean(article.body) != article.body
        if not dry:
            article.save()  # cleans, notes the policy, moves the public version
        return differs
