"""The site as production runs it, in a process of its own: https, secrets, no insides."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config.deploycheck import PRODUCTION
from tests.services import ROOT

ASK = """
import json
from django.test import Client
secure = {"secure": True, "headers": {"host": "news.example.org"}}
def told(answer):
    cookies = {name: dict(one.items()) for name, one in answer.cookies.items()}
    return {"status": answer.status_code, "headers": dict(answer.headers), "cookies": cookies,
            "text": answer.content.decode()}
client = Client(raise_request_exception=False)
print(json.dumps({
    "plain": told(client.get("/", headers={"host": "news.example.org"})),
    "login": told(client.get("/admin/login/", **secure)),
    "unknown": told(client.get("/no/such/page/", **secure)),
    "host": told(client.get("/", secure=True, headers={"host": "evil.example.net"})),
    "metrics": told(client.get("/metrics", **secure)),
    "broken": told(client.get("/", **secure)),
    "demo": told(client.get("/admin/", **secure)),
}))
"""


def environment(data: Path, **changes: str) -> dict[str, str]:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("BEDSIDE_")
    }
    inherited.pop("DATABASE_URL", None)
    return inherited | PRODUCTION | {"BEDSIDE_DATA": str(data)} | changes


def manage(where: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=where,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a production process answers, without any table in its database."""
    where = environment(tmp_path_factory.mktemp("production"))
    assert manage(where, "make_keys").returncode == 0
    assert manage(where, "collectstatic", "-v", "0", "--no-input").returncode == 0
    done = manage(where, "shell", "--no-imports", "-v", "0", "-c", ASK)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_https_is_required_and_remembered(answers: dict[str, Any]) -> None:
    assert answers["plain"]["status"] == 301
    assert answers["plain"]["headers"]["Location"] == "https://news.example.org/"
    for name in ("login", "unknown"):
        assert answers[name]["headers"]["Strict-Transport-Security"] == (
            "max-age=63072000; includeSubDomains; preload"
        )


def test_cookies_of_staff_are_bound_to_host_and_https(answers: dict[str, Any]) -> None:
    cookies = answers["login"]["cookies"]
    assert cookies
    for name, cookie in cookies.items():
        assert name.startswith("__Host-")
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]


def test_an_unknown_page_shows_no_inside(answers: dict[str, Any]) -> None:
    assert answers["unknown"]["status"] == 404
    assert answers["broken"]["status"] in {500, 503}  # it has no tables
    for name in ("unknown", "broken", "host"):
        for inside in ("Traceback", "Django", "sqlite", "no such table", "site-packages"):
            assert inside.lower() not in answers[name]["text"].lower(), (name, inside)


def test_other_hosts_are_not_served(answers: dict[str, Any]) -> None:
    assert answers["host"]["status"] == 400


def test_monitors_need_a_token(answers: dict[str, Any]) -> None:
    assert answers["metrics"]["status"] == 404


@pytest.mark.parametrize("missing", ["SECRET_KEY", "BEDSIDE_HASH_KEY", "SITE_URL", "ALLOWED_HOSTS"])
def test_production_does_not_start_without_its_secrets(tmp_path: Path, missing: str) -> None:
    where = environment(tmp_path)
    del where[missing]
    done = manage(where, "check")
    assert done.returncode != 0
    assert f"{missing}" in done.stderr
    assert "when BEDSIDE_ENV is production" in done.stderr


def test_production_does_not_start_without_keys(tmp_path: Path) -> None:
    done = manage(environment(tmp_path), "check")
    assert done.returncode != 0
    assert "There is no public staff key" in done.stderr
    assert not (tmp_path / "keys").exists()  # only the demo makes its own
