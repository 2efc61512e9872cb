"""The papers name what the program has: settings, commands, metrics, kinds, clocks."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from config import settings as code
from moderation.redaction import Action, Kind, Tier
from tests.variables import ROOT, Variable, variables

DOCS = ROOT / "docs"
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")
EVERYTHING = "\n".join(
    path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *DOCS.rglob("*.md")]
)
APPS = ("blog", "comments", "config", "moderation", "staff")
# The rows of the table of settings: name, default, meaning.
ROWS = {
    name: (default, meaning)
    for name, default, meaning in re.findall(
        r"^\| `([A-Z0-9_]+)` \| (.*?) \| (.*) \|$", OPERATIONS, re.MULTILINE
    )
}


def commands() -> list[str]:
    return sorted(name for name, app in get_commands().items() if app in APPS)


@pytest.mark.parametrize("variable", sorted(variables(), key=str), ids=lambda one: one.name)
def test_every_variable_is_explained_with_its_default(variable: Variable) -> None:
    default, meaning = ROWS[variable.name]
    assert len(meaning) > 15
    if variable.default is not None:
        assert f"`{variable.default}`" in default


def test_no_variable_is_explained_that_nothing_reads() -> None:
    assert set(ROWS) == {one.name for one in variables()}


def test_what_production_needs_is_marked() -> None:
    needed = {name for name, (default, _meaning) in ROWS.items() if "**needed**" in default}
    assert needed == {"SECRET_KEY", "BEDSIDE_HASH_KEY", "SITE_URL", "ALLOWED_HOSTS"}


@pytest.mark.parametrize("command", commands())
def test_every_command_is_named(command: str) -> None:
    table = OPERATIONS.partition("## Commands")[2].partition("\n## ")[0]
    assert f"`{command}`" in table


@pytest.mark.parametrize("word", [*Kind, *Action, Tier.MUST, Tier.SHOULD])
def test_every_kind_tier_and_action_is_named(word: str) -> None:
    assert re.search(rf"\b{word}\b", EVERYTHING)


def test_every_metric_that_is_explained_is_there() -> None:
    named = set(re.findall(r"`(bedside_\w+)", OPERATIONS))
    there = set(re.findall(r'"(bedside_\w+)"', (ROOT / "config/metrics.py").read_text()))
    assert named == there


def test_every_clock_is_told() -> None:
    clocks = OPERATIONS.partition("## Clocks")[2].partition("\n## ")[0]
    for schedule in code.SCHEDULES.values():
        minute, hour, *_rest = schedule["cron"].split()
        told = f"{int(hour):02}:{int(minute):02}" if hour != "*" else f"{minute[2:]} minutes"
        assert told in clocks


@pytest.mark.parametrize(
    "path", [*sorted(DOCS.rglob("*.md")), ROOT / "README.md"], ids=lambda one: one.name
)
def test_links_between_papers_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:\s]+\.md)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_the_headings_that_the_table_of_contents_names_are_there() -> None:
    headings = {_anchor(one) for one in re.findall(r"^#+ (.*)$", OPERATIONS, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", OPERATIONS)) <= headings


def test_the_lines_that_an_import_takes_are_shown_as_they_are() -> None:
    shown = re.search(r'^    (\{"article".*?\}\})$', OPERATIONS, re.MULTILINE | re.DOTALL)
    assert shown
    line = json.loads(shown[1])
    assert {"article", "name", "email", "text", "submitted_at", "published", "reply"} == set(line)


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
