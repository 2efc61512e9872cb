"""Pictures in the admin, and the window in which an editor picks one for the text."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from blog import pictures
from blog.forms import PictureForm
from blog.models import Picture

SHOWN = 48


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    form = PictureForm
    list_display = ("thumbnail", "__str__", "credit", "size", "uploaded_at")
    list_display_links = ("thumbnail", "__str__")
    search_fields = ("name", "alt", "credit", "file")
    list_per_page = 50

    def get_urls(self) -> list[Any]:
        picker = path(
            "picker/", self.admin_site.admin_view(self.picker), name="blog_picture_picker"
        )
        own: list[URLPattern] = [picker]
        return [*own, *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        return ("thumbnail", "name", "alt", "credit") if obj else ("file", "name", "alt", "credit")

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        return ("thumbnail",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            pictures.users_of(obj).touch()
        else:
            pictures.size_later(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        unused = obj is None or not pictures.users_of(obj).exists()
        return unused and super().has_delete_permission(request, obj)

    @admin.display(description=_("picture"))
    def thumbnail(self, picture: Picture) -> SafeString:
        small = pictures.source(picture, sizes="8rem")
        return format_html(
            '<img class="thumbnail" src="{}" srcset="{}" sizes="8rem" width="{}" height="{}" '
            'alt="" loading="lazy">',
            *(small.src, small.srcset, small.width, small.height),
        )

    @admin.display(description=_("size"))
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}"

    def picker(self, request: HttpRequest) -> HttpResponse:
        """The newest pictures, or those that match; and a form to add one and pick it at once."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = PictureForm(request.POST or None, request.FILES or None)
        picked = None
        if request.method == "POST" and self.has_add_permission(request) and form.is_valid():
            picked = self._added(form)
        query = request.GET.get("q", "")
        found, _ = self.get_search_results(request, Picture.objects.all(), query)
        context = self.admin_site.each_context(request) | {
            "title": str(_PICK),
            "form": form,
            "picked": picked,
            "query": query,
            "may_add": self.has_add_permission(request),
            "found": [(one, pictures.source(one, sizes="11rem")) for one in found[:SHOWN]],
            "callback": request.GET.get("CKEditorFuncNum", ""),
            "is_popup": True,
        }
        return TemplateResponse(request, "admin/blog/picture/picker.html", context)

    def _added(self, form: PictureForm) -> Picture:
        same = Picture.objects.filter(file=f"pictures/{form.cleaned_data['file'].name}").first()
        if same:
            return same
        picture: Picture = form.save()
        pictures.size_later(picture)
        return picture


_PICK = _("Pick a picture")
