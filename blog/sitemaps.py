"""The site's map for search engines: every public page in each language."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q, QuerySet

from blog.models import Article, Topic


class _OwnAddress(Sitemap):
    """Addresses come from SITE_URL, not from a table of sites or the request's host."""

    i18n = True
    alternates = True
    x_default = True

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]


class Articles(_OwnAddress):
    def items(self) -> "QuerySet[Article]":
        fields = ("slug", "publish_at", "revised_at", "corrected_at")
        return Article.objects.published().only(*fields).order_by("-publish_at")

    def lastmod(self, item: Article) -> datetime | None:
        return max(filter(None, (item.publish_at, item.revised_at, item.corrected_at)))


class Topics(_OwnAddress):
    """Those that something was written about."""

    def items(self) -> "QuerySet[Topic]":
        public = Q(articles__in=Article.objects.published())
        newest = Max("articles__publish_at", filter=public)
        return Topic.objects.annotate(newest=newest).exclude(newest=None).order_by("slug")

    def lastmod(self, item: Any) -> datetime | None:
        newest: datetime | None = item.newest
        return newest


SITEMAPS: dict[str, type[Sitemap]] = {"articles": Articles, "topics": Topics}
