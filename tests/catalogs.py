"""Reads gettext's catalogues and finds the texts that code and templates ask for."""

import ast
import gettext
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

CALLS = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": -1,
    "pgettext_lazy": -1,
}
# What Django's `templatize` makes of the tags of a template: calls of gettext, in a sea of X.
_CALL = re.compile(
    r"(?<!\w)(_|n?gettext|pgettext)\(((?:u?'(?:\\.|[^'\\])*'|u?\"(?:\\.|[^\"\\])*\"|[\s,])+)"
)
_FIELD = re.compile(r"%\((\w+)\)[sd]|%%\w|%[sd]|\{\w*\}|</?\w+[^>]*>")


@dataclass(frozen=True, order=True)
class Text:
    """What is asked for: English, its plural where it has one, and a context."""

    english: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of a .po file; `spanish` has a form for each number."""

    text: Text
    spanish: tuple[str, ...]
    fuzzy: bool

    @property
    def is_done(self) -> bool:
        return not self.fuzzy and all(self.spanish)


def read_po(path: Path) -> dict[Text, Entry]:
    """All entries but the header."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    entries = (_entry(block) for block in blocks if re.search("^msgid ", block, re.MULTILINE))
    return {entry.text: entry for entry in entries if entry.text.english}


def _entry(block: str) -> Entry:
    fields: dict[str, str] = {}
    name, flags = "", ""
    for line in block.splitlines():
        if line.startswith("#"):
            flags += line if line.startswith("#,") else ""
            continue
        if not line.startswith('"'):
            name, _space, line = line.partition(" ")
        fields[name] = fields.get(name, "") + ast.literal_eval(line)
    text = Text(fields["msgid"], fields.get("msgid_plural", ""), fields.get("msgctxt", ""))
    spanish = tuple(value for name, value in fields.items() if name.startswith("msgstr"))
    return Entry(text, spanish, "fuzzy" in flags)


def read_mo(path: Path) -> dict[tuple[str, int | None], str]:
    """A compiled catalogue as Python's gettext holds it: by key and number; without the header."""
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    keys = (key if isinstance(key, tuple) else (key, None) for key in catalogue)
    held = dict(zip(keys, catalogue.values(), strict=True))
    return {key: value for key, value in held.items() if key[0]}


def compiled(entries: Iterable[Entry]) -> dict[tuple[str, int | None], str]:
    """What a compiled catalogue of these entries holds."""
    held: dict[tuple[str, int | None], str] = {}
    for entry in entries:
        text = entry.text
        key = f"{text.context}\x04{text.english}" if text.context else text.english
        if entry.is_done and text.plural:
            held |= {(key, number): form for number, form in enumerate(entry.spanish)}
        elif entry.is_done:
            held[key, None] = entry.spanish[0]
    return held


def fields(text: str) -> list[str]:
    """Placeholders and HTML tags, sorted: a translation has the same."""
    return sorted(found[0] for found in _FIELD.finditer(text))


def asked_by_template(path: Path) -> Iterator[Text]:
    """Every text of a template, found as `makemessages` finds it."""
    for name, arguments in _CALL.findall(templatize(path.read_text(encoding="utf-8"))):
        yield _text(name, list(ast.literal_eval(f"({arguments.strip().rstrip(',')},)")))


def asked_by_module(path: Path) -> Iterator[Text]:
    """Every literal text that a module hands to gettext."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
            values = (one.value for one in node.args if isinstance(one, ast.Constant))
            yield _text(getattr(node.func, "id", ""), [str(value) for value in values])


def _text(name: str, arguments: list[str]) -> Text:
    if CALLS[name] < 0:
        return Text(arguments[1], context=arguments[0])
    return Text(*arguments[: CALLS[name]])
