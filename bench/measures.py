"""What is measured of a running site. Django is set up when this is imported."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.management import call_command
from django.test import Client

from bench import client, fill
from comments import stamps, submission
from comments.models import Original
from comments.originals import Sent
from config import serving
from moderation import access, claims, decisions
from moderation.models import Case
from moderation.queue import page as queue_page
from staff.models import User
from tests import services

ROOT = Path(__file__).resolve().parent.parent
Row = dict[str, Any]
CLIENTS = 16


def prepare() -> None:
    """Tables, roles and a moderator."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    User.objects.create_superuser("bench", password="a long bench password")  # noqa: S106


@contextmanager
def server(application: str = "config.wsgi:application") -> Iterator[str]:
    """The web server alone, as `serve` runs it."""
    port = services.free_port()
    command = serving.web_program(host="127.0.0.1", port=port, workers=2).command
    command[-1] = application
    environment = os.environ | {"PORT": str(port), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        services.wait_for(lambda: _is_up(url), 30)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _is_up(url: str) -> bool:
    try:
        client.Connection(url).ask(client.get(f"{url}/healthz"))
    except OSError:
        return False
    return True


def pages(sizes: list[int]) -> Iterator[Row]:
    """The article page by number of comments: from the kept bytes, and made anew."""
    articles = {size: fill.article(f"with-{size}-comments") for size in sizes}
    for size, article in articles.items():
        fill.published(article, size)
    with server("bench.hello:application") as url:
        hello = client.load(url, lambda _: client.get(f"{url}/"), clients=CLIENTS, seconds=4)
    yield _rate("hello view, no middleware", hello)
    with server() as url:
        smallest = articles[sizes[0]]
        target = client.get(url + smallest.get_absolute_url())
        client.once(url, target)
        load = client.load(url, lambda _: target, clients=CLIENTS, seconds=6)
        yield _rate(f"article page, {sizes[0]} comments", load, of_hello=hello.per_second)
    first: float | None = None
    for size, article in articles.items():
        taken = _made_anew(article.get_absolute_url())
        first = first or taken
        yield _time(
            f"article page made anew, {size} comments", taken, growth=f"{taken / first:.2f}"
        )


def _made_anew(path: str) -> float:
    browser = Client()
    browser.get(path, {"nocache": "0"})
    taken = []
    for number in range(15):
        begun = time.perf_counter()
        response = browser.get(path, {"nocache": str(number)})
        taken.append(time.perf_counter() - begun)
        assert response.status_code == 200
    return 1000 * sorted(taken)[len(taken) // 2]


def queue_growth(sizes: list[int]) -> Iterator[Row]:
    """The queue's first and a deep page, one decision and a hundred, by number waiting."""
    under = fill.article("with-a-long-queue")
    moderator = User.objects.get(username="bench")
    browser = Client()
    browser.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    there = 0
    first: dict[str, float] = {}
    for size in sizes:
        fill.waiting(under, size - there)
        there = size
        deep = _deep_cursor()
        figures = {
            "queue, first page": _page(browser, ""),
            "queue, deep page": _page(browser, f"?after={deep}"),
            "one decision": _decision(under, moderator),
            "a hundred rejections": _hundred(under, moderator),
        }
        for what, taken in figures.items():
            first.setdefault(what, taken)
            growth = f"{taken / first[what]:.2f}"
            yield _time(f"{what}, {size:,} waiting", taken, growth=growth)


def _page(browser: Client, query: str) -> float:
    taken = []
    for _ in range(9):
        begun = time.perf_counter()
        response = browser.get(f"/admin/moderation/queue/{query}")
        taken.append(time.perf_counter() - begun)
        assert response.status_code == 200
    return 1000 * sorted(taken)[len(taken) // 2]


def _deep_cursor() -> str | None:
    middle = Case.objects.open().filter(lane=4).ranked()
    row = middle[max(0, middle.count() // 2)]
    return queue_page(after=f"4-{int(row.due_at.timestamp() * 1_000_000)}-{row.pk}").next_after


def _real_case(under: Any, number: int) -> Case:
    body = f"I am Denise, 54, from Toledo Ohio. Which trials are there for me? Number {number}."
    sent = Sent("Denise", "denise@example.org", body, f"bench-{number}-{time.time_ns()}")
    return Case.objects.get(comment=submission.submit(under, sent))


def _decision(under: Any, moderator: User) -> float:
    taken = []
    for number in range(15):
        case = claims.claim(_real_case(under, number), user=moderator)
        access.open_original(case, user=moderator)
        begun = time.perf_counter()
        decisions.publish(case, moderator=moderator, seen_version=case.version)
        taken.append(time.perf_counter() - begun)
    return 1000 * sorted(taken)[len(taken) // 2]


def _hundred(under: Any, moderator: User) -> float:
    cases = [_real_case(under, number) for number in range(100)]
    begun = time.perf_counter()
    decisions.reject_many(cases, moderator=moderator, reason="advert")
    return 1000 * (time.perf_counter() - begun)


def submissions() -> Iterator[Row]:
    """Comments accepted a second: the check page's form, sent as written."""
    under = fill.article("that-everybody-writes-under")
    before = Original.objects.count()
    with server() as url:
        path = f"{under.get_absolute_url()}comments/send/"
        load = client.load(
            url, lambda number: _form(url + path, under, number), clients=CLIENTS, seconds=8
        )
    kept = Original.objects.count() - before
    yield _rate("comments accepted", load, kept=kept, statuses=load.statuses)


def _form(target: str, under: Any, number: int) -> bytes:
    body = (
        f"Question {number}: " + "does the treatment help people with the rare form as well? " * 5
    )
    sent = Sent("", "", body[:300])
    stamp = stamps.make(f"new {under.pk}", sent)
    blank = {"name": "", "email": "", "homepage": ""}
    fields = blank | {"body": sent.body, "stamp": stamp, "choice": "as-written"}
    return client.post(target, urlencode(fields).encode())


def memory() -> Iterator[Row]:
    """Proportional memory (PSS) of two web processes that have scanned a comment."""
    under = fill.article("to-warm-the-engine")
    with server() as url:
        target = f"{url}{under.get_absolute_url()}comments/"
        form = urlencode({"name": "Ann", "body": "I am 54 and live in Toledo. Which trials?"})
        for _ in range(40):
            client.once(url, client.post(target, form.encode()), times=1)
        tree = _tree(os.getpid())
        yield {
            "what": "memory, 2 web processes with the engine",
            "value": round(sum(_pss(pid) for pid in tree) / 1024),
            "unit": "MB",
        }


def _tree(parent: int) -> list[int]:
    listing = subprocess.run(
        ["/bin/ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()]
    children = {int(pid): int(ppid) for pid, ppid, _ in rows}
    names = {int(row[0]): row[2] for row in rows}
    found = [pid for pid, ppid in children.items() if ppid == parent and "granian" in names[pid]]
    return found + [pid for pid, ppid in children.items() if ppid in found]


def _pss(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found.group(1)) if found else 0


def _rate(what: str, load: client.Load, of_hello: float = 0, **extra: Any) -> Row:
    row: Row = {"what": what, "value": round(load.per_second), "unit": "/s"}
    row |= {"p50": f"{load.at(0.5):.1f} ms", "p95": f"{load.at(0.95):.1f} ms"}
    if of_hello:
        row["of hello"] = f"{load.per_second / of_hello:.2f}"
    return row | {"refused": load.refused} | extra


def _time(what: str, milliseconds: float, **extra: Any) -> Row:
    return {"what": what, "value": round(milliseconds, 1), "unit": "ms"} | extra
