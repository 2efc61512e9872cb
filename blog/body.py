"""From the saved body to what the page shows: anchors, a table of contents, sized pictures."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext

from blog import pictures
from blog.models import Picture

_HEADING = re.compile(r"<h([23])((?: [^>]*)?)>(.*?)</h\1>", re.DOTALL)
_IMAGE = re.compile(r"<img ([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_FIGURE = re.compile(r"<figure>(?P<inside>.*?)</figure>", re.DOTALL)
_SOURCE = re.compile(r'src="' + re.escape(settings.MEDIA_URL) + r'([^"]*)"')
# Anchors that the page itself uses.
_TAKEN = frozenset({"top", "main", "comments", "write", "site-q", "toc"})
# Longer names make addresses nobody can read out.
_ANCHOR_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the body: where it is, what it says, and whether it stands at level 2 or 3."""

    anchor: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Body:
    html: str
    sections: tuple[Section, ...]

    @property
    def contents(self) -> tuple[Section, ...]:
        """The table of contents: main headings, and none at all for fewer than three."""
        main = tuple(section for section in self.sections if section.level == 2)
        return main if len(main) > 2 else ()


def render(html: str, *, dateline: str = "") -> Body:
    """Cleaned HTML in, the page's HTML out. One query when there are pictures, none otherwise."""
    html, sections = _with_anchors(html)
    html = _with_pictures(html, _pictures_in(html))
    html = _TABLE.sub(_scrollable, html)
    return Body(_with_dateline(html, dateline), tuple(sections))


def _with_anchors(html: str) -> tuple[str, list[Section]]:
    sections: list[Section] = []
    used = set(_TAKEN)

    def anchored(found: re.Match[str]) -> str:
        level, attributes, inside = found.groups()
        title = unescape(re.sub(r"<[^>]*>", "", inside)).strip()
        section = Section(_free(title, used), title, int(level))
        sections.append(section)
        return f'<h{level}{attributes} id="{section.anchor}">{inside}</h{level}>'

    return _HEADING.sub(anchored, html), sections


def _free(title: str, used: set[str]) -> str:
    base = slugify(title)[:_ANCHOR_LENGTH].strip("-") or "section"
    anchor, number = base, 2
    while anchor in used:
        anchor, number = f"{base}-{number}", number + 1
    used.add(anchor)
    return anchor


def file_names(html: str) -> list[str]:
    """The stored files that a cleaned body shows."""
    return [unescape(name) for name in _SOURCE.findall(html)]


def _pictures_in(html: str) -> dict[str, Picture]:
    names = file_names(html)
    if not names:
        return {}
    return {str(picture.file.name): picture for picture in Picture.objects.filter(file__in=names)}


def _with_pictures(html: str, known: Mapping[str, Picture]) -> str:
    def sized(found: re.Match[str]) -> str:
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(found[1])}
        picture = known.get(given.get("src", "").removeprefix(settings.MEDIA_URL))
        # A file that is gone would show as a broken picture.
        return _image(picture, given.get("alt", "")) if picture else ""

    def credited(found: re.Match[str]) -> str:
        names = file_names(found["inside"])
        credits = [known[name].credit for name in names if name in known and known[name].credit]
        return f"<figure>{_with_credit(found['inside'], credits)}</figure>"

    return _IMAGE.sub(sized, _FIGURE.sub(credited, html))


def _image(picture: Picture, alt: str) -> str:
    attributes = {"alt": alt, "loading": "lazy", "decoding": "async"}
    attributes |= pictures.source(picture, sizes="(min-width: 44rem) 40rem, 92vw").attributes()
    return f"<img {_joined(attributes.items())}>"


def _joined(attributes: Iterable[tuple[str, str]]) -> str:
    return " ".join(f'{name}="{escape(value)}"' for name, value in attributes)


def _with_credit(inside: str, credits: list[str]) -> str:
    if not credits:
        return inside
    credit = f'<span class="credit">{escape(", ".join(dict.fromkeys(credits)))}</span>'
    if "</figcaption>" in inside:
        return inside.replace("</figcaption>", f" {credit}</figcaption>", 1)
    return f"{inside}<figcaption>{credit}</figcaption>"


def _scrollable(table: re.Match[str]) -> str:
    # Wide tables scroll by themselves, and by keyboard (WCAG 2.1.1), so that the page reflows.
    label = escape(gettext("Table"))
    return f'<div class="table" role="region" aria-label="{label}" tabindex="0">{table[0]}</div>'


def _with_dateline(html: str, place: str) -> str:
    if not place or not html.startswith("<p>"):
        return html
    return f'<p><span class="dateline">{escape(place)}</span> — {html.removeprefix("<p>")}'
