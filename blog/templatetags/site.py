"""What the frame of every public page needs: the same page in the other languages."""

from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.template import Context
from django.utils.translation import get_language

from blog import pictures
from blog.models import Picture

register = template.Library()


class Edition(NamedTuple):
    code: str
    name: str
    path: str
    current: bool


def in_language(path: str, code: str) -> str:
    """The path of the same page under another language: `/es/x/` and `/x/` are one page.

    Works on the path alone, so that pages which no URL pattern names (404) have a switch too.
    """
    first, _, rest = path.lstrip("/").partition("/")
    bare = f"/{rest}" if first in dict(settings.LANGUAGES) else path
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"


@register.simple_tag(takes_context=True)
def editions(context: Context) -> list[Edition]:
    """This page in every language of the site, the current one among them."""
    request: Any = context.get("request")
    path = request.path if request else "/"
    current = get_language()
    return [
        Edition(code, OWN_NAMES.get(code, str(name)), in_language(path, code), code == current)
        for code, name in settings.LANGUAGES
    ]


# A language is named in itself: who looks for Spanish may not read English.
OWN_NAMES = {"en": "English", "es": "Español"}


@register.simple_tag
def picture_source(picture: Picture, sizes: str) -> pictures.Source:
    """The addresses and the size of a picture for an <img>."""
    return pictures.source(picture, sizes=sizes)
