"""What an article was after each save: recorded, compared, brought back."""

import difflib
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from blog.html import plain_text
from blog.models import Article, Byline, Revision, Topic
from staff.models import User

# Restored by name; pictures and people by key; the state and its times are never brought back.
TEXT_FIELDS = (
    "title",
    "dek",
    "place",
    "people",
    "language",
    "body",
    "hero_alt",
    "hero_decorative",
    "hero_caption",
    "hero_credit",
    "correction",
    "seo_title",
    "seo_description",
)
KEY_FIELDS = ("hero_id", "social_image_id", "medical_reviewer_id")


def record(article: Article, *, by: User | None) -> Revision | None:
    """Keep what the article is now; nothing when nothing changed."""
    content = snapshot(article)
    latest = article.revisions.first()
    if latest is not None and latest.content == content:
        return None
    number = (article.revisions.aggregate(latest=Max("number"))["latest"] or 0) + 1
    return Revision.objects.create(article=article, number=number, made_by=by, content=content)


def snapshot(article: Article) -> dict[str, Any]:
    """The article as plain values."""
    fresh = Article.objects.get(pk=article.pk)
    content = {name: getattr(fresh, name) for name in (*TEXT_FIELDS, *KEY_FIELDS, "slug", "state")}
    content["publish_at"] = fresh.publish_at and fresh.publish_at.isoformat()
    bylines = Byline.objects.filter(article=fresh).select_related("author")
    content["authors"] = [[byline.author_id, str(byline.author)] for byline in bylines]
    content["topics"] = sorted(fresh.topics.values_list("slug", flat=True))
    return content


def restore(article: Article, revision: Revision, *, by: User) -> Revision | None:
    """Make the words, pictures and people what they were; address and state stay as they are."""
    for name in (*TEXT_FIELDS, *KEY_FIELDS):
        if name in revision.content:
            setattr(article, name, revision.content[name])
    article.save()
    article.topics.set(Topic.objects.filter(slug__in=revision.content.get("topics", [])))
    authors = [pk for pk, _ in revision.content.get("authors", [])]
    Byline.objects.filter(article=article).delete()
    Byline.objects.bulk_create(
        Byline(article=article, author_id=pk, position=place) for place, pk in enumerate(authors)
    )
    article.reindex()
    return record(article, by=by)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that two revisions have differently, as HTML with <del> and <ins>."""

    field: str
    html: SafeString


def compare(before: Revision | None, after: Revision) -> list[Change]:
    """What changed from one revision to another, field by field."""
    old = before.content if before else {}
    names = [name for name in after.content if old.get(name) != after.content[name]]
    return [Change(_label(name), _difference(old.get(name), after.content[name])) for name in names]


def _label(name: str) -> str:
    plain = name.removesuffix("_id")
    fields = {field.name: field for field in Article._meta.get_fields()}
    return str(getattr(fields.get(plain), "verbose_name", plain))


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        value = ", ".join(str(item[1] if isinstance(item, list) else item) for item in value)
    text = plain_text(value) if isinstance(value, str) and "<" in value else str(value or "")
    return re.findall(r"\s+|[^\s]+", text)


def _difference(old: Any, new: Any) -> SafeString:
    before, after = _words(old), _words(new)
    pieces = []
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        gone, come = escape("".join(before[a:b])), escape("".join(after[c:d]))
        if kind == "equal":
            pieces.append(_shortened(come))
            continue
        pieces += [f"<del>{gone}</del>"] if gone else []
        pieces += [f"<ins>{come}</ins>"] if come else []
    return mark_safe("".join(pieces) or "<em>…</em>")  # noqa: S308 - every piece is escaped


def _shortened(text: str, keep: int = 160) -> str:
    return text if len(text) < keep * 2 + 20 else f"{text[:keep]} … {text[-keep:]}"
