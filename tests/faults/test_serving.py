"""One tree of processes: it starts whole, ends whole, and leaves nothing behind."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.faults import processes, reader
from tests.faults.conftest import plain_environment, python
from tests.services import ROOT, site, wait_for

pytestmark = pytest.mark.faults


def log_of(data: Path) -> str:
    return (data / "serve.log").read_text(encoding="utf-8")


def test_a_taken_port_is_told_and_nothing_is_started(data: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = str(listener.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=plain_environment(data, PORT=port),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert f"port {port} on 127.0.0.1: Address already in use" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_with_status_nought(data: Path, number: signal.Signals) -> None:
    with site(data, demo=False) as running:
        tree = processes.descendants(running.process.pid)
        assert len(tree) >= 4  # granian, its two processes, the worker
        running.process.send_signal(number)
        assert running.process.wait(25) == 0
        processes.wait_until_gone(tree, 5)


@pytest.mark.parametrize("which", ["parent", "web server", "worker"])
def test_whatever_part_is_killed_nothing_is_left_behind(data: Path, which: str) -> None:
    with site(data, demo=False) as running:
        parent = running.process.pid
        tree = processes.descendants(parent)
        victim = {
            "parent": parent,
            "web server": processes.web_server(parent).pid,
            "worker": processes.worker(parent).pid,
        }[which]
        processes.kill(victim)
        status = running.process.wait(25)
        processes.wait_until_gone(tree)
    assert status == (-signal.SIGKILL if which == "parent" else 1)
    if which != "parent":
        assert f"The {which} ended by itself" in log_of(data)


def test_a_killed_web_process_is_replaced(data: Path) -> None:
    with site(data, demo=False) as running:
        before = {one.pid for one in processes.web_processes(running.process.pid)}
        processes.kill(min(before))
        wait_for(
            lambda: {one.pid for one in processes.web_processes(running.process.pid)} - before, 15
        )
        wait_for(lambda: reader.call(f"{running.url}/healthz").status == 200, 15)
        assert running.process.poll() is None


def test_a_request_under_way_is_answered_before_the_end(data: Path) -> None:
    with site(data, demo=False) as running:
        action, fields = reader.sending_form(reader.check(running.url, "Is there a trial?"))
        answers: list[reader.Answer] = []
        locked = sqlite3.connect(data / "bedside.sqlite3", isolation_level=None)
        locked.execute("BEGIN IMMEDIATE")
        sender = threading.Thread(
            target=lambda: answers.append(reader.call(running.url + action, fields))
        )
        sender.start()
        time.sleep(1)
        running.process.terminate()
        time.sleep(1)
        locked.execute("ROLLBACK")
        locked.close()
        sender.join(30)
        assert running.process.wait(25) == 0
    assert [answer.status for answer in answers] == [303]
    count = "from comments.models import Comment; print(Comment.objects.count())"
    assert python(plain_environment(data), count).split() == ["1"]


def test_no_line_names_the_server_software(data: Path) -> None:
    with site(data, demo=False) as running:
        for path in ("/", "/healthz", "/no-such-page/", "/static/css/site.css"):
            with socket.create_connection(("127.0.0.1", int(running.environment["PORT"]))) as line:
                line.sendall(
                    f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
                )
                head = b"".join(iter(lambda: line.recv(65536), b"")).partition(b"\r\n\r\n")[0]
            assert b"granian" not in head.lower(), path
            assert b"python" not in head.lower(), path


def test_every_line_of_the_log_is_json_but_the_parents_greeting(data: Path) -> None:
    with site(data, demo=False) as running:
        processes.kill(processes.web_processes(running.process.pid)[0].pid)
        wait_for(lambda: "Unexpected exit" in log_of(data), 15)
    plain = [line for line in log_of(data).splitlines() if not line.startswith("{")]
    assert all(line.startswith(("Site ", "Staff ", "Ctrl-C")) for line in plain), plain


@pytest.mark.skipif(os.getuid() != 0, reason="binds a low port as root only")
def test_ports_nobody_may_bind_are_told_too(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", "--host", "192.0.2.1"],
        cwd=ROOT,
        env=plain_environment(data),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Cannot assign requested address" in done.stderr


def test_the_demo_started_again_keeps_what_was_written(tmp_path: Path) -> None:
    count = "from comments.models import Comment; print(Comment.objects.count())"
    with site(tmp_path) as running:
        before = int(python(running.environment, count))
        link = "from blog.models import Article; print(Article.objects.published().first().slug)"
        slug = python(running.environment, link).strip()
        page = reader.check(running.url, "Does it stay?", slug=slug)
        action, fields = reader.sending_form(page)
        sent = reader.call(running.url + action, fields)
        assert sent.status == 303
        secrets = sorted(
            path.read_bytes() for path in (tmp_path / "keys").iterdir() if path.is_file()
        )
    with site(tmp_path) as running:
        assert int(python(running.environment, count)) == before + 1
        assert "Does it stay?" in reader.call(running.url + sent.location).text
    again = sorted(path.read_bytes() for path in (tmp_path / "keys").iterdir() if path.is_file())
    assert again == secrets
    assert log_of(tmp_path).count("Password a demo password for tests") == 2
