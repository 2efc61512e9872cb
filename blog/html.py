"""Editors' HTML made safe and tidy: the one place where bleach is called.

`clean` is run on every save. What it lets through is the policy below; its number is stored with
the article, so that `manage.py reclean` can find what an older policy let through.
"""

import re
import threading
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

from bleach.sanitizer import Cleaner
from django.conf import settings

# Count this up with every change of what `clean` lets through or makes of it.
POLICY = 1
# fmt: off
TAGS = frozenset({
    "a", "abbr", "blockquote", "br", "caption", "code", "em", "figcaption", "figure", "h2", "h3",
    "hr", "img", "li", "ol", "p", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead",
    "tr", "ul",
})
# fmt: on
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})
# What is emptied may leave its parent empty; words nested deeper than this were not typed.
_PASSES = 8
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_NUMBER = re.compile(r"[0-9]{1,4}")
_ANYTHING = re.compile(r"(?s).*")
_ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    "*": {"lang": _LANGUAGE},
    "a": {"href": _ANYTHING, "hreflang": _LANGUAGE},
    "abbr": {"title": _ANYTHING},
    "img": {
        "src": re.compile(re.escape(settings.MEDIA_URL) + r"pictures/[\w-]+(\.[\w-]+)*"),
        "alt": _ANYTHING,
        "width": _NUMBER,
        "height": _NUMBER,
        "data-file": re.compile(r"[0-9]{1,18}"),
    },
    "ol": {"start": _NUMBER},
    "td": {"colspan": _NUMBER, "rowspan": _NUMBER},
    "th": {"colspan": _NUMBER, "rowspan": _NUMBER, "scope": re.compile(r"(col|row)(group)?")},
}


def clean(html: str) -> str:
    """HTML of any origin in, the same words in allowed HTML out. Cleaning twice changes nothing."""
    cleaner = _cleaner()
    safe = str(cleaner.clean(_translate(html))).strip()
    for _ in range(_PASSES):
        # The sanitiser has the last word: nothing that tidying does can let anything through.
        tidier = str(cleaner.clean(_tidy(safe))).strip()
        if tidier == safe:
            break
        safe = tidier
    return safe


def plain_text(html: str) -> str:
    """The words of cleaned HTML, a line a block, for search and for counting."""
    spaced = re.sub(r"</(?:p|h2|h3|li|td|th|figcaption|blockquote)>|<br>|<hr>", "\n", html)
    return re.sub(r"\n\s*\n+", "\n", unescape(re.sub(r"<[^>]*>", "", spaced))).strip()


def _allowed(tag: str, name: str, value: str) -> bool:
    pattern = _ATTRIBUTES.get(tag, {}).get(name) or _ATTRIBUTES["*"].get(name)
    return pattern is not None and pattern.fullmatch(value) is not None


_local = threading.local()


def _cleaner() -> Cleaner:
    # Building one costs more than a small clean; one a thread, because it keeps parser state.
    if not hasattr(_local, "cleaner"):
        _local.cleaner = Cleaner(
            tags=TAGS, attributes=_allowed, protocols=PROTOCOLS, strip=True, strip_comments=True
        )
    cleaner: Cleaner = _local.cleaner
    return cleaner


# --- Before: what word processors and other sites write, in our own tags ---------------------
_RENAMED = {
    "b": "strong",
    "i": "em",
    "cite": "em",
    "h1": "h2",
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
    "div": "p",
}
# fmt: off
_WITHOUT_CONTENT = frozenset({
    "iframe", "noembed", "noframes", "noscript", "script", "select", "style", "template",
    "textarea", "title", "xml",
})
# fmt: on


class _Translator(HTMLParser):
    """Renames tags and drops what holds no words of the text (styles, scripts, Word's own XML)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _WITHOUT_CONTENT:
            self.dropping.append(tag)
        elif not self.dropping:
            kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
            self.out.append(f"<{_RENAMED.get(tag, tag)}{kept}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _WITHOUT_CONTENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.dropping:
            self.dropping.remove(tag)
        elif not self.dropping:
            self.out.append(f"</{_RENAMED.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        if not self.dropping:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _translate(html: str) -> str:
    translator = _Translator()
    translator.feed(html.replace("\x00", ""))
    translator.close()
    return "".join(translator.out)


# --- Between: on HTML that is already well formed and safe -----------------------------------
_SPACE = r"(?:\s|&nbsp;|\xa0)"
# A list that Word wrote as paragraphs: a bullet or a number, then several hard spaces.
_BULLET = rf"<p>{_SPACE}*[·•▪§o\uf0b7\uf0a7]{_SPACE}+(?P<words>.*?)</p>"
_NUMBERED = rf"<p>{_SPACE}*\d{{1,2}}[.)](?:&nbsp;|\xa0){_SPACE}*(?P<words>.*?)</p>"


def _listed(tag: str, item: str) -> Callable[[re.Match[str]], str]:
    def replace(run: re.Match[str]) -> str:
        found = re.finditer(item, run[0], re.DOTALL)
        return f"<{tag}>" + "".join(f"<li>{one['words']}</li>" for one in found) + f"</{tag}>"

    return replace


def _run(item: str) -> re.Pattern[str]:
    plain = item.replace("(?P<words>", "(?:")
    return re.compile(rf"(?:{plain}\s*)+", re.DOTALL)


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"<a>(.*?)</a>", re.DOTALL), r"\1"),  # Word's bookmarks
    (re.compile(r"<img(?![^>]*\bsrc=)[^>]*>"), ""),  # the address was not one of ours
    (_run(_BULLET), _listed("ul", _BULLET)),
    (_run(_NUMBERED), _listed("ol", _NUMBERED)),
    (re.compile(r"(?:&nbsp;|\xa0)+"), " "),
    (re.compile(r"<(h[23])>\s*<strong>([^<]*)</strong>\s*</\1>"), r"<\1>\2</\1>"),
    (re.compile(r"<(strong|em|sub|sup)>(\s*)</\1>"), r"\2"),
    (re.compile(r"\s+(</(?:p|h2|h3|li|td|th|figcaption)>)"), r"\1"),
    (re.compile(r"<(p|h2|h3|li|blockquote|figure|figcaption)>(?:\s|<br>)*</\1>"), ""),
)


def _tidy(html: str) -> str:
    for pattern, replacement in _RULES:
        html = pattern.sub(replacement, html)
    return html
