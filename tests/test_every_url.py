"""Every address of the project, asked by everybody, against the table in `every_url.txt`.

The addresses come from the URL configuration, so a new one fails here until it has a row.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse

from blog.models import Author
from config.middleware import FixedHeaders
from moderation import roles
from tests import factories
from tests.comments import rows as readers
from tests.urlmap import Address, every_address, sample

TABLE = Path(__file__).with_name("every_url.txt")
WHO = ("anonymous", "editor", "moderator", "lead", "auditor", "admin")
MODEL = re.compile(r"admin/(?P<model>[a-z_]+/[a-z]+)/(?P<rest>|add/|<path:object_id>/.*)")
BACKEND = "django.contrib.auth.backends.ModelBackend"
# A GET may note these things, and nothing else: that somebody is signed in, who has an article
# open, and the key of a second factor that is being set up.
MAY_CHANGE = {"django_session", "otp_totp_totpdevice", "blog_presence"}

pytestmark = pytest.mark.django_db

Answer = Any  # the test client's answer has more than Django's own says


@dataclass(frozen=True, slots=True)
class Row:
    """What the table says of an address, or of a model's pages."""

    name: str
    kind: str
    answers: dict[str, str]


def table() -> dict[str, Row]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    found = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            name, kind, *answers = (part.strip() for part in line.split("|"))
            assert name not in found, f"two rows for {name}"
            found[name] = Row(name, kind, dict(zip(WHO, answers, strict=True)))
    return found


ROWS = table()


def row_of(address: Address) -> Row | None:
    if found := ROWS.get(re.sub(r"\(\?P<app_label>[^)]*\)", "(app_label)", address.route) or "/"):
        return found
    if match := MODEL.fullmatch(address.route):
        return ROWS.get(match["model"])
    return None


@pytest.fixture
def world() -> dict[str, Any]:
    """Something behind every address: parts of addresses by name, objects by model."""
    roles.settle()
    article = factories.article("immune-cells", title="Immune cells")
    article.topics.add(topic := factories.topic())
    comment, token = readers.published(article=article)
    moderator = factories.staff("other", group="moderator")
    case = factories.case("Is there a trial?", article=article)
    person = Author.objects.create(name="Omar Haddad")
    name = default_storage.save("pictures/test.bin", ContentFile(b"x"))
    canned = factories.canned_reply()
    objects = {
        "blog/article": article.pk,
        "blog/author": person.pk,
        "blog/topic": topic.pk,
        "staff/user": moderator.pk,
        "auth/group": Group.objects.first().pk,  # type: ignore[union-attr]
        "moderation/cannedreply": canned.reply_id,
    }
    return {
        "objects": objects,
        "slug": article.slug,
        "topic": topic.slug,
        "public_id": comment.public_id,
        "token": token,
        "case_id": case.pk,
        "pk": article.pk,
        "id": moderator.pk,
        "name": name,
    }


def path_of(address: Address, world: dict[str, Any]) -> str:
    parts = dict(world)
    if address.route.startswith("topics/"):
        parts["slug"] = world["topic"]
    if match := MODEL.match(address.route):
        parts["object_id"] = world["objects"].get(match["model"], 1)
    parts.pop("objects")
    parts["token"] = world["token"] if address.route.startswith("my/") else "no-such-token"
    return "/" + sample(address.route, **parts)


def client_of(who: str) -> Client:
    client = Client()
    if who == "admin":
        client.force_login(factories.staff("the-admin", is_superuser=True), backend=BACKEND)
    elif who != "anonymous":
        client.force_login(factories.staff(f"the-{who}", group=who), backend=BACKEND)
    return client


def answer_in_words(answer: Answer) -> str:
    """The status; `login` for a redirect to the sign-in page."""
    location = answer.headers.get("Location", "")
    if answer.status_code == 302 and location.startswith(reverse("admin:login")):
        return "login"
    return str(answer.status_code)


def expected(address: Address, row: Row, who: str) -> set[str]:
    """The answers that the table allows. Model pages are told by letters: v, a, c, d."""
    said = row.answers[who]
    match = MODEL.fullmatch(address.route)
    if row.kind != "model" or match is None:
        return set(said.split("/"))
    if said == "login":
        return {"login"}
    rest = match["rest"]
    wanted = {"": "vc", "add/": "a", "<path:object_id>/delete/": "d"}.get(rest, "vc")
    if rest == "<path:object_id>/":
        return {"302"}  # leads to the change page, which asks
    if set(wanted) & set(said):
        return {"200", "302"}
    # Django looks for the object first: what is not there leads everybody back to the start.
    return {"403", "302"} if rest.endswith("history/") else {"403"}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    addresses = every_address()
    missing = sorted({one.route for one in addresses if row_of(one) is None})
    assert missing == [], "addresses without a row in every_url.txt"
    used = {row.name for one in addresses if (row := row_of(one))}
    assert set(ROWS) - used == set(), "rows without an address"


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_table_says(who: str, world: dict[str, Any]) -> None:
    client, wrong = client_of(who), []
    before = contents()
    for address in every_address():
        row = row_of(address)
        assert row
        answer = client.get(path_of(address, world))
        got = answer_in_words(answer)
        if got not in expected(address, row, who):
            wrong.append(f"{address.route}: {got}, not {row.answers[who]}")
        wrong += [f"{address.route}: {problem}" for problem in problems(answer, row)]
        if address.is_translated:
            spanish = client.get("/es" + path_of(address, world))
            if answer_in_words(spanish) != got:
                wrong.append(f"/es/{address.route}: {answer_in_words(spanish)}, not {got}")
            wrong += [f"/es/{address.route}: {problem}" for problem in problems(spanish, row)]
        if answer.streaming:
            answer.getvalue()  # to its end, so that the file is closed
    after = contents()
    changed = {name for name in before if after[name] != before[name]} - MAY_CHANGE
    assert not wrong, "\n".join(wrong)
    assert changed == set(), "a GET changed these tables"


def contents() -> dict[str, str]:
    """A hash of every table."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - from the catalogue
            lines = sorted(repr([_plain(one) for one in row]) for row in cursor.fetchall())
            found[name] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


# --- Headers ----------------------------------------------------------------------------------

PUBLIC_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": FixedHeaders.PERMISSIONS,
    "Server": "",
}
SAME_SITE = {"Cross-Origin-Resource-Policy": "same-origin"}
NOT_KEPT = re.compile(r"no-store")
CACHE = {
    "public": re.compile(r"public, max-age=\d+(, stale-while-revalidate=\d+)?"),
    "plain": re.compile(r"private, no-cache"),
    "form": re.compile(r"private, no-cache"),
    "unkept": NOT_KEPT,
    "reader": NOT_KEPT,
    "staff": NOT_KEPT,
    "model": NOT_KEPT,
    "monitor": NOT_KEPT,
}


def problems(answer: Answer, row: Row) -> Iterator[str]:
    """What is wrong with the headers of an answer."""
    for name, wanted in EVERYWHERE.items():
        if answer.headers.get(name) != wanted:
            yield f"{name} is {answer.headers.get(name)!r}"
    yield from _policy(answer, row)
    yield from _cookies(answer, row)
    if answer.status_code == 200 and not CACHE[row.kind].search(
        answer.headers.get("Cache-Control", "")
    ):
        yield f"Cache-Control is {answer.headers.get('Cache-Control')!r}"
    referrer = answer.headers.get("Referrer-Policy")
    if referrer != ("no-referrer" if row.kind == "reader" else "same-origin"):
        yield f"Referrer-Policy is {referrer!r}"
    if answer.status_code == 200 and row.kind == "reader" and "X-Robots-Tag" not in answer.headers:
        yield "it may be indexed"
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/") and "charset" not in kind:
        yield f"Content-Type is {kind!r}"


def _policy(answer: Answer, row: Row) -> Iterator[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or "*" in policy or "default-src 'none'" not in policy:
        yield f"Content-Security-Policy is {policy!r}"
    if row.kind in {"staff", "model"}:
        return
    if policy != PUBLIC_CSP:
        yield f"Content-Security-Policy is {policy!r}"
    if answer.headers.get("Cross-Origin-Resource-Policy") != "same-origin":
        yield "Cross-Origin-Resource-Policy is missing"


def _cookies(answer: Answer, row: Row) -> Iterator[str]:
    staff = row.kind in {"staff", "model"}
    for name, cookie in answer.cookies.items():
        if not staff:
            yield f"it sets the cookie {name}"
        if not cookie["httponly"] or cookie["samesite"] not in {"Lax", "Strict"}:
            yield f"the cookie {name} is open to scripts or other sites"
    if not staff and "cookie" in answer.headers.get("Vary", "").lower():
        yield "it varies by cookie"


def test_the_policy_of_public_pages_is_one_fixed_string(world: dict[str, Any]) -> None:
    policies = {
        Client().get(path).headers["Content-Security-Policy"]
        for path in ("/", "/es/", f"/articles/{world['slug']}/", "/no-such-page/", "/search/?q=x")
    }
    assert policies == {PUBLIC_CSP}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_do_nothing(method: str, world: dict[str, Any]) -> None:
    before = contents()
    for address in every_address():
        answer = getattr(Client(), method)(path_of(address, world))
        assert answer.status_code < 500, address.route
    assert contents() == before


def test_every_post_of_staff_needs_the_token_of_the_session(world: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.staff("root", is_superuser=True), backend=BACKEND)
    before = contents()
    for address in every_address():
        if address.is_admin:
            answer = client.post(path_of(address, world), {"reply": "planted"})
            assert answer.status_code == 403, address.route
            assert b"planted" not in answer.content
    after = contents()
    assert {name for name in before if after[name] != before[name]} <= {"django_session"}


def test_static_files_carry_the_same_headers() -> None:
    answer = Client().get(f"{settings.STATIC_URL}css/site.css")
    for name, wanted in {**EVERYWHERE, **SAME_SITE}.items():
        if name != "X-Frame-Options":
            assert answer.headers.get(name) == wanted, name
    assert not answer.cookies
    if answer.streaming:
        answer.getvalue()  # to its end, so that the file is closed
