"""The public pages of articles. None of them sets a cookie or asks who is reading."""

import mimetypes
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog import body, freshness, paging, pictures, structured
from blog import search as finding
from blog.models import Article, ArticleState, FormerSlug, Topic, on_cards

RELATED = 3
HERO_SIZES = "(min-width: 73rem) 68rem, 94vw"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The lead and the newest articles."""
    seen = freshness.now()
    published = Article.objects.published()
    before = request.GET.get("before", "")
    page = paging.page(published.without_text(), before=before, size=paging.PER_PAGE + 1)
    lead = _lead(page) if page.first else None
    prefetch_related_objects([*page.articles, *([lead] if lead else [])], *on_cards())
    rest = [article for article in page.articles if lead is None or article.pk != lead.pk]
    return _list(request, seen, "blog/front.html", {"page": page, "lead": lead, "articles": rest})


def _lead(page: paging.Page) -> Article | None:
    """The editors' choice, also when it is older than the page; else the newest."""
    shown = next((article for article in page.articles if article.lead), None)
    chosen = shown or Article.objects.published().filter(lead=True).without_text().first()
    return chosen or next(iter(page.articles), None)


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article and, beneath it, what readers asked."""
    found = freshness.with_site_version(whole_articles().published()).filter(slug=slug).first()
    if found is None:
        return _former(slug)
    freshness.changes_at(request, found.closes_at)
    seen = freshness.Version(found.site_version or 1, found.public_version)
    return freshness.keepable(request, article_page(request, found), seen, found.slug)


def whole_articles() -> Any:
    """Articles with all that their page shows."""
    return Article.objects.select_related(
        "hero", "social_image", "medical_reviewer"
    ).prefetch_related(*on_cards())


def article_page(
    request: HttpRequest, found: Article, *, preview: bool = False, **context: Any
) -> HttpResponse:
    """The article's page; a preview is the same page with a note above it, for nobody to index."""
    shown = body.render(found.body, dateline=found.place)
    context |= {
        "article": found,
        "body": shown,
        "hero": found.hero and pictures.source(found.hero, sizes=HERO_SIZES),
        "related": related(found),
        "preview": preview,
        "structured": structured.article(found, language=request.LANGUAGE_CODE),
        "social_image": structured.social_image(found),
    }
    return render(request, "blog/article.html", context)


def related(found: Article) -> "QuerySet[Article]":
    """Published articles that share the most topics, newest first."""
    topics = [topic.pk for topic in found.topics.all()]
    shared = Count("topics", filter=Q(topics__in=topics))
    others = Article.objects.published().exclude(pk=found.pk).filter(topics__in=topics)
    return (
        others.annotate(shared=shared)
        .order_by("-shared", "-publish_at", "-pk")
        .select_related("hero")
        .defer("body", "correction")[:RELATED]
    )


def _former(slug: str) -> HttpResponse:
    """Send a reader on from an address the article had; what is not public has no address."""
    public = Article.objects.published()
    former = get_object_or_404(FormerSlug.objects.filter(article__in=public), slug=slug)
    return HttpResponsePermanentRedirect(former.article.get_absolute_url())


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What was written about one condition and those that are part of it."""
    seen = freshness.now()
    found = get_object_or_404(Topic.objects.select_related("parent"), slug=slug)
    articles = about(found).for_lists()
    page = paging.page(articles, before=request.GET.get("before", ""))
    return _list(request, seen, "blog/topic.html", {"topic": found, "page": page})


def about(topic: Topic) -> Any:
    """Published articles about the condition or a part of it, each once."""
    within = Q(pk=topic.pk) | Q(parent=topic.pk) | Q(parent__parent=topic.pk)
    tagged = Article.objects.filter(topics__in=Topic.objects.filter(within))
    return Article.objects.published().filter(pk__in=tagged.values("pk"))


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All conditions that something was written about."""
    seen = freshness.now()
    public = Q(articles__in=Article.objects.published())
    found = Topic.objects.annotate(count=Count("articles", filter=public)).filter(count__gt=0)
    return _list(request, seen, "blog/topics.html", {"topics": found})


def _list(
    request: HttpRequest, seen: freshness.Version | None, template: str, context: dict[str, Any]
) -> HttpResponse:
    upcoming = Article.objects.filter(state=ArticleState.PUBLISHED, publish_at__gt=timezone.now())
    times = upcoming.order_by("publish_at").values_list("publish_at", flat=True)
    freshness.changes_at(request, times.first())
    return freshness.keepable(request, render(request, template, context), seen)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Articles that match; kept nowhere, because what people look for is theirs."""
    query = request.GET.get("q", "").strip()[: finding.MAX_QUERY]
    context = {"query": query, "found": finding.search(query), "limit": finding.MAX_FOUND}
    response = render(request, "blog/search.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens to what a reader sends, in plain words."""
    days = {"retention_days": settings.RETENTION_DAYS, "name_years": settings.PUBLIC_NAME_YEARS}
    return freshness.keepable(request, render(request, "blog/privacy.html", days), freshness.now())


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where robots need not look, and where the map is."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /my/",
        "Disallow: /es/my/",
        "Disallow: /preview/",
        "Disallow: /es/preview/",
        "Disallow: /search/",
        "Disallow: /es/search/",
        f"Sitemap: {settings.SITE_URL}{reverse('blog:sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look that were not told where the icon is."""
    return redirect(static("img/mark.svg"))


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture from the site's own disk, where no other server stands before it."""
    kind = mimetypes.guess_type(name)[0]
    if kind not in {"image/jpeg", "image/png", "image/webp"}:
        raise Http404
    if not isinstance(default_storage, FileSystemStorage):
        return redirect(default_storage.url(name))
    if ".." in PurePosixPath(name).parts or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type=kind)
    # The name changes with the content.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
