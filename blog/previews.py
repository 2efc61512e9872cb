"""Preview links for people without an account: signed, for one article, for a few days."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from blog.models import Article
from blog.views import article_page, whole_articles

SALT = "blog.preview"
DAYS = 7


def token(article: Article) -> str:
    """What the link carries: good for DAYS days, or until the article's links are called back."""
    return signing.dumps([article.pk, article.preview_round], salt=SALT)


def read(text: str) -> Article:
    """The article a link shows. Raises Http404 for one that is wrong, old or called back."""
    try:
        pk, number = signing.loads(text, salt=SALT, max_age=DAYS * 24 * 3600)
    except signing.BadSignature as error:
        raise Http404 from error
    found: Article | None = whole_articles().filter(pk=pk, preview_round=number).first()
    if found is None:
        raise Http404
    return found


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The article exactly as it would be public, to whoever has the link."""
    response = article_page(request, read(token), preview=True)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
