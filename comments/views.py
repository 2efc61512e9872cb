"""Writing under an article: the check page and the send."""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from blog.models import Article
from comments import roads, writing
from comments.posts import reader_form
from comments.roads import Road

Step = Callable[[HttpRequest, Road], HttpResponse]


@reader_form
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """What the form under an article posts to."""
    return _under(request, slug, writing.check)


@reader_form
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """What the check page posts to."""
    return _under(request, slug, writing.send)


def _under(request: HttpRequest, slug: str, step: Step) -> HttpResponse:
    """Take the step for the article, when it is there and takes comments."""
    try:
        article = _article(slug)
    except DatabaseError:
        return writing.kept(request, None, "not_kept", status=503, retry=True)
    if article is None:
        return writing.kept(request, None, "no_article", status=404)
    road = roads.new_comment(article)
    if request.method != "POST":
        # Somebody reloads the address, or changes the language: the form is on the article page.
        return redirect(f"{road.leave_url}#write")
    if not article.takes_comments():
        return writing.kept(request, road, "closed", status=403)
    return step(request, road)


def _article(slug: str) -> Article | None:
    """The published article, also by an address that it had when the form was opened."""
    published = Article.objects.published()
    found = published.filter(slug=slug).first()
    return found or published.filter(former_slugs__slug=slug).first()
