"""Runs the site: one parent process, the web server and the worker as its children.

The parent forwards SIGINT and SIGTERM, ends when either child ends, and on Linux every process is
told to end when the one above it is gone, even by SIGKILL, so that nothing is left behind.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import FrameType

from config.environment import BASE_DIR

# A request that is under way may take ten seconds (granian), a task that is under way rather less.
GRACE_SECONDS = 20
SERVED = "BEDSIDE_SERVED"  # set for what `serve` starts: its web processes watch their parent too
_PR_SET_PDEATHSIG = 1  # prctl(2): the signal a process gets when its parent dies


class PortTakenError(Exception):
    """Somebody listens on the port already."""


@dataclass(frozen=True, slots=True)
class Program:
    """One of the programs that make up the site."""

    name: str
    command: list[str]


def web_program(*, host: str, port: int, workers: int) -> Program:
    """granian, WSGI: two processes with one thread each were the fastest measured."""
    command = [
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
        "--respawn-interval=0.1",
        "--workers-kill-timeout=10",
        "--log-level=warning",
        f"--log-config={BASE_DIR / 'config' / 'granian_log.json'}",
        "config.wsgi:application",
    ]
    return Program("web server", command)


def worker_program() -> Program:
    """The background worker: notices, clocks, picture sizes."""
    return Program("worker", [sys.executable, "manage.py", "ox_worker", "--interval=1"])


def ensure_free(host: str, port: int) -> None:
    """Raise PortTakenError when somebody listens there: two sites would share the visitors."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise PortTakenError(
                f"port {port} on {host}: {os.strerror(error.errno or 0)}"
            ) from None


def listens(host: str, port: int) -> bool:
    """Whether the web server takes connections."""
    where = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - to ask, not to bind
    try:
        with socket.create_connection((where, port), timeout=1):
            return True
    except OSError:
        return False


def run(
    programs: Sequence[Program],
    *,
    is_up: Callable[[], bool] = lambda: True,
    started: Callable[[], None] = lambda: None,
) -> str:
    """Run the programs until one of them ends or a signal comes, then end the others.

    Calls `started` once, when `is_up` says so. Returns the name of the program that ended by
    itself, or an empty string after a signal.
    """
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    children = {program.name: _start(program) for program in programs}
    announced = ended = ""
    while not (stopping or ended):
        time.sleep(0.1)
        if not announced and is_up():
            announced = "yes"
            started()
        ended = next((name for name, child in children.items() if child.poll() is not None), "")
    _end(children.values())
    return "" if stopping else ended


def _start(program: Program) -> "subprocess.Popen[bytes]":
    parent = os.getpid()
    # A group of its own: Ctrl-C reaches the parent alone, which passes it on once.
    return subprocess.Popen(
        program.command,
        process_group=0,
        preexec_fn=lambda: end_with(parent),
        cwd=BASE_DIR,
        env=os.environ | {SERVED: "yes"},
    )


def end_with(parent: int) -> None:
    """Let the kernel end this process (SIGTERM) when its parent is gone."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it went before we asked
        os.kill(os.getpid(), signal.SIGTERM)


def _end(children: "Iterable[subprocess.Popen[bytes]]") -> None:
    running = [child for child in children if child.poll() is None]
    for child in running:
        child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in running:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
