"""The article form of the admin: its editor, its checks, and the guard against overwriting."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_prose_editor.widgets import AdminProseEditorWidget

from blog import html, pictures, publishing, workflow
from blog.models import Article, ArticleState, Byline, Picture
from blog.workflow import Intent
from staff.models import User

# Spelled out: an extension without the ones it needs would keep the editor from starting.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3]},
    "HardBreak": True,
    "HorizontalRule": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Image": True,
    "Caption": True,
    "Figure": {"pickerUrl": reverse_lazy("admin:blog_picture_picker")},
    "HTML": True,
    "NoSpellCheck": False,
}


WAS_PUBLIC = (ArticleState.PUBLISHED, ArticleState.UNPUBLISHED)


class ArticleForm(forms.ModelForm):
    """One article. The admin makes a subclass a request, with who saves and what they pressed."""

    user: ClassVar[User]
    intent: ClassVar[Intent] = Intent.SAVE
    draft: ClassVar[dict[str, str]] = {}

    body = forms.CharField(
        required=False,
        widget=AdminProseEditorWidget(config={"extensions": EXTENSIONS}, preset="configurable"),
    )
    read_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = (
            "title",
            "dek",
            "slug",
            "language",
            "body",
            "hero",
            "hero_alt",
            "hero_decorative",
            "hero_caption",
            "hero_credit",
            "social_image",
            "topics",
            "place",
            "people",
            "publish_at",
            "lead",
            "revised_at",
            "correction",
            "medical_reviewer",
            "reviewed_on",
            "review_due",
            "comments_mode",
            "comments_days",
            "seo_title",
            "seo_description",
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField", "size": 80}),
            "dek": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "people": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "hero_caption": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "correction": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["read_version"] = self.instance.version if self.instance.pk else 0
        if not self.is_bound:
            self.initial.update(self.draft)
        if "body" in self.fields:
            self.fields["body"].label = capfirst(Article._meta.get_field("body").verbose_name)

    def clean_body(self) -> str:
        """The body as it will be stored, so that the checks read what readers will get."""
        return html.clean(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        self._guard()
        if self.instance.state in WAS_PUBLIC and not fields.get("publish_at"):
            fields["publish_at"] = self.initial.get("publish_at")  # emptied: it was published then
        if workflow.ends_public(self.instance, self.intent):
            for problem in publishing.problems(fields):
                self.add_error(problem.field, problem.message)
        if fields.get("correction") and "correction" in self.changed_data:
            self.instance.corrected_at = timezone.now()
        return fields

    def _guard(self) -> None:
        """Stop a save that would undo somebody else's, once: pressed again, it is meant."""
        if not self.instance.pk:
            return
        # The admin saves in one transaction: nobody can come in between this look and the save.
        now = Article.objects.select_for_update().get(pk=self.instance.pk)
        if self.cleaned_data.get("read_version") == now.version:
            return
        again = cast(QueryDict, self.data).copy()
        again["read_version"] = str(now.version)
        self.data = again
        latest = now.revisions.select_related("made_by").first()
        who = latest.made_by.shown_name() if latest and latest.made_by else _("Somebody else")
        self.add_error(
            None,
            _(
                "%(who)s saved this article at %(time)s, while you were writing. What you typed "
                "is below, unsaved. Look at the revisions to see what changed; saving again puts "
                "your version in its place."
            )
            % {
                "who": who,
                "time": date_format(timezone.localtime(now.updated_at), "TIME_FORMAT"),
            },
        )


class BylineFormSet(forms.BaseInlineFormSet):
    """The authors in order; an article that is public has at least one."""

    intent: Intent = Intent.SAVE

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if not form.instance.pk and index is not None:
            form.fields["position"].initial = index  # who is added comes last

    def clean(self) -> None:
        super().clean()
        named = [
            form
            for form in self.forms
            if form.cleaned_data.get("author") and not form.cleaned_data.get("DELETE")
        ]
        if not named and workflow.ends_public(self.instance, self.intent):
            raise ValidationError(_("Name at least one author in the byline."))


class BylineForm(forms.ModelForm):
    class Meta:
        model = Byline
        fields = ("author", "position")


class PictureForm(forms.ModelForm):
    """A picture: checked and stripped as it comes in, and never exchanged under an article."""

    file = forms.FileField(
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    )

    class Meta:
        model = Picture
        fields = ("file", "name", "alt", "credit")

    def clean_file(self) -> "File[bytes]":
        upload: File[bytes] = self.cleaned_data["file"]
        return pictures.take_in(upload)
