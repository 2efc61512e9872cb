"""One published comment on a page of its own, and the way to report it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comments import allowance, reports, thread
from comments.forms import ReportForm
from comments.models import Comment
from comments.posts import SeeOther, from_here, reader_form, refusal
from comments.visitors import visitor_hash


@require_safe
def permalink(request: HttpRequest, public_id: str) -> HttpResponse:
    """The comment, the reply and what follows up on it; kept out of search engines."""
    comment = _visible(public_id)
    [item] = thread.with_answers([comment], timezone.now())
    context = {"item": item, "article": comment.article, "parent": _visible_parent(comment)}
    response = render(request, "comments/comment.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@reader_form
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask staff to look at a published comment again."""
    comment = _visible(public_id)
    action = reverse("comments:report", args=[public_id])
    form = ReportForm(request.POST if request.method == "POST" else None, action=action)
    context = {"comment": comment, "article": comment.article, "form": form}
    if request.method != "POST":
        return render(request, "comments/report.html", context)
    if not from_here(request):
        return render(
            request, "comments/report.html", context | {"note": refusal(request)}, status=403
        )
    if not form.is_valid():
        return render(request, "comments/report.html", context)
    visitor = visitor_hash(request)
    if not allowance.spend("report", visitor, limit=settings.REPORTS_PER_HOUR):
        return render(request, "comments/report_later.html", context, status=429)
    reports.report(comment, reason=form.cleaned_data["reason"], visitor=visitor)
    return SeeOther(reverse("comments:reported", args=[public_id]))


@require_safe
def reported(request: HttpRequest, public_id: str) -> HttpResponse:
    """Thank-you after a report; the comment may be hidden by now."""
    comment = get_object_or_404(Comment.objects.select_related("article"), public_id=public_id)
    article = comment.article if comment.article.is_public() else None
    response = render(request, "comments/reported.html", {"article": article})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _visible(public_id: str) -> Comment:
    rows = Comment.objects.visible().select_related("article", "parent")
    comment = get_object_or_404(rows, public_id=public_id)
    if not comment.article.is_public():
        raise Http404
    return comment


def _visible_parent(comment: Comment) -> Comment | None:
    return comment.parent if comment.parent and comment.parent.is_visible() else None
