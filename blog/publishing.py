"""What stands between a draft and the public: problems, each named in words, with its field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from blog.body import render
from blog.html import plain_text
from blog.models import Article, FormerSlug

_HEADING = re.compile(r"<h([23])(?: [^>]*)?>(.*?)</h\1>", re.DOTALL)
_LINK = re.compile(r"<a(?: ([^>]*))?>(.*?)</a>", re.DOTALL)
_IMAGE = re.compile(r"<img ([^>]*)>")
_HREF = re.compile(r'href="([^"]*)"')
_ALT = re.compile(r'alt="\s*[^"\s]')
_ARTICLE = re.compile(r"(?:/[a-z]{2})?/articles/([\w-]+)/$")
# "TK" marks what is still to come, in newsrooms everywhere.
_UNFINISHED = re.compile(r"\bTK\b|\blorem ipsum\b|\bXXX\b", re.IGNORECASE)
_SAYS_NOTHING = {"click here", "here", "link", "read more", "more", "aquí", "haga clic aquí"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What stops the article, and the form field where it is put right."""

    field: str
    message: str


def problems(fields: dict[str, Any]) -> list[Problem]:
    """Everything that must be put right first; `fields` as the article form cleaned them."""
    return [*_in_head(fields), *_in_picture(fields), *_in_review(fields), *_in_body(fields)]


def _in_head(fields: dict[str, Any]) -> Iterator[Problem]:
    if not fields.get("title"):
        yield Problem("title", _("The article has no title."))
    if not fields.get("dek"):
        yield Problem("dek", _("The dek is empty: lists, feeds and search engines show it."))
    for name in ("title", "dek"):
        if _UNFINISHED.search(fields.get(name) or ""):
            yield Problem(name, _("It still says that something is to come."))


def _in_picture(fields: dict[str, Any]) -> Iterator[Problem]:
    alt, decorative = fields.get("hero_alt"), fields.get("hero_decorative")
    if fields.get("hero") and not alt and not decorative:
        yield Problem(
            "hero_alt", _("Say what the hero image shows, or mark it as decorative below.")
        )
    if fields.get("hero") and alt and decorative:
        yield Problem("hero_decorative", _("A decorative image has no alternative text: choose."))


def _in_review(fields: dict[str, Any]) -> Iterator[Problem]:
    if fields.get("medical_reviewer") and not fields.get("reviewed_on"):
        yield Problem("reviewed_on", _("Say when the medical reviewer read it."))
    if fields.get("reviewed_on") and not fields.get("medical_reviewer"):
        yield Problem("medical_reviewer", _("Say who reviewed it."))


def _in_body(fields: dict[str, Any]) -> Iterator[Problem]:
    html = fields.get("body") or ""
    found = [] if plain_text(html) else [_("The article has no text.")]
    found += [*_about_headings(html), *_about_images(html)]
    found += [*_about_links(html, fields.get("slug") or "")]
    if unfinished := _UNFINISHED.search(plain_text(html)):
        found.append(_("“%(words)s” is still in the text.") % {"words": unfinished[0]})
    yield from (Problem("body", message) for message in found)


def _about_headings(html: str) -> Iterator[str]:
    seen_main = False
    for level, inside in _HEADING.findall(html):
        words = plain_text(inside)
        if not words:
            yield _("A heading is empty.")
        elif level == "3" and not seen_main:
            yield _("“%(heading)s” is a small heading with no large one above it.") % {
                "heading": words
            }
        seen_main = seen_main or level == "2"


def _about_images(html: str) -> Iterator[str]:
    without = sum(not _ALT.search(attributes) for attributes in _IMAGE.findall(html))
    if without:
        yield _("%(number)s of the pictures in the text have no alternative text.") % {
            "number": without
        }


def _about_links(html: str, slug: str) -> Iterator[str]:
    anchors = {section.anchor for section in render(html).sections}
    for attributes, inside in _LINK.findall(html):
        words = plain_text(inside)
        href = _HREF.search(attributes or "")
        target = unescape(href[1]).strip() if href else ""
        if not words and "<img" not in inside:
            yield _("A link to “%(target)s” has no words.") % {"target": target}
        elif words.lower().strip(" .…") in _SAYS_NOTHING:
            yield _("The link “%(words)s” does not say where it leads.") % {"words": words}
        if _leads_nowhere(target, anchors, slug):
            yield _("The link “%(words)s” leads nowhere (“%(target)s”).") % {
                "words": words,
                "target": target,
            }


def _leads_nowhere(target: str, anchors: set[str], slug: str) -> bool:
    if target.startswith("#"):
        return target[1:] not in anchors | {"top", "comments"}
    parts = urlsplit(target)
    if parts.scheme in {"mailto", "tel"}:
        return not parts.path
    if parts.scheme and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return "." not in parts.netloc
    own = _ARTICLE.match(parts.path)
    if own:
        return own[1] != slug and not _is_an_address(own[1])
    return not parts.path.startswith("/")


def _is_an_address(slug: str) -> bool:
    return (
        Article.objects.published().filter(slug=slug).exists()
        or FormerSlug.objects.filter(slug=slug, article__in=Article.objects.published()).exists()
    )
