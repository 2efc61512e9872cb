"""The marks for what was left out, in the language of the comment they stand in.

Stored text has the library's own marks, so that no scan takes them for a detail; only what is
shown is put into words.
"""

import re
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

MARKS: dict[str, Any] = {
    "[name]": _("[name]"),
    "[age]": _("[age]"),
    "[date]": _("[date]"),
    "[place]": _("[place]"),
    "[state]": _("[state]"),
    "[address]": _("[address]"),
    "[organization]": _("[organization]"),
    "[insurer]": _("[insurer]"),
    "[phone]": _("[phone]"),
    "[email]": _("[email]"),
    "[link]": _("[link]"),
    "[number]": _("[number]"),
    "[value]": _("[value]"),
    "[size]": _("[size]"),
    "[weight]": _("[weight]"),
    "[dose]": _("[dose]"),
    "[stage]": _("[stage]"),
    "[condition]": _("[condition]"),
    "[treatment]": _("[treatment]"),
    "[gene]": _("[gene]"),
    "[symptom]": _("[symptom]"),
    "[occupation]": _("[occupation]"),
}
_ANY = re.compile("|".join(map(re.escape, MARKS)))
_SHOWN = re.compile(r'(?<=<span class="mark">)\[\w+\](?=</span>)')


def shown(mark: str) -> str:
    """The mark in the language that is on; anything else as it is."""
    return str(MARKS.get(mark, mark))


def all_shown(text: str) -> str:
    """Plain text with every mark in it in the language that is on."""
    return _ANY.sub(lambda found: shown(found[0]), text)


def in_language(html: str, language: str) -> SafeString:
    """The HTML of a published comment (comments.markup) with its marks in that language."""
    with override(language):
        return mark_safe(_SHOWN.sub(lambda found: shown(found[0]), html))  # noqa: S308 - made safe
