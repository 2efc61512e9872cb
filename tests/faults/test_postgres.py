"""PostgreSQL restarted while readers write: the site goes on by itself and nothing is half."""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import services
from tests.faults import reader
from tests.faults.conftest import ARTICLE, manage, plain_environment, python
from tests.faults.test_posts import LOOK, assert_whole
from tests.services import site, wait_for

pytestmark = [
    pytest.mark.faults,
    pytest.mark.postgres,
    pytest.mark.skipif(services.postgres_programs() is None, reason="PostgreSQL is not here"),
]


class Server:
    """The PostgreSQL server behind a URL, to be stopped hard and started again."""

    def __init__(self, url: str) -> None:
        self.url = url
        with psycopg.connect(url) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        assert row
        self.folder = Path(row[0])
        self.command = self._lines("postmaster.opts")[0].replace('"', "").split()
        self.started: subprocess.Popen[bytes] | None = None

    def _lines(self, name: str) -> list[str]:
        return (self.folder / name).read_text(encoding="utf-8").splitlines()

    def stop_hard(self) -> None:
        """As in a crash: no shutdown of sessions, recovery at the next start."""
        pid = int(self._lines("postmaster.pid")[0])
        os.kill(pid, signal.SIGQUIT)
        if self.started is not None:
            self.started.wait(20)
        wait_for(lambda: not (self.folder / "postmaster.pid").exists() or _gone(pid), 20)

    def start(self) -> None:
        owner = pwd.getpwuid(self.folder.stat().st_uid)
        is_root = os.getuid() == 0
        self.started = subprocess.Popen(
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=owner.pw_uid if is_root else None,
            group=owner.pw_gid if is_root else None,
        )
        wait_for(self._answers, 30)

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url, connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def end(self) -> None:
        if self.started is not None and self.started.poll() is None:
            self.started.send_signal(signal.SIGINT)
            self.started.wait(30)


def _gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return True
    return state.rpartition(")")[2].split()[0] == "Z"


@pytest.fixture
def server() -> Iterator[Server]:
    with services.postgres() as url:
        found = Server(url)
        try:
            yield found
        finally:
            found.end()


def test_two_crashes_of_the_database_under_load_lose_and_double_nothing(
    server: Server, tmp_path: Path
) -> None:
    where = plain_environment(tmp_path, DATABASE_URL=server.url)
    manage(where, "migrate", "-v", "0")
    manage(where, "collectstatic", "-v", "0", "--no-input")
    python(where, ARTICLE)
    with site(tmp_path, demo=False, DATABASE_URL=server.url) as running:
        crowd = reader.Crowd(running.url)
        crowd.start()
        for _turn in range(2):
            time.sleep(4)
            server.stop_hard()
            time.sleep(2)
            server.start()
        time.sleep(4)
        crowd.end()
        assert running.process.poll() is None  # web server and worker outlived the crashes
        fresh = reader.check(running.url, "And now?")
        assert fresh.status == 200
        metrics = reader.call(f"{running.url}/readyz")
        assert metrics.status == 200
    assert not crowd.given_up
    assert set(crowd.refused) <= {503}, "a reader saw something else than the kind page"
    assert_whole(python(where, LOOK), crowd)
