"""The reader's private page and what can be done from it. Who has the address is the reader."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import (
    changes,
    export,
    helplines,
    originals,
    private_replies,
    roads,
    standing,
    writing,
)
from comments.forms import EmailForm
from comments.mine import Mine
from comments.models import Comment, State
from comments.posts import SeeOther, from_here, reader_form, refusal
from comments.promise import promise
from comments.roads import Road

View = Callable[..., HttpResponse]
Step = Callable[[HttpRequest, Road], HttpResponse]


def for_reader(view: View) -> View:
    """Find the comment by its token; keep the page out of caches, histories and referrers."""

    @wraps(view)
    def found(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        comment = (
            Comment.objects.filter(token_hash=originals.token_hash(token))
            .select_related("article", "parent")
            .first()
        )
        if comment is None:
            response = render(request, "comments/unknown.html", status=404)
        elif request.method == "POST" and not from_here(request, secret_address=True):
            context = {"comment": comment, "note": refusal(request), "token": token}
            response = render(request, "comments/refused.html", context, status=403)
        else:
            response = view(request, Mine(comment, token), **kwargs)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return reader_form(found)


@for_reader
@require_safe
def private_page(request: HttpRequest, mine: Mine) -> HttpResponse:
    """Where my comment stands; right after sending it is the thank-you."""
    comment = mine.comment
    where = standing.standing(comment)
    context = {
        "mine": mine,
        "comment": comment,
        "article": comment.article if comment.article.is_public() else None,
        "standing": where,
        "reason": standing.reason(comment),
        "left_out": standing.left_out(comment),
        "replies": private_replies.opened(comment, mine.token),
        "promise": promise(comment.submitted_at) if where.waiting else None,
        "lines": helplines.lines(mine.crisis) if where.waiting else (),
        "link": f"{settings.SITE_URL}{roads.private_url(mine.token)}",
    }
    return render(request, "comments/private.html", context)


@for_reader
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, mine: Mine, *, step: Step = writing.check) -> HttpResponse:
    """Change the words of a comment that came back; checked like a new one."""
    if mine.words is None or not mine.may_edit:
        # The same form once more: it was this one that moved the comment on.
        before = roads.edit_purpose(mine.comment, mine.comment.version - 1)
        return _home(mine) if writing.was_stamped(request, before) else _not_now(request, mine)
    return _write(request, roads.edit(mine.comment, mine.words), step)


@for_reader
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, mine: Mine, *, step: Step = writing.check) -> HttpResponse:
    """Ask again beneath the reply."""
    if mine.words is None or not mine.may_follow_up:
        return _not_now(request, mine)
    return _write(request, roads.follow_up(mine.comment, mine.words), step)


@for_reader
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest, mine: Mine) -> HttpResponse:
    """Add or change the address that we write to."""
    if mine.words is None:
        return _not_now(request, mine)
    action = reverse("comments:email", args=[mine.token])
    form = EmailForm(request.POST if request.method == "POST" else None, action=action)
    if form.is_valid():
        changes.set_email(mine.comment, mine.token, form.cleaned_data["email"])
        return _home(mine)
    return _ask(request, mine, "email", form=form)


@for_reader
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, mine: Mine) -> HttpResponse:
    """No more mails, and the address is forgotten. A bare POST does it (RFC 8058)."""
    if request.method != "POST":
        return _ask(request, mine, "stop")
    if mine.original is not None and mine.words is not None:
        changes.set_email(mine.comment, mine.token, "")
    return _home(mine)


@for_reader
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, mine: Mine) -> HttpResponse:
    """Take the comment back."""
    if mine.comment.state == State.WITHDRAWN:
        return _home(mine)
    if not mine.may_withdraw:
        return _not_now(request, mine)
    if request.method != "POST":
        return _ask(request, mine, "withdraw")
    changes.withdraw(mine.comment)
    return _home(mine)


@for_reader
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, mine: Mine) -> HttpResponse:
    """Erase everything the reader wrote."""
    if request.method != "POST" and mine.may_erase:
        return _ask(request, mine, "erase")
    if request.method == "POST":
        changes.erase(mine.comment)
    return _home(mine)


@for_reader
@require_POST
def held(request: HttpRequest, mine: Mine) -> HttpResponse:
    """All that is held, as a file."""
    content = export.held(mine.comment, mine.words, mine.token)
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="my-comment.json"'
    return response


def _write(request: HttpRequest, road: Road, step: Step) -> HttpResponse:
    if request.method == "POST":
        response = step(request, road)
    else:
        response = writing.form_page(request, road, writing.filled(road))
    # Not "no-store": going back must not lose what was typed.
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _ask(request: HttpRequest, mine: Mine, what: str, **more: Any) -> HttpResponse:
    """A page that says what will happen, and a button that does it."""
    return render(request, f"comments/my_{what}.html", {"mine": mine, "home": _url(mine)} | more)


def _not_now(request: HttpRequest, mine: Mine) -> HttpResponse:
    """It cannot be done (any more): the private page says where things stand."""
    if request.method == "POST" and request.POST.get("body"):
        return writing.kept(request, None, "too_late", status=409)
    return _home(mine)


def _home(mine: Mine) -> HttpResponse:
    return SeeOther(_url(mine))


def _url(mine: Mine) -> str:
    return roads.private_url(mine.token)
