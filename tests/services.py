"""Real services for tests: PostgreSQL, Redis and Bedside itself, on free ports of the loopback.

Each is a context manager that starts the program as a child process and stops it by its own id.
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres, wherever Debian or the PATH has it."""
    for program in (shutil.which("postgres"), *_debian("postgresql", "bin/postgres")):
        if program and (Path(program).resolve().parent / "initdb").exists():
            return Path(program).resolve().parent
    return None


def _debian(package: str, program: str) -> list[str]:
    versions = sorted(Path("/usr/lib", package).glob("*"), reverse=True)
    return [str(version / program) for version in versions if (version / program).exists()]


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL cluster of its own; yields its DATABASE_URL."""
    programs = postgres_programs()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not on this machine.")
    folder = tempfile.mkdtemp(prefix="bedside-pg-")
    port = free_port()
    account = _plain_account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = Path(folder, "data")
    options = ["-U", "bedside", "--auth=trust", "--encoding=UTF8", "--no-sync", "-D", str(data)]
    _run([str(programs / "initdb"), *options], account)
    server = subprocess.Popen(
        [
            str(programs / "postgres"),
            "-D",
            str(data),
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-k",
            folder,
            "-c",
            "fsync=off",
            "-c",
            "max_connections=200",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
    )
    try:
        wait_for(lambda: _listens(port), 30)
        _run(
            [
                str(programs / "createdb"),
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
                "-U",
                "bedside",
                "main",
            ],
            account,
        )
        yield f"postgresql://bedside@127.0.0.1:{port}/main"
    finally:
        server.send_signal(signal.SIGINT)  # fast shutdown
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """A Redis server of its own; yields its CACHE_URL."""
    program = shutil.which("redis-server")
    if program is None:
        raise FileNotFoundError("Redis is not on this machine.")
    port = free_port()
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--daemonize", "no"]
    with tempfile.TemporaryDirectory(prefix="bedside-redis-") as folder:
        server = subprocess.Popen([program, *arguments], cwd=folder, stdout=subprocess.DEVNULL)
        try:
            wait_for(lambda: _listens(port), 20)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(20)


@dataclass(slots=True)
class Site:
    """A running Bedside: its address, its data folder, its parent process."""

    url: str
    data: Path
    process: "subprocess.Popen[bytes]"
    environment: dict[str, str]

    def manage(self, *arguments: str, text: str = "") -> str:
        """Run a management command against this site's data; its output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return done.stdout

    def worker_ids(self) -> list[int]:
        """The ids of the child processes (web server and worker), by their command lines."""
        listing = subprocess.run(
            ["/bin/ps", "--ppid", str(self.process.pid), "-o", "pid="],
            capture_output=True,
            text=True,
            check=False,
        )
        return [int(line) for line in listing.stdout.split()]


@contextmanager
def site(
    data: Path, *, demo: bool = True, command: tuple[str, ...] = (), **variables: str
) -> Iterator[Site]:
    """`manage.py serve` on a free port with its own data folder; waits until it answers."""
    port = free_port()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BEDSIDE_", "PYTEST"))
    } | {
        "BEDSIDE_DATA": str(data),
        "BEDSIDE_ENV": "demo",
        "BEDSIDE_DEMO_PASSWORD": "a demo password for tests",
        "PORT": str(port),
        **variables,
    }
    arguments = ["serve", *(["--demo"] if demo else []), *command]
    log = (data / "serve.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, stdout=log, stderr=log
    )
    running = Site(f"http://127.0.0.1:{port}", data, process, environment)
    try:
        wait_for(lambda: _answers(f"{running.url}/healthz", process), 240)  # it loads the demo
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(40)
        log.close()


def wait_for(condition: Callable[[], object], seconds: float) -> None:
    """Ask until it is true; TimeoutError when it never is."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not so after {seconds} seconds")
        time.sleep(0.1)


def _answers(url: str, process: "subprocess.Popen[bytes]") -> bool:
    if process.poll() is not None:
        raise ChildProcessError(f"the site ended with status {process.returncode}")
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own loopback
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def _plain_account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: an account to run it as, when we are root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def _run(command: list[str], account: pwd.struct_passwd | None) -> None:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
    )
    if done.returncode:
        raise RuntimeError(re.sub(r"\s+", " ", done.stderr)[-300:])
