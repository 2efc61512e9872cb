"""Looks at the process tree of a running site and signals parts of it, by their own ids."""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.services import wait_for


@dataclass(frozen=True, slots=True)
class Process:
    pid: int
    command: str

    @property
    def is_web_server(self) -> bool:
        return "-m granian" in self.command

    @property
    def is_worker(self) -> bool:
        return "ox_worker" in self.command


def children(pid: int) -> list[Process]:
    """The direct children of a process."""
    listing = subprocess.run(
        ["/bin/ps", "--ppid", str(pid), "-o", "pid=,args="],
        capture_output=True,
        text=True,
        check=False,
    )
    rows = (line.split(None, 1) for line in listing.stdout.splitlines())
    return [Process(int(row[0]), row[1] if len(row) > 1 else "") for row in rows]


def descendants(pid: int) -> list[Process]:
    """Everything beneath a process."""
    found = []
    for child in children(pid):
        found += [child, *descendants(child.pid)]
    return found


def web_server(pid: int) -> Process:
    """granian's own parent process, of a site whose parent is `pid`."""
    return next(child for child in children(pid) if child.is_web_server)


def worker(pid: int) -> Process:
    """The background worker of a site."""
    return next(child for child in children(pid) if child.is_worker)


def web_processes(pid: int) -> list[Process]:
    """The processes that answer requests."""
    return children(web_server(pid).pid)


def is_alive(pid: int) -> bool:
    """Whether a process runs (one that ended and was not waited for does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def kill(pid: int, number: int = signal.SIGKILL) -> None:
    os.kill(pid, number)


def wait_until_gone(processes: list[Process], seconds: float = 15) -> None:
    """Wait for all of them to be gone; TimeoutError when one stays."""
    wait_for(lambda: not [one for one in processes if is_alive(one.pid)], seconds)
