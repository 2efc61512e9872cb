"""The public pages of articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from blog.models import Article, Topic


def front(request: HttpRequest) -> HttpResponse:
    """The newest articles."""
    return render(request, "blog/front.html", {"articles": Article.objects.published()[:20]})


def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article and, beneath it, what readers asked."""
    found = get_object_or_404(Article.objects.published(), slug=slug)
    return render(request, "blog/article.html", {"article": found})


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What was written about one condition."""
    found = get_object_or_404(Topic, slug=slug)
    return render(request, "blog/topic.html", {"topic": found})
