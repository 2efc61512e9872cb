"""The queue's pages: what waits, in order; the next one; many at once; what I decided."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from moderation import access, claims, decisions, figures, queue
from moderation.desk import choices
from moderation.desk.acts import said_of_keys
from moderation.desk.case_views import MODERATE, _user, undo_context
from moderation.models import Case, Decision, Lane, ReasonCode
from staff import gate

TOGETHER = 10


@never_cache
@MODERATE
def queue_page(request: HttpRequest) -> HttpResponse:
    """The open cases, crisis first; a POST rejects or marks as spam the ticked ones."""
    user = _user(request)
    if request.method == "POST":
        return _many(request)
    lane = request.GET.get("lane", "")
    chosen = Lane(int(lane)) if lane.isdigit() and int(lane) in Lane.values else None
    condition = request.GET.get("condition", "")
    page = queue.page(lane=chosen, condition=condition, after=request.GET.get("after"))
    context = admin.site.each_context(request) | {
        "title": _("Queue"),
        "page": page,
        "lanes": queue.counts(),
        "lane": chosen,
        "condition": condition,
        "conditions": choices.conditions(),
        "reasons": ReasonCode.choices,
        "message": " ".join(str(one) for one in messages.get_messages(request)),
        "is_nav_sidebar_enabled": False,
        **undo_context(user),
    }
    return render(request, "admin/moderation/queue.html", context)


@require_POST
@MODERATE
def take_next(request: HttpRequest) -> HttpResponse:
    """Claim the next free case and go there."""
    lane = request.POST.get("lane", "")
    case = claims.take_next(
        user=_user(request),
        lane=Lane(int(lane)) if lane.isdigit() and int(lane) in Lane.values else None,
        condition=request.POST.get("condition", ""),
    )
    return redirect("admin:case", case.pk) if case else redirect("admin:queue")


@require_POST
@MODERATE
def single_keys(request: HttpRequest) -> HttpResponse:
    """Switch the single-key shortcuts of the desk on or off for oneself."""
    user = _user(request)
    user.single_keys = request.POST.get("keys") == "on"
    user.save(update_fields=["single_keys"])
    messages.success(request, said_of_keys(user))
    return redirect(gate.safe_next(request))


def _many(request: HttpRequest) -> HttpResponse:
    ids = [int(value) for value in request.POST.getlist("case") if value.isdigit()]
    cases = list(Case.objects.open().filter(pk__in=ids[:200]))
    reason = request.POST.get("reason", "")
    count = decisions.reject_many(
        cases, moderator=_user(request), reason=reason, spam=request.POST.get("do") == "spam"
    )
    said = ngettext("%(count)d case decided.", "%(count)d cases decided.", count)
    messages.success(request, said % {"count": count})
    return redirect("admin:queue")


@never_cache
@MODERATE
def together(request: HttpRequest) -> HttpResponse:
    """Comments without a question and without a finding, ten to a page, published after a look."""
    user = _user(request)
    if request.method == "POST" and request.POST.get("do") == "publish":
        ids = [int(value) for value in request.POST.getlist("case") if value.isdigit()]
        chosen = Case.objects.open().filter(pk__in=ids[:TOGETHER], claimed_by=user)
        count = decisions.publish_many(list(chosen), moderator=user)
        said = ngettext("%(count)d comment published.", "%(count)d comments published.", count)
        messages.success(request, said % {"count": count})
        return redirect("admin:queue")
    cases = claims.take_harmless(user=user, size=TOGETHER) if request.method == "POST" else []
    context = admin.site.each_context(request) | {
        "title": _("Without question or finding"),
        "rows": [(case, access.open_original(case, user=user)) for case in cases],
        "asked": request.method == "POST",
        "is_nav_sidebar_enabled": False,
    }
    return render(request, "admin/moderation/together.html", context)


@never_cache
@MODERATE
def mine(request: HttpRequest) -> HttpResponse:
    """What I decided lately."""
    rows = Decision.objects.filter(actor=_user(request)).select_related(
        "case", "case__comment", "case__comment__article"
    )[:50]
    context = admin.site.each_context(request) | {
        "title": _("Decided by me"),
        "rows": rows,
        "is_nav_sidebar_enabled": False,
    }
    return render(request, "admin/moderation/mine.html", context)


@never_cache
@MODERATE
def dashboard(request: HttpRequest) -> HttpResponse:
    """How long readers wait, and what is left out, by week."""
    context = admin.site.each_context(request) | {
        "title": _("How we are doing"),
        "figures": figures.dashboard(),
        "is_nav_sidebar_enabled": False,
    }
    return render(request, "admin/moderation/dashboard.html", context)
