"""The engine as a filter: JSON lines in, JSON lines out. No Django, no database: it starts fast.

`scan` answers {"id", "text"} with what is found and guessed; `check_reply` answers
{"id", "comment", "public_name", "reply"} with verdicts. A line that cannot be answered gets
{"error"} and the exit status is 1 at the end; the others are answered all the same.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO, TextIO

from moderation import redaction, triage
from moderation.redaction.reasons import REASONS
from moderation.triage.verdicts import labels

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class LineError(ValueError):
    """A line that cannot be answered. Says what is wrong with it and never quotes it."""


def scan(asked: dict[str, Any]) -> dict[str, Any]:
    """{"text"} in: findings, guesses and the public text out. Offsets are code points."""
    text = _text(asked, "text")
    found = redaction.scan(text)
    guess = triage.triage(text, scan=found)
    return {
        "spans": [
            {
                "start": one.start,
                "end": one.end,
                "label": str(one.kind),
                "tier": str(one.tier),
                "score": round(one.score, 4),
                "rule": one.rule,
            }
            for one in found.findings
        ],
        "conditions": list(guess.conditions),
        "intents": list(guess.intents),
        "about": guess.about,
        "question": guess.question,
        "crisis": guess.crisis,
        "state": guess.state,
        "first_name": guess.first_name,
        "language": found.language,
        "public_text": redaction.public_text(text, found),
    }


def check_reply(asked: dict[str, Any]) -> dict[str, Any]:
    """{"comment", "public_name", "reply"} in: {"verdicts"} out, ["ok"] when nothing is wrong."""
    name = asked.get("public_name")
    if name is not None and not isinstance(name, str):
        raise LineError('"public_name" must be a string or null')
    found = triage.check_reply(_text(asked, "comment"), _text(asked, "reply"), public_name=name)
    return {"verdicts": list(labels(found))}


ANSWERS: dict[str, Answer] = {"scan": scan, "check_reply": check_reply}


def answer_all(lines: Iterable[bytes], out: TextIO, answer: Answer) -> int:
    """Answer line by line, each at once; 1 when any line could not be answered, else 0."""
    status = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        result = _answer(line, number, answer)
        status = 1 if "error" in result else status
        out.write(json.dumps(result) + "\n")
        out.flush()
    return status


def main(arguments: Sequence[str], *, stdin: BinaryIO | None = None) -> int:
    """`scan`, `scan --explain TEXT`, `scan --explain -`, `check_reply`. Returns the exit status."""
    parser = ArgumentParser(prog="manage.py", description=__doc__.split("\n", 1)[0])
    commands = parser.add_subparsers(dest="command", required=True)
    scanner = commands.add_parser("scan", help="find details and guess what a comment is about")
    scanner.add_argument("--explain", metavar="TEXT", help="show one text (- reads standard input)")
    commands.add_parser("check_reply", help="check a reply against the comment")
    options = parser.parse_args(arguments)
    source = stdin or sys.stdin.buffer
    if getattr(options, "explain", None) is not None:
        text = source.read().decode() if options.explain == "-" else options.explain
        sys.stdout.write(explain(text, colour=sys.stdout.isatty()))
        return 0
    try:
        return answer_all(source, sys.stdout, ANSWERS[options.command])
    except BrokenPipeError:  # whoever reads us has had enough
        return 1


def _answer(line: bytes, number: int, answer: Answer) -> dict[str, Any]:
    given: dict[str, Any] = {}
    try:
        asked = json.loads(line.decode("utf-8"))
        if not isinstance(asked, dict):
            raise LineError("a line must be a JSON object")
        given = {"id": asked["id"]} if "id" in asked else {}
        return given | answer(asked)
    except UnicodeDecodeError:
        what = "not UTF-8"
    except LineError as error:
        what = str(error)
    except (json.JSONDecodeError, RecursionError):
        what = "not JSON"
    return given | {"line": number, "error": what}


def _text(asked: dict[str, Any], key: str) -> str:
    value = asked.get(key)
    if not isinstance(value, str):
        raise LineError(f'"{key}" must be a string')
    return value


# --- One text, explained --------------------------------------------------------------------

_COLOURS = {"must": "\x1b[97;41m", "should": "\x1b[30;43m", "info": "\x1b[30;46m"}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def explain(text: str, *, colour: bool) -> str:
    """One text for a person at a terminal: the findings marked, why each, and the public text."""
    found = redaction.scan(text)
    guess = triage.triage(text, scan=found)
    paint = _paint if colour else _bracket
    marked, at = [], 0
    for one in found.findings:
        marked += [text[at : one.start], paint(text[one.start : one.end], str(one.tier))]
        at = one.end
    title = (lambda words: f"{_BOLD}{words}{_PLAIN}") if colour else str
    rows = [_row(text, one) for one in found.findings] or ["  nothing"]
    guesses = {
        "condition": ", ".join(guess.conditions),
        "wants": ", ".join(guess.intents),
        "about": guess.about,
        "question": "yes" if guess.question else "no",
        "crisis": guess.crisis,
        "state": guess.state or "",
        "language": found.language + ("" if found.checked else " (not checked)"),
    }
    parts = [
        title("As written"),
        "".join([*marked, text[at:]]),
        title("Found"),
        *rows,
        title("Guessed"),
        *[f"  {name:10} {value}" for name, value in guesses.items() if value],
        title("Public"),
        redaction.public_text(text, found),
    ]
    return "\n".join(parts) + "\n"


def _row(text: str, one: redaction.Finding) -> str:
    treated = redaction.treat(text, one)
    said = text[one.start : one.end].replace("\n", " ")
    becomes = {"kept": "kept"}.get(str(treated.action), f"-> {treated.replacement}")
    row = f"  {one.kind:12} {one.tier:7} {one.score:4.2f}  {said!r} {becomes}"
    return f"{row}\n      {one.rule}: {REASONS.get(one.rule, '')}"


def _paint(words: str, tier: str) -> str:
    return f"{_COLOURS[tier]}{words}{_PLAIN}"


def _bracket(words: str, tier: str) -> str:
    return f"⟦{words}⟧"
