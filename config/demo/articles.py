"""Loads `demo/articles/*.html`: TOML between two lines of +++, then the body."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from blog import demo_pictures, pictures
from blog.models import Article, ArticleState, Author, Picture, Topic

Front = dict[str, Any]


def load(folder: Path) -> list[Article]:
    """Make the articles that are not there yet."""
    files = sorted(folder.glob("*.html"))
    return [_article(*_split(path.read_text(encoding="utf-8"))) for path in files]


def _split(text: str) -> tuple[Front, str]:
    _before, front, body = text.split("+++\n", 2)
    return tomllib.loads(front), body.strip()


def _article(front: Front, body: str) -> Article:
    existing = Article.objects.filter(slug=front["slug"]).first()
    if existing:
        return existing
    now = timezone.now()
    article = Article(
        slug=front["slug"],
        title=front["title"],
        dek=front["dek"],
        place=front["place"],
        body=body,
        hero=_picture(front),
        hero_alt=front["hero_alt"],
        hero_caption=front["hero_caption"],
        hero_credit=front["hero_credit"],
        people="\n".join(front["people"]),
        lead=front["lead"],
        medical_reviewer=_author(front["reviewer"]),
        reviewed_on=(now - timedelta(days=front["reviewed_days_ago"])).date(),
        state=ArticleState.PUBLISHED,
        publish_at=now - timedelta(days=front["days_ago"]),
    )
    article.save()
    for position, facts in enumerate(front["authors"]):
        article.bylines.create(author=_author(facts), position=position)
    article.topics.set(Topic.objects.filter(slug__in=front["topics"]))
    return article


def _picture(front: Front) -> Picture:
    drawn = ContentFile(demo_pictures.draw(front["hero"]), name=f"{front['hero']}.jpg")
    return pictures.add(
        drawn, name=front["hero"], alt=front["hero_alt"], credit=front["hero_credit"]
    )


def _author(facts: Front) -> Author:
    author, _created = Author.objects.get_or_create(
        name=facts["name"],
        defaults={"credentials": facts.get("credentials", ""), "role": facts.get("role", "")},
    )
    return author
