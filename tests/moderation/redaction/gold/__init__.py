"""The gold set: invented reader comments with every detail of a person marked by hand.

``load`` reads one file, ``load_all`` every file of one part ("dev" or "held"), ``as_json_lines``
writes them for a scorer. The format and the rules of marking are in README.md beside this file.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.moderation.redaction.gold.zones import rule_zones

HERE = Path(__file__).parent
PARTS = ("dev", "held")
IDENTIFIERS = ("NAME", "AGE", "DATE", "LOCATION", "ORG", "PHONE", "EMAIL", "URL", "ID")
MEDICAL = ("MEASUREMENT", "STAGE", "TREATMENT", "GENE", "DIAGNOSIS", "SYMPTOM")
LABELS = (*IDENTIFIERS, "STATE", "OCCUPATION", *MEDICAL)
DONT_CARE = "~"
TAGS = frozenset({"adversarial", "library", "report", "foreign", "spanish"})

_HEADER = re.compile(r"% (?P<id>[a-z]+-\d{3}) (?P<about>personal|general)(?P<tags>(?: [a-z]+)*)")
_TOKEN = re.compile(
    r"\\u(?P<hex>[0-9A-Fa-f]{4})|\\(?P<literal>[{}\\])"
    r"|\{(?P<label>[A-Z]+|~):|(?P<close>\})|(?P<stray>[{\\])"
)


class GoldError(ValueError):
    """A gold file breaks the format; the message names the file and the comment."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A marked stretch of a comment: ``start`` and ``end`` in code points of the text."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Gold:
    """One comment. ``spans`` must be found, ``ignore`` is neither demanded nor punished."""

    id: str
    text: str
    spans: tuple[Span, ...]
    ignore: tuple[tuple[int, int], ...]
    personal: bool
    tags: frozenset[str] = frozenset()

    @property
    def adversarial(self) -> bool:
        """Whether the writer disguised a detail, so that plain patterns miss it."""
        return "adversarial" in self.tags


def load(path: Path) -> list[Gold]:
    """Read one gold file; raise GoldError at the first thing that is not well formed."""
    try:
        return [_parse(*block) for block in _blocks(path.read_text(encoding="utf-8"))]
    except GoldError as error:
        raise GoldError(f"{path.name}: {error}") from None


def files(part: str) -> list[Path]:
    """The files of one part, "dev" (may be read while writing rules) or "held" (may not)."""
    return sorted(HERE.glob(f"{part}-*.txt"))


def load_all(part: str) -> list[Gold]:
    """Every comment of one part, in the order of the files."""
    return [gold for path in files(part) for gold in load(path)]


def as_json_lines(golds: Iterable[Gold]) -> Iterator[str]:
    """One JSON object a comment, offsets in code points of ``text``."""
    for gold in golds:
        row = {
            "id": gold.id,
            "text": gold.text,
            "spans": [{"start": s.start, "end": s.end, "label": s.label} for s in gold.spans],
            "ignore": [{"start": start, "end": end} for start, end in gold.ignore],
            "personal": gold.personal,
            "adversarial": gold.adversarial,
        }
        yield json.dumps(row, ensure_ascii=False)


def _blocks(source: str) -> Iterator[tuple[str, str]]:
    header, body = "", list[str]()
    for line in source.split("\n"):
        if line.startswith("% "):
            if header:
                yield header, "\n".join(body).strip("\n")
            header, body = line, []
        elif header:
            body.append(line)
        elif line and not line.startswith("#"):
            raise GoldError(f"text before the first header: {line[:40]!r}")
    if header:
        yield header, "\n".join(body).strip("\n")


def _parse(header: str, body: str) -> Gold:
    match = _HEADER.fullmatch(header)
    if match is None:
        raise GoldError(f"this is not a header: {header!r}")
    tags = frozenset(match["tags"].split())
    if unknown := tags - TAGS:
        raise GoldError(f"{match['id']}: unknown tag {min(unknown)!r}")
    try:
        text, spans, ignore = _read_marks(body)
    except GoldError as error:
        raise GoldError(f"{match['id']}: {error}") from None
    personal = match["about"] == "personal"
    if spans and not personal:
        raise GoldError(f"{match['id']}: a general comment has no details of a person")
    if personal:
        stretches = [(s.start, s.end, s.label) for s in spans]
        ignore = sorted({*ignore, *rule_zones(text, stretches)})
    return Gold(match["id"], text, tuple(spans), tuple(ignore), personal, tags)


def _read_marks(body: str) -> tuple[str, list[Span], list[tuple[int, int]]]:
    """Take the marks out of ``body``: the plain text, its spans and its don't-care zones."""
    text, spans, ignore = "", list[Span](), list[tuple[int, int]]()
    label, start, after = "", 0, 0
    for token in _TOKEN.finditer(body):
        text += body[after : token.start()]
        after = token.end()
        if token["hex"]:
            text += chr(int(token["hex"], 16))
        elif token["literal"]:
            text += token["literal"]
        elif token["label"]:
            if label:
                raise GoldError(f"a mark inside the mark {label}")
            label, start = token["label"], len(text)
        elif token["close"] and label:
            _check_mark(label, text[start:])
            if label == DONT_CARE:
                ignore.append((start, len(text)))
            else:
                spans.append(Span(start, len(text), label))
            label = ""
        else:
            raise GoldError(f"a stray {token[0]!r} after {text[-30:]!r}")
    if label:
        raise GoldError(f"the mark {label} is never closed")
    text += body[after:]
    if not text.strip():
        raise GoldError("an empty comment")
    return text, spans, ignore


def _check_mark(label: str, words: str) -> None:
    if label not in (*LABELS, DONT_CARE):
        raise GoldError(f"unknown label {label!r}")
    if not words or words != words.strip():
        raise GoldError(f"the mark {label}:{words!r} is empty or has blanks at its edge")
