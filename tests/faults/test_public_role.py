"""A public site can write what readers send and can read none of it: tried with a real process."""

import base64
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import processes, reader
from tests.faults.conftest import plain_environment, python
from tests.faults.test_posts import LOOK, parsed
from tests.services import Site, site

pytestmark = pytest.mark.faults
WORDS = "Does immunotherapy work for the public role?"
READER = "denise@example.org"
TRY_EVERYTHING = """
import json
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from comments import keys, originals, sealing
from comments.models import Original

said = {"private": sorted(keys.private_keys()), "public": sorted(keys.public_keys())}
original = Original.objects.select_related("comment").get()
for name, attempt in {
    "open_as_staff": lambda: originals.open_as_staff(original),
    "open": lambda: sealing.open_as_staff(original.staff_blob, binding=original.comment.public_id),
    "guess": lambda: originals.open_as_reader(original, "a guessed token"),
    "admin": lambda: reverse("admin:index"),
}.items():
    try:
        attempt()
        said[name] = "done"
    except (keys.KeyMissingError, sealing.SealBrokenError, NoReverseMatch) as error:
        said[name] = type(error).__name__
said["clear"] = [original.email_hash, original.text_hash, original.comment.token_hash]
print(json.dumps(said))
"""


@pytest.fixture
def public(data: Path, tmp_path: Path) -> Iterator[tuple[Site, Path]]:
    """A process in the role `public`, with a keys folder that holds public halves only."""
    python(plain_environment(data), "from comments import keys; keys.public_keys()")
    given = tmp_path / "public-keys"
    (given / "staff").mkdir(parents=True)
    for path in (data / "keys").iterdir():
        if path.is_file():
            shutil.copy(path, given / path.name)
    for path in (data / "keys" / "staff").glob("*.pub"):
        shutil.copy(path, given / "staff" / path.name)
    with site(data, demo=False, BEDSIDE_ROLE="public", BEDSIDE_KEYS=str(given)) as running:
        yield running, data


def test_the_public_site_takes_a_comment_and_cannot_read_it(public: tuple[Site, Path]) -> None:
    running, data = public
    page = reader.check(running.url, WORDS, email=READER)
    action, fields = reader.sending_form(page)
    sent = reader.call(running.url + action, fields)
    assert sent.status == 303
    own = reader.call(running.url + sent.location)
    assert WORDS in own.text  # the reader, who presents the token, reads it

    said = json.loads(python(running.environment, TRY_EVERYTHING))
    assert said["private"] == []
    assert said["public"]
    assert said["open_as_staff"] == said["open"] == "KeyMissingError"
    assert said["guess"] == "SealBrokenError"
    assert said["admin"] == "NoReverseMatch"
    # The staff's side, with the private key, reads it.
    assert parsed(python(plain_environment(data), LOOK)) == {WORDS: sent.location.split("/")[2]}


def test_the_public_site_has_no_staff_pages_and_no_worker(public: tuple[Site, Path]) -> None:
    running, _data = public
    for path in ("/admin/", "/admin/login/", "/admin/moderation/queue/"):
        assert reader.call(running.url + path).status == 404, path
    assert not [one for one in processes.children(running.process.pid) if one.is_worker]


def test_no_file_and_no_memory_of_the_public_site_holds_a_private_key(
    public: tuple[Site, Path],
) -> None:
    running, data = public
    action, fields = reader.sending_form(reader.check(running.url, WORDS))
    assert reader.call(running.url + action, fields).status == 303
    written = [path.read_bytes() for path in (data / "keys" / "staff").glob("*.key")]
    assert written
    secrets = [*written, *map(base64.urlsafe_b64decode, written)]
    for one in processes.descendants(running.process.pid):
        variables = Path(f"/proc/{one.pid}/environ").read_bytes()
        held = memory_of(one.pid)
        for secret in secrets:
            assert secret not in variables
            assert secret not in held


def memory_of(pid: int) -> bytes:
    """Everything a process of ours has written to its memory (heap and private mappings)."""
    parts = []
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="ascii", errors="replace")
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps.splitlines():
            span, rights, *_rest = line.split()
            start, end = (int(part, 16) for part in span.split("-"))
            if not rights.startswith("rw") or end - start > 200_000_000:
                continue
            try:
                memory.seek(start)
                parts.append(memory.read(end - start))
            except (OSError, OverflowError, ValueError):
                continue  # a mapping of the kernel's own
    return b"".join(parts)


def test_the_check_of_memory_would_find_a_key(data: Path) -> None:
    python(plain_environment(data), "from comments import keys; keys.public_keys()")
    with site(data, demo=False) as running:
        secret = next((data / "keys" / "staff").glob("*.key")).read_bytes()
        raw = base64.urlsafe_b64decode(secret)
        # The staff's side loads its keys when it checks itself at the start.
        held = b"".join(memory_of(one.pid) for one in processes.descendants(running.process.pid))
    assert secret in held or raw in held
