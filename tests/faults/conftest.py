"""A site's data folder, made once and copied for every test: real processes need real files."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import ROOT

MANAGE = [sys.executable, "manage.py"]
ARTICLE = """
from datetime import timedelta
from django.utils import timezone
from blog.models import Article
Article.objects.create(slug="immune-cells", title="Immune cells", body="<p>Cells.</p>",
    state="published", publish_at=timezone.now() - timedelta(days=1))
"""


def plain_environment(data: Path, **variables: str) -> dict[str, str]:
    """The environment of a demo site of its own, without what this test run has set."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BEDSIDE_", "PYTEST", "DATABASE_URL"))
    }
    return inherited | {"BEDSIDE_DATA": str(data), "BEDSIDE_ENV": "demo"} | variables


def manage(environment: dict[str, str], *arguments: str, seconds: int = 120) -> str:
    """Run a management command; its output. Raises with the output when it fails."""
    done = subprocess.run(
        [*MANAGE, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def python(environment: dict[str, str], code: str) -> str:
    """Run a piece of Python inside the site; what it printed."""
    return manage(environment, "shell", "--no-imports", "-v", "0", "-c", code)


@pytest.fixture(scope="session")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("made-once")
    environment = plain_environment(data)
    manage(environment, "migrate", "-v", "0")
    manage(environment, "collectstatic", "-v", "0", "--no-input")
    python(environment, ARTICLE)
    return data


@pytest.fixture
def data(_made_once: Path, tmp_path: Path) -> Iterator[Path]:
    """A migrated site with one open article."""
    folder = tmp_path / "data"
    shutil.copytree(_made_once, folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
