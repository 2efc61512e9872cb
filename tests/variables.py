"""Every environment variable that the site reads, found in its code."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READERS = {
    "text",
    "flag",
    "number",
    "day",
    "words",
    "table",
    "choice",
    "secret",
    "_from_environment",
}
FILES = [*sorted((ROOT / "config").rglob("*.py")), ROOT / "comments" / "keys.py"]


@dataclass(frozen=True)
class Variable:
    """A name, and its default where that is a plain value in the code."""

    name: str
    default: str | None


def variables() -> set[Variable]:
    """All of them."""
    return {one for path in FILES for one in _in(ast.parse(path.read_text(encoding="utf-8")))}


def _in(tree: ast.AST) -> Iterator[Variable]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and _name(node.value) == "environ":
            yield from _named(node.slice, None)
        elif isinstance(node, ast.Call) and node.args and _reads(node.func):
            yield from _named(node.args[0], _default(node))


def _reads(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute) and function.attr == "get":
        return _name(function.value) == "environ"
    return _name(function) in READERS


def _named(node: ast.expr, default: str | None) -> Iterator[Variable]:
    if isinstance(node, ast.Constant) and str(node.value).isupper():
        yield Variable(str(node.value), default)


def _default(call: ast.Call) -> str | None:
    given = call.args[-1] if len(call.args) > 1 else None
    given = next((one.value for one in call.keywords if one.arg == "default"), given)
    if isinstance(given, ast.Constant) and given.value not in (None, "", True, False):
        return str(given.value)
    return None


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
