"""Imports point back along the road only, and the libraries stay pure."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Who may import whom. `config` stands above all apps (it joins them) and beneath them (settings).
LIBRARIES = {"moderation.redaction", "moderation.triage"}
MAY_IMPORT = {
    "staff": {"staff", "config"},
    "blog": {"blog", "staff", "config"},
    "comments": {"comments", "blog", "staff", "config"} | LIBRARIES,
    "moderation": {"moderation", "comments", "blog", "staff", "config"},
    "moderation.redaction": {"moderation.redaction"},
    "moderation.triage": {"moderation.triage", "moderation.redaction"},
}
OURS = {"blog", "comments", "config", "moderation", "staff"}
# What the apps may know of config: the environment and the admin site, not the joints.
CONFIG_FOR_APPS = {"config.environment", "config.admin", "config.context", "config.pagecache"}


def modules(area: str) -> Iterator[Path]:
    folder = ROOT / area.replace(".", "/")
    for path in sorted(folder.rglob("*.py")):
        if area == "moderation" and path.is_relative_to(folder / "redaction"):
            continue
        if area == "moderation" and path.is_relative_to(folder / "triage"):
            continue
        yield path


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, `from a import b` as `a.b`, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def is_under(name: str, area: str) -> bool:
    return name == area or name.startswith(f"{area}.")


def wrong_imports(area: str, path: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for name, line in imports(path)
        if name.split(".")[0] in OURS and not any(is_under(name, ok) for ok in MAY_IMPORT[area])
    ]


@pytest.mark.parametrize("area", MAY_IMPORT)
def test_imports_point_back_along_the_road(area: str) -> None:
    wrong = [line for path in modules(area) for line in wrong_imports(area, path)]
    assert wrong == []


@pytest.mark.parametrize("area", ["moderation.redaction", "moderation.triage"])
def test_the_libraries_import_no_django(area: str) -> None:
    for path in modules(area):
        assert not [name for name, _ in imports(path) if is_under(name, "django")], path


@pytest.mark.parametrize("area", ["staff", "blog", "comments", "moderation"])
def test_apps_know_little_of_config(area: str) -> None:
    for path in modules(area):
        for name, line in imports(path):
            if is_under(name, "config"):
                assert any(is_under(name, ok) for ok in CONFIG_FOR_APPS), f"{path}:{line} {name}"


def test_a_planted_forward_import_is_seen(tmp_path: Path) -> None:
    planted = ROOT / "comments" / "planted_for_a_test.py"
    planted.write_text("from moderation.queue import page\n", encoding="utf-8")
    try:
        assert wrong_imports("comments", planted)
    finally:
        planted.unlink()


def test_no_import_hides_inside_a_function() -> None:
    allowed = {"ready"}  # AppConfig.ready is where Django wants such imports
    for area in MAY_IMPORT:
        for path in modules(area):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and node.name not in allowed:
                    hidden = [
                        n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)
                    ]
                    assert not hidden, f"{path}: import inside {node.name}"
