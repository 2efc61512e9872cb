"""Two web servers and two workers on one PostgreSQL: claims, counts, pages and mails hold."""

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from email import message_from_bytes
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from tests import services
from tests.comments.forms import forms_of, grouped
from tests.faults import reader
from tests.faults.conftest import ARTICLE, manage, plain_environment, python

pytestmark = [
    pytest.mark.faults,
    pytest.mark.postgres,
    pytest.mark.skipif(services.postgres_programs() is None, reason="PostgreSQL is not here"),
]

STAFF = ("ana", "ben", "cleo", "dan")
SIGN_IN = """
import json
from django.test import Client
from staff.models import User
sessions = {}
for name in %r:
    user = User.objects.create_superuser(name, password="a long test password")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    sessions[name] = [[one.key, one.value] for one in client.cookies.values()]
print(json.dumps(sessions))
"""
LOOK = """
import json
from django.db.models import Count, Sum
from blog.models import Article
from comments.models import Comment, Original
from moderation.models import Case, Decision, Notice, QueueCount
article = Article.objects.get(slug="immune-cells")
print(json.dumps({
    "comments": Comment.objects.count(),
    "originals": Original.objects.count(),
    "cases": Case.objects.count(),
    "open": list(Case.objects.open().order_by("pk").values_list("pk", flat=True)),
    "counted": QueueCount.objects.aggregate(all=Sum("count"))["all"] or 0,
    "decided": [[one["case"], one["n"]] for one in
                Decision.objects.order_by().values("case").annotate(n=Count("pk"))],
    "public": Comment.objects.filter(state="published").count(),
    "shown": article.comment_count,
    "notices": [[one["state"], one["n"]] for one in
                Notice.objects.order_by().values("state").annotate(n=Count("pk"))],
}))
"""


@dataclass(slots=True)
class Machines:
    """The two sites, their common environment, and who is signed in."""

    sites: list[services.Site]
    sessions: dict[str, list[list[str]]]

    @property
    def environment(self) -> dict[str, str]:
        return self.sites[0].environment

    def look(self) -> Any:
        return json.loads(python(self.environment, LOOK))

    def desk(self, name: str, machine: int) -> "Desk":
        cookies = dict(self.sessions[name])
        return Desk(self.sites[machine].url, cookies)

    def free_all(self) -> None:
        """Nobody holds a case any more, whatever a test before this one left."""
        python(
            self.environment,
            "from moderation.models import Case\n"
            "Case.objects.open().update(claimed_by=None, claim_expires_at=None)",
        )

    def send(self, count: int, *, email: str = "") -> None:
        """So many comments, by turns to either machine."""
        with ThreadPoolExecutor(4) as readers:
            answers = readers.map(lambda n: _send(self.sites[n % 2].url, n, email), range(count))
        assert [answer.status for answer in answers] == [303] * count


@dataclass(slots=True)
class Desk:
    """A moderator's browser at one of the machines."""

    url: str
    cookies: dict[str, str]

    def ask(self, path: str, fields: dict[str, list[str]] | None = None) -> tuple[int, str, str]:
        """Status, page, and where it leads."""
        body = urllib.parse.urlencode(fields, doseq=True).encode() if fields is not None else None
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = urllib.request.Request(  # noqa: S310 - our own loopback
            self.url + path, data=body, headers={"Cookie": cookie}
        )
        try:
            with reader._opener.open(request, timeout=40) as answer:
                self._keep(answer.headers.get_all("Set-Cookie", []))
                return answer.status, answer.read().decode(), ""
        except urllib.error.HTTPError as error:
            with error:
                self._keep(error.headers.get_all("Set-Cookie", []))
                return error.code, error.read().decode(), error.headers.get("Location", "")

    def _keep(self, given: list[str]) -> None:
        for one in given:
            name, _sign, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value

    def form(self, path: str, do: str) -> dict[str, list[str]]:
        """The fields of the form on the page that has such a button."""
        _status, text, _to = self.ask(path)
        for form in forms_of(SimpleNamespace(text=text)):
            if any(value == do for _name, value in form["buttons"]):
                return grouped(form["inputs"]) | {"do": [do]}
        raise AssertionError(f"no button {do} on {path}")

    def token(self) -> dict[str, list[str]]:
        """What a POST from the queue's page carries."""
        status, text, _to = self.ask("/admin/moderation/queue/")
        assert status == 200
        forms = forms_of(SimpleNamespace(text=text))
        fields = dict(pair for form in forms for pair in form["inputs"])
        return {"csrfmiddlewaretoken": [fields["csrfmiddlewaretoken"]]}


def _send(url: str, number: int, email: str) -> reader.Answer:
    page = reader.check(url, f"Question {number} at {time.time_ns()}: does it help?", email=email)
    action, fields = reader.sending_form(page)
    return reader.call(url + action, fields)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    folder = tmp_path_factory.mktemp("machines")
    with ExitStack() as stack:
        common = {
            "DATABASE_URL": stack.enter_context(services.postgres()),
            "BEDSIDE_KEYS": str(folder / "keys"),
            "BEDSIDE_UNDO_SECONDS": "1",
            "SENDS_PER_HOUR": "1000000",
            "CHECKS_PER_HOUR": "1000000",
        }
        environment = plain_environment(folder / "first", **common)
        manage(environment, "migrate", "-v", "0")
        python(environment, ARTICLE)
        sessions = json.loads(python(environment, SIGN_IN % (STAFF,)))
        sites = []
        for name in ("first", "second"):
            data = folder / name
            manage(plain_environment(data, **common), "collectstatic", "-v", "0", "--no-input")
            sites.append(stack.enter_context(services.site(data, demo=False, command=(), **common)))
        yield Machines(sites, sessions)


def assert_sound(machines: Machines) -> Any:
    """Nothing is there half, twice, or counted wrong; the record holds."""
    found = machines.look()
    assert found["comments"] == found["originals"] == found["cases"]
    assert found["counted"] == len(found["open"])
    assert found["shown"] == found["public"]
    assert "problem" not in manage(machines.environment, "verify_audit").lower()
    return found


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Start all of them at the same moment."""
    gate = threading.Barrier(len(calls))

    def start(call: Callable[[], Any]) -> Any:
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(start, calls))


def test_readers_at_two_machines_lose_and_double_nothing(machines: Machines) -> None:
    before = machines.look()["comments"]
    crowds = [reader.Crowd(site.url, count=3) for site in machines.sites]
    for crowd in crowds:
        crowd.start()
    time.sleep(6)
    for crowd in crowds:
        crowd.end()
    thanked = [place for crowd in crowds for place in crowd.thanked.values()]
    assert len(thanked) == len(set(thanked)) > 20
    assert not any(crowd.refused for crowd in crowds)
    assert assert_sound(machines)["comments"] - before == len(thanked)


def test_one_form_sent_to_both_machines_is_one_comment(machines: Machines) -> None:
    before = machines.look()["comments"]
    for number in range(10):
        page = reader.check(machines.sites[0].url, f"Twice {number}, {time.time_ns()}?")
        action, fields = reader.sending_form(page)
        places = [site.url + action for site in machines.sites]
        first, second = at_once(*(partial(reader.call, place, fields) for place in places))
        assert first.status == second.status == 303
        assert first.location == second.location
    assert assert_sound(machines)["comments"] - before == 10


def test_of_two_who_take_a_case_one_gets_it(machines: Machines) -> None:
    machines.send(8)
    desks = [machines.desk("ana", 0), machines.desk("ben", 1)]
    for key in machines.look()["open"][-8:]:
        path = f"/admin/moderation/case/{key}/"
        forms = [desk.form(path, "take") for desk in desks]
        both = zip(desks, forms, strict=True)
        answers = at_once(*(partial(desk.ask, path, form) for desk, form in both))
        assert sorted(answer[0] for answer in answers) == [302, 409]
    assert_sound(machines)


def test_four_people_at_two_machines_empty_the_queue_and_decide_nothing_twice(
    machines: Machines,
) -> None:
    machines.send(60)
    waiting = set(machines.look()["open"])
    machines.free_all()
    desks = [machines.desk(name, number % 2) for number, name in enumerate(STAFF)]
    taken = at_once(*(partial(_work, desk) for desk in desks))
    keys = Counter(key for mine in taken for key in mine)
    found = assert_sound(machines)
    assert found["open"] == []
    assert set(keys) == waiting
    assert set(keys.values()) == {1}
    decided = dict(map(tuple, found["decided"]))
    assert {decided[key] for key in waiting} == {1}
    assert all(mine for mine in taken), "somebody got nothing to do"


def _work(desk: Desk) -> list[int]:
    """Take the next case and reject or publish it, until there is none."""
    done = []
    _status, _page, place = desk.ask("/admin/moderation/queue/next/", desk.token())
    while "/case/" in place:
        key = int(place.rstrip("/").rsplit("/", 1)[-1])
        do = "publish" if key % 2 else "reject:off-topic"
        form = desk.form(place, "publish") | {"do": [do]}
        status, _page, following = desk.ask(place, form)
        assert status == 302, (status, do)
        done.append(key)
        place = following
    return done


def test_a_page_changes_at_both_machines(machines: Machines) -> None:
    machines.send(1)
    key = machines.look()["open"][-1]
    path = f"/admin/moderation/case/{key}/"
    desk = machines.desk("cleo", 0)
    words = f"reads {time.time_ns()}"
    machines.free_all()
    assert desk.ask(path, desk.form(path, "take"))[0] == 302
    form = desk.form(path, "publish") | {"reply": [f"Thank you for writing. This {words}."]}
    assert desk.ask(path, form)[0] == 302
    services.wait_for(lambda: all(words in text for text in pages(machines)), 4)
    assert desk.ask(path, desk.form(path, "unpublish"))[0] == 302
    services.wait_for(lambda: not any(words in text for text in pages(machines)), 3)
    assert_sound(machines)


def pages(machines: Machines) -> list[str]:
    """What either machine shows, asked twice so that both of its processes are."""
    sites = [site.url for site in machines.sites for _time in range(4)]
    last = "/articles/immune-cells/"
    return [reader.call(site + last).text for site in sites]


def test_each_reader_is_told_once(machines: Machines) -> None:
    machines.send(20, email="denise@example.org")
    machines.free_all()
    at_once(*(partial(_work, machines.desk(STAFF[n], n)) for n in range(2)))
    services.wait_for(lambda: _waiting(machines) == 0, 40)
    sent = [one["Message-ID"] for site in machines.sites for one in mails(site)]
    assert len(sent) == len(set(sent))
    assert len(sent) == dict(map(tuple, machines.look()["notices"]))["sent"] >= 20


def _waiting(machines: Machines) -> int:
    states: dict[str, int] = dict(map(tuple, machines.look()["notices"]))
    return states.get("waiting", 0) + states.get("sending", 0)


def mails(site: services.Site) -> list[Any]:
    """What the site's worker has written to its folder of mails."""
    found = []
    for path in (site.data / "mail").glob("*"):
        for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            if part.strip():
                found.append(message_from_bytes(part.lstrip()))
    return found
