"""A rotation of keys that is killed goes on where it was."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.conftest import MANAGE, manage, plain_environment, python
from tests.services import ROOT

pytestmark = pytest.mark.faults
OLD, NEW = "2026-09", "2026-10"

FILL = """
from tests import factories
from comments import originals
from comments.models import Comment, Original
article = factories.article()
rows, sealed = [], []
for number in range(3000):
    sent = factories.sent(f"words {number}")
    row = Comment(article=article, token_hash=originals.token_hash(sent.token))
    rows.append(row)
    sealed.append((row, sent))
Comment.objects.bulk_create(rows)
Original.objects.bulk_create([originals.seal(row, sent) for row, sent in sealed])
"""
LOOK = """
from comments import originals, rotation
from comments.models import Original
rows = Original.objects.select_related("comment").order_by("pk")
opened = [originals.open_as_staff(row).body for row in rows]
print(len(opened), len(set(opened)), *rotation.keys_in_use())
"""


def test_a_killed_rotation_goes_on_where_it_was(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    where = plain_environment(data)
    manage(where, "migrate", "-v", "0")
    manage(where, "make_keys", "--name", OLD)
    for path in (data / "keys" / "staff").iterdir():
        if not path.name.startswith(OLD):
            path.unlink()
    python(where, FILL)
    manage(where, "make_keys", "--name", NEW)
    killed = 0
    for delay in (1.6, 2.0, 2.4):
        process = subprocess.Popen(
            [*MANAGE, "rotate_keys"], cwd=ROOT, env=where, stdout=subprocess.DEVNULL
        )
        time.sleep(delay)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait(20)
    out = manage(where, "rotate_keys", "--destroy", OLD)
    assert killed
    assert "0 not opened" in out
    assert python(where, LOOK).split() == ["3000", "3000", NEW]
