"""Writing and approving canned replies: new words are a new version, approved by somebody else."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from moderation import fields
from moderation.models import Approval, CannedReply, CannedReplyVersion


class VersionFormSet(forms.BaseInlineFormSet):
    """Checks the fields in the words, and that an approved version stays as it was approved."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            if form.has_changed() and "body" in form.cleaned_data:
                _check(form)


def _check(form: Any) -> None:
    if form.instance.pk and form.instance.status != Approval.DRAFT:
        form.add_error(
            "body", ValidationError(_("This version was approved. Add a new one instead."))
        )
    unknown = fields.unknown_fields(form.cleaned_data["body"])
    if unknown:
        message = _("There is no field %(names)s.") % {"names": ", ".join(sorted(unknown))}
        form.add_error("body", ValidationError(message))


@transaction.atomic
def save_versions(formset: Any, *, writer: Any) -> None:
    """Number new versions and note who wrote them."""
    for version in formset.save(commit=False):
        if version.pk is None:
            same = CannedReplyVersion.objects.filter(reply=version.reply, language=version.language)
            version.number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
        version.written_by = writer
        version.save()
    formset.save_m2m()


@transaction.atomic
def approve(reply: CannedReply, *, approver: Any) -> int:
    """Approve the newest draft of each language that the approver did not write; how many."""
    drafts = reply.versions.filter(status=Approval.DRAFT).exclude(written_by=approver)
    newest = {version.language: version for version in drafts.order_by("number")}
    for version in newest.values():
        reply.versions.filter(language=version.language, status=Approval.APPROVED).update(
            status=Approval.RETIRED
        )
        version.status, version.approved_by = Approval.APPROVED, approver
        version.save(update_fields=["status", "approved_by"])
    return len(newest)
