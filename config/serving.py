"""Runs the site: one parent process, the web server and the worker as its children.

The parent forwards SIGINT and SIGTERM, ends when either child ends, and on Linux the children
are told to end when the parent is killed, so that nothing is left behind.
"""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

GRACE_SECONDS = 20
_PR_SET_PDEATHSIG = 1  # prctl(2): the signal a child gets when its parent dies


def web_command(*, host: str, port: int, workers: int) -> list[str]:
    """granian, WSGI: two processes with one thread each were the fastest measured."""
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        f"--workers={workers}",
        "--blocking-threads=1",
        "--no-ws",
        "--http=1",
        "--backlog=2048",
        "--respawn-failed-workers",
        "--workers-kill-timeout=10",
        "--log-level=warning",
        "config.wsgi:application",
    ]


def worker_command() -> list[str]:
    """The background worker: notices, clocks, picture sizes."""
    return [sys.executable, "manage.py", "ox_worker", "--interval=1"]


def run(commands: Sequence[list[str]], *, started: Callable[[], None] = lambda: None) -> int:
    """Run the commands until one of them ends or a signal comes; the exit status is theirs."""
    children: list[subprocess.Popen[bytes]] = []
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    children = [_start(command) for command in commands]
    started()
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.1)
    _end(children)
    return 0 if stopping else max(child.returncode or 0 for child in children) or 1


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches the parent alone, which passes it on once.
    return subprocess.Popen(command, process_group=0, preexec_fn=_die_with_parent)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
