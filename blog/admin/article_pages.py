"""The pages round the article form: preview, revisions, kept drafts, who else is there."""

import json
import secrets
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, set_urlconf
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from blog import drafts, revisions
from blog.models import Article, ArticleState, Revision
from blog.views import article_page, whole_articles

# A process of the staff has no public pages of its own, and still links to them.
PUBLIC_URLS = "config.public_urls"


class ArticlePages(admin.ModelAdmin):
    """Routed before the change form; each asks for the permission it needs."""

    def own_urls(self) -> list[URLPattern]:
        """The pages' addresses, under the article's in the admin."""
        inside = self.admin_site.admin_view
        # A preview is a public page, under the public policy.
        public = csp_override(settings.PUBLIC_CSP)
        return [
            path("autosave/", inside(require_POST(self.autosave)), name="blog_article_autosave"),
            path(
                "preview/",
                public(inside(require_POST(self.preview))),
                name="blog_article_preview_new",
            ),
            path("<int:pk>/preview/", public(inside(self.preview)), name="blog_article_preview"),
            path("<int:pk>/revisions/", inside(self.revision_list), name="blog_article_revisions"),
            path(
                "<int:pk>/revisions/<int:number>/",
                inside(self.revision),
                name="blog_article_revision",
            ),
            path(
                "<int:pk>/revisions/<int:number>/restore/",
                inside(require_POST(self.restore)),
                name="blog_article_restore",
            ),
            path(
                "<int:pk>/presence/",
                inside(require_POST(self.presence)),
                name="blog_article_presence",
            ),
            path("<int:pk>/recall/", inside(require_POST(self.recall)), name="blog_article_recall"),
            path(
                "drop-draft/", inside(require_POST(self.drop_draft)), name="blog_article_drop_draft"
            ),
        ]

    def _seen(self, request: HttpRequest, pk: int) -> Article:
        article: Article = get_object_or_404(whole_articles(), pk=pk)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _changed(self, request: HttpRequest, pk: int | None) -> Article | None:
        article = get_object_or_404(Article, pk=pk) if pk else None
        allowed = (
            self.has_change_permission(request, article)
            if article
            else self.has_add_permission(request)
        )
        if not allowed:
            raise PermissionDenied
        return article

    # --- Preview ------------------------------------------------------------------------------
    @transaction.atomic
    def preview(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The article as readers would see it; posted, with what the form holds unsaved."""
        article = self._seen(request, pk) if pk else Article()
        if request.method == "POST":
            self._changed(request, pk)
            article = self._as_typed(request, article)
        set_urlconf(PUBLIC_URLS)
        try:
            response = article_page(request, article, preview=True)
        finally:
            set_urlconf(None)
        # What was typed is saved for the length of this page, authors and topics with it.
        transaction.set_rollback(True)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _as_typed(self, request: HttpRequest, article: Article) -> Article:
        """What the form holds, as far as it can be shown, whatever else is wrong with it."""
        form = self.get_form(request, article if article.pk else None)(
            request.POST, instance=article
        )
        form.is_valid()
        article.slug = f"preview-{secrets.token_hex(8)}"
        if article.state == ArticleState.PUBLISHED and article.publish_at is None:
            article.publish_at = timezone.now()
        article.save()
        article.topics.set(form.cleaned_data.get("topics", []))
        for formset, inline in self.get_formsets_with_inlines(request, article):
            typed = formset(request.POST, instance=article, queryset=inline.get_queryset(request))
            if typed.is_valid():
                typed.save()
        return cast(Article, whole_articles().get(pk=article.pk))

    def recall(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make every preview link given out so far worthless."""
        article = self._changed(request, pk)
        Article.objects.filter(pk=pk).update(preview_round=F("preview_round") + 1)
        self.message_user(request, _("Earlier preview links of this article no longer work."))
        return redirect("admin:blog_article_change", article.pk if article else pk)

    # --- Revisions ----------------------------------------------------------------------------
    def revision_list(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who saved when."""
        article = self._seen(request, pk)
        found = article.revisions.select_related("made_by").defer("content")[:200]
        return self._page(request, article, "revisions.html", {"revisions": found})

    def revision(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One revision, compared with the one before it or the one that `with` names."""
        article = self._seen(request, pk)
        after = get_object_or_404(article.revisions.select_related("made_by"), number=number)
        earlier = article.revisions.select_related("made_by").filter(number__lt=number)
        if wanted := request.GET.get("with", ""):
            if not wanted.isdecimal():
                raise Http404
            before: Revision | None = get_object_or_404(earlier, number=int(wanted))
        else:
            before = earlier.first()
        context = {
            "revision": after,
            "before": before,
            "changes": revisions.compare(before, after),
            "others": earlier.values_list("number", flat=True)[:50],
            "may_restore": self.has_change_permission(request, article),
        }
        return self._page(request, article, "revision.html", context)

    @transaction.atomic
    def restore(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Bring a revision back, as a new one."""
        article = self._changed(request, pk)
        found = get_object_or_404(Revision, article_id=pk, number=number)
        if article is not None:
            revisions.restore(article, found, by=request.user)  # type: ignore[arg-type]
        self.message_user(
            request, _("Revision %(number)s is back.") % {"number": number}, messages.SUCCESS
        )
        return redirect("admin:blog_article_change", pk)

    def _page(
        self, request: HttpRequest, article: Article, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        context |= self.admin_site.each_context(request)
        context |= {"article": article, "opts": self.opts, "title": str(article)}
        return TemplateResponse(request, f"admin/blog/article/{template}", context)

    # --- While somebody writes ----------------------------------------------------------------
    def autosave(self, request: HttpRequest) -> HttpResponse:
        """Keep what is typed: {"article": id or null, "base": version, "content": {...}}."""
        try:
            sent = json.loads(request.body)
            pk, base = int(sent["article"] or 0), int(sent["base"])
            content = dict(sent["content"])
        except (ValueError, KeyError, TypeError):
            return JsonResponse({"error": "unreadable"}, status=400)
        article = self._changed(request, pk or None)
        kept = drafts.keep(request.user, article, content, base=base)  # type: ignore[arg-type]
        moment = date_format(timezone.localtime(kept.saved_at), "TIME_FORMAT")
        return JsonResponse({"saved": _("Kept at %(time)s") % {"time": moment}})

    def drop_draft(self, request: HttpRequest) -> HttpResponse:
        """Forget what was typed and not saved."""
        pk = request.POST.get("article", "")
        article = self._changed(request, int(pk) if pk.isdecimal() else None)
        drafts.drop(request.user, article)  # type: ignore[arg-type]
        if article:
            return redirect("admin:blog_article_change", article.pk)
        return redirect("admin:blog_article_add")

    def presence(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say that the article is open here; hear who else has it, and its version."""
        article = self._seen(request, pk)
        others = drafts.here(request.user, article)  # type: ignore[arg-type]
        also = _("%(names)s also has this article open.") % {"names": ", ".join(others)}
        return JsonResponse({"others": also if others else "", "version": article.version})
