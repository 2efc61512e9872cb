"""A small HTTP client for loading a server of ours on the loopback: bounded in count and time.

Plain sockets, keep-alive, one thread a connection. It shares the machine's cores with the server,
so its figures are for comparing servers in one run, not for boasting.
"""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LIMIT_SECONDS = 60.0


@dataclass
class Load:
    """What a load run saw: seconds per request, statuses, and how long all of it took."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    refused: int = 0
    wall: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.wall if self.wall else 0.0

    def at(self, share: float) -> float:
        """The time within which this share of the requests was answered, in milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Connection:
    """One keep-alive connection that sends prepared bytes and reads whole answers."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(self.address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer."""
        self.socket.sendall(request)
        data = self.rest
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head = data[:end].lower()
        status = int(head[9:12])
        mark = head.find(b"content-length:")
        length = int(head[mark + 15 :].split(b"\r\n", 1)[0]) if mark >= 0 else 0
        if status in (304, 204):
            length = 0
        body = data[end + 4 :]
        while len(body) < length:
            body += self._more()
        self.rest = body[length:]
        if b"connection: close" in head:
            self.socket.close()
            self.open()
        return status, body[:length]

    def _more(self) -> bytes:
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        return chunk


def get(url: str, *, headers: Sequence[str] = ()) -> bytes:
    """The bytes of a GET."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", *headers, "", ""]
    return "\r\n".join(lines).encode()


def post(url: str, body: bytes, *, headers: Sequence[str] = ()) -> bytes:
    """The bytes of a form POST."""
    parts = urlsplit(url)
    lines = [
        f"POST {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        *headers,
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + body


def load(
    url: str,
    make: Callable[[int], bytes],
    *,
    clients: int = 16,
    count: int = 1_000_000,
    seconds: float = 5.0,
) -> Load:
    """Send `make(n)` from that many clients until the count or the time is reached."""
    result = Load()
    lock = threading.Lock()
    numbers = iter(range(count))
    deadline = time.perf_counter() + min(seconds, LIMIT_SECONDS)

    def work() -> None:
        connection = Connection(url)
        mine: list[float] = []
        seen: dict[int, int] = {}
        refused = 0
        while time.perf_counter() < deadline:
            with lock:
                number = next(numbers, None)
            if number is None:
                break
            request = make(number)
            begun = time.perf_counter()
            try:
                status, _body = connection.ask(request)
            except OSError:
                refused += 1
                connection.open()
                continue
            mine.append(time.perf_counter() - begun)
            seen[status] = seen.get(status, 0) + 1
        with lock:
            result.seconds += mine
            result.refused += refused
            for status, times in seen.items():
                result.statuses[status] = result.statuses.get(status, 0) + times

    begun = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.wall = time.perf_counter() - begun
    return result


def once(url: str, request: bytes, *, times: int = 7) -> float:
    """The median milliseconds of one request after another on one connection."""
    connection = Connection(url)
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        connection.ask(request)
        taken.append(time.perf_counter() - begun)
    return 1000 * sorted(taken)[len(taken) // 2]
