"""Atom feeds: all articles, and those of one topic. Links are absolute, from SITE_URL."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from blog import freshness
from blog.models import Article, Topic
from blog.views import about

LENGTH = 20


class ArticleFeed(Feed):
    """The newest articles of the site."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = freshness.now()
        return freshness.keepable(request, super().__call__(request, *args, **kwargs), seen)

    def title(self, topic: Topic | None) -> str:
        return settings.SITE_NAME

    def subtitle(self, topic: Topic | None) -> str:
        return _("New articles")

    def link(self, topic: Topic | None) -> str:
        return settings.SITE_URL + (topic.get_absolute_url() if topic else reverse("blog:front"))

    def feed_url(self, topic: Topic | None) -> str:
        own = reverse("blog:topic-feed", args=[topic.slug]) if topic else reverse("blog:feed")
        return settings.SITE_URL + own

    def items(self, topic: Topic | None) -> "QuerySet[Article]":
        return _newest(Article.objects.published())

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return item.dek

    def item_link(self, item: Article) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.publish_at

    def item_updateddate(self, item: Article) -> datetime | None:
        return max(filter(None, (item.publish_at, item.revised_at, item.corrected_at)))

    def item_author_name(self, item: Article) -> str:
        return ", ".join(str(byline.author) for byline in item.bylines.all())

    def item_categories(self, item: Article) -> list[str]:
        return [topic.shown_name for topic in item.topics.all()]


class TopicFeed(ArticleFeed):
    """The newest articles about one condition."""

    def get_object(self, request: HttpRequest, slug: str) -> Topic:
        return get_object_or_404(Topic, slug=slug)

    def title(self, topic: Topic | None) -> str:
        return f"{settings.SITE_NAME}: {topic.shown_name if topic else ''}"

    def items(self, topic: Topic | None) -> "QuerySet[Article]":
        return _newest(about(topic) if topic else Article.objects.none())


def _newest(articles: Any) -> "QuerySet[Article]":
    found: QuerySet[Article] = articles.for_lists().order_by("-publish_at", "-id")[:LENGTH]
    return found
