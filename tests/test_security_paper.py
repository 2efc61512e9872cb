"""The security page claims nothing that no test holds, and nothing that no program can promise."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAPER = ROOT / "docs" / "security.md"
CLAIM = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@cache
def functions_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def claims() -> list[tuple[str, str]]:
    return sorted(set(CLAIM.findall(PAPER.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(("path", "name"), claims())
def test_each_named_test_exists(path: str, name: str) -> None:
    assert (ROOT / path).is_file()
    assert name in functions_of(path)


def test_each_line_of_the_standard_has_a_test() -> None:
    text = PAPER.read_text(encoding="utf-8")
    lines = re.findall(r"^\| \d+\.\d+\.\d+ \|.*$", text, re.MULTILINE)
    assert len(lines) > 50
    assert [line for line in lines if not CLAIM.search(line)] == []


def test_nobody_is_told_that_a_program_is_compliant() -> None:
    for path in [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "templates").rglob("*"),
    ]:
        if path.is_file():
            text = path.read_text(encoding="utf-8").lower()
            assert not re.search(r"\b(is|are|fully|being) hipaa[- ]compliant", text), path
