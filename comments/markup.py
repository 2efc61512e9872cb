"""The HTML of a comment, made once from its public text when it is published."""

import re
from html import escape

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from moderation.redaction import MARKS

# Unicode's bidirectional controls (UAX #9) and the C0/C1 controls but tab and line feed.
_UNSEEN = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HOSTS = "|".join(re.escape(host) for host in sorted(settings.LINK_HOSTS, key=len, reverse=True))
_MARK = "|".join(re.escape(mark) for mark in sorted(MARKS, key=len, reverse=True))
_LINK = rf"https://(?:{_HOSTS})(?![\w.:@-])[^\s<>\"'\[\]]*"
_SPECIAL = re.compile(rf"(?P<mark>{_MARK})|(?P<link>{_LINK})")
_SENTENCE_END = re.compile(r"[.,;:!?)\]]+$")


def to_html(text: str) -> SafeString:
    """Public plain text in, safe HTML out: paragraphs, quiet marks, links to our own hosts.

    Nothing in the text is markup. A blank line ends a paragraph, a line end is a `<br>`. Only
    https links to a host in `settings.LINK_HOSTS` become links. Bidi controls are dropped.
    """
    plain = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    paragraphs = (part.strip("\n") for part in re.split(r"\n[^\S\n]*\n\s*", plain))
    return mark_safe(  # noqa: S308 - every piece is escaped in _inline
        "".join(f"<p>{_inline(part)}</p>" for part in paragraphs if part.strip())
    )


def _inline(text: str) -> str:
    pieces, at = [], 0
    for found in _SPECIAL.finditer(text):
        pieces.append(_escaped(text[at : found.start()]))
        pieces.append(_mark(found[0]) if found["mark"] else _link(found[0]))
        at = found.end()
    pieces.append(_escaped(text[at:]))
    return "".join(pieces)


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _mark(text: str) -> str:
    return f'<span class="mark">{escape(text)}</span>'


def _link(text: str) -> str:
    ending = _SENTENCE_END.search(text)
    address, rest = (text[: ending.start()], ending[0]) if ending else (text, "")
    while rest.startswith(")") and address.count("(") > address.count(")"):
        address, rest = address + ")", rest[1:]
    shown = escape(address)
    return f'<a href="{shown}" rel="nofollow ugc noopener">{shown}</a>{escape(rest)}'
