"""The staff's rows in the admin: canned replies to write and approve, records to read."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from moderation import canned
from moderation.models import (
    Approval,
    AuditEvent,
    CannedReply,
    CannedReplyVersion,
    Decision,
    Incident,
    OriginalAccess,
    RuleStat,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    """A record: looked at, never changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("sequence", "at", "verb", "subject", "subject_id", "actor_id")
    list_filter = ("verb",)
    show_full_result_count = False


@admin.register(OriginalAccess)
class OriginalAccessAdmin(ReadOnlyAdmin):
    list_display = ("at", "user", "what", "comment_public_id", "in_claim", "reason")
    list_filter = ("what", "in_claim")
    list_select_related = ("user",)
    show_full_result_count = False


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("decided_at", "action", "reason", "actor", "second_actor", "case")
    list_filter = ("action", "reason")
    list_select_related = ("actor", "second_actor", "case")
    show_full_result_count = False


@admin.register(Incident)
class IncidentAdmin(ReadOnlyAdmin):
    list_display = ("at", "reason", "kinds", "public_from", "public_until", "in_mail", "in_feed")
    list_filter = ("reason",)


@admin.register(RuleStat)
class RuleStatAdmin(ReadOnlyAdmin):
    list_display = ("rule", "agreed", "changed", "refused", "share_agreed")
    search_fields = ("rule",)

    @admin.display(description=_("agreed with"))
    def share_agreed(self, stat: RuleStat) -> str:
        total = stat.agreed + stat.changed + stat.refused
        return f"{100 * stat.agreed / total:.0f} %" if total else "–"


class VersionInline(admin.StackedInline):
    """The words, language by language. A version that was approved is never edited: add one."""

    model = CannedReplyVersion
    extra = 0
    fields = ("language", "body", "status", "written_by", "approved_by", "review_by")
    readonly_fields = ("status", "written_by", "approved_by")
    formset = canned.VersionFormSet

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CannedReply)
class CannedReplyAdmin(admin.ModelAdmin):
    list_display = ("title", "answers", "languages", "active", "used", "used_edited", "blocked")
    list_filter = ("active", "crisis", "needs_state")
    search_fields = ("title", "slug")
    prepopulated_fields = {"slug": ("title",)}
    filter_horizontal = ("conditions",)
    inlines = (VersionInline,)
    actions = ("approve",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CannedReply]:
        return super().get_queryset(request).prefetch_related("versions")

    @admin.display(description=_("answers"))
    def answers(self, reply: CannedReply) -> str:
        return ", ".join(reply.intents)

    @admin.display(description=_("approved in"))
    def languages(self, reply: CannedReply) -> str:
        approved = [one for one in reply.versions.all() if one.status == Approval.APPROVED]
        return ", ".join(sorted(one.language for one in approved)) or "–"

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        canned.save_versions(formset, writer=request.user)

    @admin.action(description=_("Approve what others wrote"), permissions=["approve"])
    def approve(self, request: HttpRequest, chosen: QuerySet[CannedReply]) -> None:
        count = sum(canned.approve(reply, approver=request.user) for reply in chosen)
        said = ngettext("%(count)d version approved.", "%(count)d versions approved.", count)
        self.message_user(
            request, said % {"count": count}, messages.SUCCESS if count else messages.WARNING
        )

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("moderation.approve_cannedreply")
