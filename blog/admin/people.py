"""Authors and topics in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import Author, Topic


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ("name", "credentials", "role", "article_count")
    search_fields = ("name", "credentials", "role")
    ordering = ("name",)
    autocomplete_fields = ("user",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Author]":
        authors: QuerySet[Author] = super().get_queryset(request)
        return authors.annotate(written=Count("bylines"))

    @admin.display(description=_("articles"), ordering="written")
    def article_count(self, author: Any) -> int:
        return int(author.written)


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    """The slugs are the engine's: a topic may be described here, not added or renamed away."""

    list_display = ("name", "name_es", "slug", "parent")
    list_select_related = ("parent",)
    search_fields = ("name", "name_es", "slug", "synonyms")
    readonly_fields = ("slug", "parent")
    fields = ("name", "name_es", "slug", "parent", "summary", "synonyms")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        return False
