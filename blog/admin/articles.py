"""The article form and list of the admin."""

from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from blog import drafts, pictures, previews, workflow
from blog.admin.article_pages import PUBLIC_URLS, ArticlePages
from blog.forms import ArticleForm, BylineForm, BylineFormSet
from blog.models import Article, ArticleState, Byline
from blog.workflow import Intent
from staff.models import User

SOON = timedelta(days=30)


def pressed(request: HttpRequest) -> Intent:
    """Which button of the form it was."""
    for intent in Intent:
        if f"_{intent}" in request.POST:
            return intent
    return Intent.SAVE


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _may_write(request: HttpRequest, article: Article | None) -> bool:
    if article is None:
        return _user(request).has_perm("blog.add_article")
    may_change = _user(request).has_perm("blog.change_article")
    return may_change and workflow.may(_user(request), article, Intent.SAVE)


class StatusFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "status"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("draft", _("Draft")),
            ("in-review", _("In review")),
            ("scheduled", _("Scheduled")),
            ("public", _("Published")),
            ("unpublished", _("Unpublished")),
        ]

    def queryset(self, request: Any, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        if value == "public":
            return queryset & Article.objects.published()
        if value == "scheduled":
            return queryset.filter(state=ArticleState.PUBLISHED, publish_at__gt=timezone.now())
        return queryset.filter(state=value) if value else queryset


class ReviewFilter(admin.SimpleListFilter):
    title = _("medical review")
    parameter_name = "review"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("due", _("Overdue")),
            ("soon", _("Due within 30 days")),
            ("never", _("No reviewer")),
        ]

    def queryset(self, request: Any, queryset: QuerySet[Article]) -> QuerySet[Article]:
        today = timezone.localdate()
        asked = {
            "due": Q(review_due__lt=today),
            "soon": Q(review_due__gte=today, review_due__lte=today + SOON),
            "never": Q(medical_reviewer=None),
        }.get(self.value() or "")
        return queryset.filter(asked).order_by("review_due") if asked else queryset


class _FewButtons:
    """A chosen row may be changed or added in a window of its own; no more buttons than that."""

    def formfield_for_dbfield(self, *args: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(*args, **kwargs)  # type: ignore[misc]
        for name in ("can_delete_related", "can_view_related"):
            if field is not None and hasattr(field.widget, name):
                setattr(field.widget, name, False)
        return field


class BylineInline(_FewButtons, admin.TabularInline):
    model = Byline
    form = BylineForm
    formset = BylineFormSet
    extra = 1
    autocomplete_fields = ("author",)
    verbose_name_plural = _("Byline, in order of position")

    # Who may change the article may change its byline: it is one form.
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_write(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_write(request, obj)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        return type("BylineFormSet", (formset,), {"intent": pressed(request)})


@admin.register(Article)
class ArticleAdmin(_FewButtons, ArticlePages):
    form = ArticleForm
    inlines = (BylineInline,)
    change_form_template = "admin/blog/article/change_form.html"
    list_display = (
        "title",
        "status",
        "shown_publish_at",
        "byline",
        "review",
        "leads",
        "comment_count",
    )
    list_filter = (StatusFilter, ReviewFilter, "comments_mode", "language")
    search_fields = ("title", "dek", "slug")
    ordering = (F("publish_at").desc(nulls_first=True), "-updated_at")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("topics", "hero", "social_image", "medical_reviewer")
    readonly_fields = ("hero_preview", "closes_at", "corrected_at")
    actions = ("make_lead",)
    list_per_page = 50
    view_on_site = False
    fieldsets = (
        (None, {"fields": ("title", "dek", "slug", "language", "body", "read_version")}),
        (
            _("Hero image"),
            {
                "fields": (
                    "hero_preview",
                    "hero",
                    "hero_alt",
                    "hero_decorative",
                    "hero_caption",
                    "hero_credit",
                    "social_image",
                )
            },
        ),
        (_("Filed under"), {"fields": ("topics", "place", "people")}),
        (
            _("Publication"),
            {"fields": ("publish_at", "lead", "revised_at", "correction", "corrected_at")},
        ),
        (
            _("Medical review"),
            {"fields": ("medical_reviewer", "reviewed_on", "review_due")},
        ),
        (_("Comments"), {"fields": ("comments_mode", "comments_days", "closes_at")}),
        (
            _("Search engines"),
            {"classes": ("collapse",), "fields": ("seo_title", "seo_description")},
        ),
    )

    class Media:
        css = {"all": ("css/editor.css",)}

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Article]":
        return super().get_queryset(request).prefetch_related("bylines__author")

    def get_urls(self) -> list[Any]:
        return [*self.own_urls(), *super().get_urls()]

    # --- Who may ------------------------------------------------------------------------------
    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whatever the public sees is changed by those who may publish."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or _may_write(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only what was never public: the rest is unpublished, and its address kept."""
        never = obj is None or obj.publish_at is None or obj.state == ArticleState.DRAFT
        return never and super().has_delete_permission(request, obj)

    # --- The form -----------------------------------------------------------------------------
    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        wanted = "draft" in request.GET and request.method == "GET"
        kept = drafts.waiting(_user(request), obj) if wanted else None
        own = {
            "user": request.user,
            "intent": pressed(request),
            "draft": kept.content if kept else {},
        }
        return type("ArticleForm", (form,), own)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        article = self.get_object(request, object_id) if object_id else None
        # Who may not edit leaves no trace of having been here; what follows refuses them.
        works = self.has_change_permission(request, article) or self.has_add_permission(request)
        context = (self._around(request, article) if works else {}) | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)

    def _around(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        user = _user(request)
        kept = drafts.waiting(user, article) if "draft" not in request.GET else None
        around: dict[str, Any] = {
            "kept": kept,
            "offered": [
                (intent, LABELS[intent]) for intent in workflow.offered(article or Article(), user)
            ],
        }
        if article:
            others = drafts.here(user, article)
            path = reverse("blog:preview", args=[previews.token(article)], urlconf=PUBLIC_URLS)
            around |= {"others": ", ".join(others), "preview_link": settings.SITE_URL + path}
            around["preview_days"] = previews.DAYS
        return around

    # --- Saving -------------------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        intent = pressed(request)
        if not workflow.may(_user(request), obj, intent):
            raise PermissionDenied
        workflow.step(obj, intent)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        workflow.finish(form.instance, by=_user(request))
        if not change:
            drafts.drop(_user(request), None)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: Any = None
    ) -> HttpResponse:
        """After a step of its own the form stays open: most saves are not the last one."""
        return self._stay(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._stay(request, obj) or super().response_change(request, obj)

    def _stay(self, request: HttpRequest, obj: Article) -> HttpResponse | None:
        intent = pressed(request)
        if "_popup" in request.POST or "_addanother" in request.POST:
            return None
        self.message_user(request, self._said(obj, intent), messages.SUCCESS)
        return redirect("admin:blog_article_change", obj.pk)

    def _said(self, obj: Article, intent: Intent) -> SafeString:
        link = reverse("blog:article", args=[obj.slug], urlconf=PUBLIC_URLS)
        if obj.is_public():
            words = _("Saved: readers see it now.") if intent == Intent.SAVE else _("Published.")
            return format_html('{} <a href="{}">{}</a>', words, link, _("Look at it"))
        if obj.state == ArticleState.PUBLISHED and obj.publish_at:
            moment = date_format(timezone.localtime(obj.publish_at), "DATETIME_FORMAT")
            return format_html("{} {}", _("Scheduled:"), moment)
        return format_html("{}", _("Saved. State: {}").format(obj.status))

    # --- The list -----------------------------------------------------------------------------
    @admin.display(description=_("state"), ordering="state")
    def status(self, article: Article) -> str:
        return article.status

    @admin.display(description=_("publication"), ordering="publish_at", empty_value="")
    def shown_publish_at(self, article: Article) -> Any:
        return article.publish_at

    @admin.display(description=_("lead"), ordering="lead", boolean=False)
    def leads(self, article: Article) -> str:
        return "★" if article.lead else ""

    @admin.display(description=_("byline"))
    def byline(self, article: Article) -> str:
        return ", ".join(byline.author.name for byline in article.bylines.all())

    @admin.display(description=_("review due"), ordering="review_due", empty_value="")
    def review(self, article: Article) -> Any:
        if article.review_overdue:
            return format_html(
                "<strong>{}</strong>",
                date_format(cast(Any, article.review_due), "SHORT_DATE_FORMAT"),
            )
        return article.review_due

    @admin.display(description=_("shown now"))
    def hero_preview(self, article: Article) -> Any:
        if not article.hero:
            return _("None yet: pick one below, or add one with the plus sign.")
        small = pictures.source(article.hero, sizes="20rem")
        return format_html(
            '<img class="hero-preview" src="{}" srcset="{}" sizes="20rem" width="{}" height="{}" '
            'alt="">',
            *(small.src, small.srcset, small.width, small.height),
        )

    @admin.action(description=_("Make this the lead of the front page"), permissions=["publish"])
    def make_lead(self, request: HttpRequest, queryset: "QuerySet[Article]") -> None:
        chosen = queryset.first()
        if queryset.count() != 1 or chosen is None:
            self.message_user(request, _("Choose one article."), messages.WARNING)
            return
        Article.objects.filter(lead=True).update(lead=False)
        Article.objects.filter(pk=chosen.pk).update(lead=True)
        Article.objects.filter(pk=chosen.pk).touch()
        self.message_user(request, _("“{}” leads the front page.").format(chosen), messages.SUCCESS)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the person may do what the public sees at once."""
        return bool(request.user.has_perm("blog.publish_article"))


LABELS = {
    Intent.DRAFT: _("Back to draft"),
    Intent.REVIEW: _("Send for review"),
    Intent.PUBLISH: _("Publish"),
    Intent.UNPUBLISH: _("Unpublish"),
}
