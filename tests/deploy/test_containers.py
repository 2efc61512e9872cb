"""Dockerfile and compose.yaml, as far as text can be checked without an engine."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import deploycheck
from tests import services
from tests.variables import variables

COMPOSE = (services.ROOT / "compose.yaml").read_text(encoding="utf-8")
DOCKERFILE = (services.ROOT / "Dockerfile").read_text(encoding="utf-8")
IGNORED = (services.ROOT / ".dockerignore").read_text(encoding="utf-8").split()
SERVICES = ("public", "staff", "worker", "migrate", "nginx", "postgres", "redis")


def block(name: str, indent: int = 2) -> str:
    """The lines of a key and what is indented beneath it."""
    space = " " * indent
    text = COMPOSE[COMPOSE.index("\nservices:") :] if indent else COMPOSE
    found = re.search(rf"^{space}{name}:.*\n((?:{space} .*\n|\n)*)", text, re.MULTILINE)
    assert found, name
    return found[0]


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_hardened(service: str) -> None:
    assert re.search(r"<<: \*(hardened|site)", block(service))
    assert "<<: *hardened" in block("x-site", indent=0)
    for said in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"):
        assert said in block("x-hardened", indent=0)


def test_only_staff_and_worker_can_read_originals() -> None:
    holders = {name for name in SERVICES if "staff_private_keys" in block(name)}
    assert holders == {"staff", "worker"}
    assert "staff_private_keys" not in block("x-settings", indent=0)


def test_only_nginx_listens_outside() -> None:
    assert [name for name in SERVICES if "ports:" in block(name)] == ["nginx"]
    assert "inside: {internal: true}" in COMPOSE
    for name in ("postgres", "redis"):
        assert "networks: [inside]" in block(name)


def test_what_it_sets_is_what_the_site_reads() -> None:
    given = set(re.findall(r"^ +([A-Z][A-Z0-9_]+)(?:_FILE)?: ", COMPOSE, re.MULTILINE))
    given |= set(re.findall(r"BEDSIDE_ROLE(?=:)", COMPOSE))
    given = {name.removesuffix("_FILE") for name in given if not name.startswith("POSTGRES_")}
    assert given - {one.name for one in variables()} == set()


def test_production_gets_all_it_refuses_to_start_without() -> None:
    needed = {"SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY_FILE", "BEDSIDE_HASH_KEY_FILE"}
    assert all(f"  {name}:" in block("x-settings", indent=0) for name in needed)


def test_every_secret_is_a_file_outside_the_tree_that_git_keeps() -> None:
    declared = set(re.findall(r"^  (\w+): \{file:", block("secrets", indent=0), re.MULTILINE))
    used = set(re.findall(r"/run/secrets/(\w+)", COMPOSE + DOCKERFILE))
    conf = (services.ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    used |= set(re.findall(r"/run/secrets/(\w+)", conf))
    assert used == declared
    assert "/secrets/" in (services.ROOT / ".gitignore").read_text(encoding="utf-8").split()


def test_images_are_pinned_by_tag() -> None:
    images = re.findall(r"^    image: (\S+)", COMPOSE, re.MULTILINE)
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    ours = "bedside:${BEDSIDE_VERSION:-latest}"
    for image in images:
        assert image == ours or re.search(r":\d+\.?\d*-", image), image


def test_the_image_runs_as_nobody_special_and_holds_no_secret() -> None:
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert not re.search(r"(SECRET|PASSWORD|KEY)\w*=", DOCKERFILE)
    assert not re.search(r"^ADD ", DOCKERFILE, re.MULTILINE)


def test_the_image_gets_what_the_site_needs_and_no_more() -> None:
    assert IGNORED[IGNORED.index("*")] == "*"
    kept = {one.removeprefix("!") for one in IGNORED if one.startswith("!")}
    for path in kept:
        assert (services.ROOT / path).exists(), path
    apps = {"blog", "comments", "config", "moderation", "staff", "templates", "static"}
    assert apps <= kept
    assert not kept & {"var", "secrets", "tests", ".git", "bench"}


def test_what_is_in_the_image_is_enough_to_start(tmp_path: Path) -> None:
    image, data = tmp_path / "image", tmp_path / "data"
    for path in (one.removeprefix("!") for one in IGNORED if one.startswith("!")):
        source = services.ROOT / path
        (image / path).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, image / path, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, image / path)
    plain = {"PATH": os.environ["PATH"], "BEDSIDE_DATA": str(data), "STATIC_ROOT": str(data / "s")}
    run(image, plain, "collectstatic", "--no-input", "-v", "0")
    production = plain | deploycheck.PRODUCTION | {"BEDSIDE_ROLE": "public"}
    run(image, production, "make_keys")
    assert "no issues" in run(image, production, "check", "--deploy", "--fail-level", "WARNING")


def run(folder: Path, environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr
