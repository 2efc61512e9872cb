"""Runs `deploy/nginx.conf` as it is but for places: plain HTTP, loopback, its own folder."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import services

CONF = services.ROOT / "deploy" / "nginx.conf"
HTTPS_PORT = "8443"


def program() -> str | None:
    """nginx, when it is on this machine."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def adapted(folder: Path, *, upstream: str, http: int, main: int) -> str:
    """The configuration with other places: each change must find what it changes."""
    text = CONF.read_text(encoding="utf-8")
    for pattern, replacement in (
        (r"server (?:public|staff):8000 resolve", f"server {upstream}"),
        (r"resolver [^;]+;", ""),
        (r"listen 8080 default_server", f"listen 127.0.0.1:{http} default_server"),
        (r"listen 8443 ssl default_server", f"listen 127.0.0.1:{main} default_server"),
        (r"ssl_[a-z_]+ [^;]+;", ""),
        (r"/tmp/", f"{folder}/"),  # noqa: S108 - the container's own
        (r"/var/cache/nginx/", f"{folder}/"),
        (r"access_log /dev/stdout", f"access_log {folder}/access.log"),
        (r"error_log /dev/stderr crit", f"error_log {folder}/error.log crit"),
        (r"include /etc/nginx/mime.types;", "types { text/html html; }"),
    ):
        text, count = re.subn(pattern, replacement, text)
        assert count, pattern
    # The container has one plain account; root's children would be nobody's here.
    return f"user root;\n{text}" if os.getuid() == 0 else text


@contextmanager
def before(upstream: str, folder: Path) -> Iterator[str]:
    """nginx before a site; yields the address to ask."""
    http, main = services.free_port(), services.free_port()
    conf = folder / "nginx.conf"
    conf.write_text(adapted(folder, upstream=upstream, http=http, main=main), encoding="utf-8")
    nginx = program()
    assert nginx is not None
    command = [nginx, "-p", str(folder), "-c", str(conf), "-e", f"{folder}/error.log"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    process = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        services.wait_for(lambda: _listens(main), 10)
        yield f"http://127.0.0.1:{main}"
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0
