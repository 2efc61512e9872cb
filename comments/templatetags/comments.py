"""`{% comment_thread article %}`: the only link from an article's page to its comments.

`{% away_note %}`: a line for readers while nobody answers.
"""

from typing import Any

from django import template

from blog import freshness
from blog.models import Article
from comments import marks, promise, roads, thread, writing

register = template.Library()
register.filter("marks_in", marks.in_language)
register.filter("shown_mark", marks.shown)
register.filter("shown_marks", marks.all_shown)


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context: dict[str, Any], article: Article) -> dict[str, Any]:
    """What readers asked under the article, a page of it, and the form when it takes comments."""
    request = context.get("request")
    page = thread.page(article, after=request.GET.get("after", "") if request else "")
    if request:
        freshness.changes_at(request, page.changes_at)
    form = writing.filled(roads.new_comment(article)) if article.takes_comments() else None
    site = {name: context.get(name) for name in ("site_name", "referral_phone", "crisis_phone")}
    return site | {"article": article, "page": page, "form": form, "request": request}


@register.inclusion_tag("comments/_away.html", takes_context=True)
def away_note(context: dict[str, Any]) -> dict[str, Any]:
    """When staff are back, while they are away; nothing otherwise."""
    if request := context.get("request"):
        freshness.changes_at(request, promise.next_turn())
    return {"away": promise.away()}
