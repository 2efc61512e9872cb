"""The whole road through the front door: the best description of what the product does."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as real_settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from comments import originals
from comments.models import Comment, State
from moderation.models import AuditEvent, Case, Decision
from staff.models import User
from tests import factories
from tests.comments.forms import form_to, grouped

CANARIES = ("Xanthippe", "Brzezicka", "Wapakoneta", "419-555-0137", "xb@canary.example.org")
QUESTION = (
    "Hello, my name is Xanthippe Brzezicka from Wapakoneta, Ohio. On March 3, 2019 they found my "
    "ovarian cancer, and now I take 40 mg a day. Are there any trials for me? "
    "Please call 419-555-0137."
)


def send(client: Client, path: str, *, choice: str = "as-written") -> str:
    """Fill in the form, go through the check page, arrive at the private page; its address."""
    checked = client.post(
        f"{path}comments/",
        {"name": "Xanthippe", "email": "xb@canary.example.org", "body": QUESTION},
    )
    assert "Not sent yet" in checked.content.decode()
    form = form_to(checked, "/comments/send/")
    answer = client.post(form["action"], grouped(form["inputs"]) | {"choice": choice})
    assert answer.status_code in (302, 303)
    return str(answer["Location"])


def decide(client: Client, case: Case) -> None:
    """As a moderator: take it, use the best reply, publish."""
    desk = reverse("admin:case", args=[case.pk])
    client.post(desk, {"do": "take"})
    page = client.get(desk).content.decode()
    first_reply = re.findall(r'value="insert:(\d+)"', page)[0]
    inserted = client.post(desk, {"do": f"insert:{first_reply}", "version": _version(page)})
    page = inserted.content.decode()
    reply = re.findall(r'<textarea id="reply"[^>]*>\s?(.*?)</textarea>', page, re.S)
    published = client.post(
        desk,
        {
            "do": "publish",
            "version": _version(page),
            "canned": first_reply,
            "reply": reply[0].replace("&amp;", "&").replace("&#x27;", "'"),
        },
    )
    assert published.status_code == 302, published.content.decode()


def _version(page: str) -> str:
    return str(re.findall(r'name="version" value="(\d+)"', page)[0])


@pytest.fixture
def road(db: None, moderator: User, caplog: pytest.LogCaptureFixture) -> tuple[Client, str, Case]:
    """A question that was sent, decided, and whose undo window is over."""
    factories.canned_reply()
    article = factories.article("immune-cells")
    reader, staff = Client(enforce_csrf_checks=True), Client()
    staff.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    private = send(reader, article.get_absolute_url())
    case = Case.objects.get()
    decide(staff, case)
    return reader, private, case


def test_a_question_travels_from_the_form_to_the_page(road: tuple[Client, str, Case]) -> None:
    reader, private, case = road
    path = "/articles/immune-cells/"
    assert "Are there any trials for me?" not in reader.get(path).content.decode()
    with time_machine.travel(timezone.now() + timedelta(seconds=16)):
        page = reader.get(path).content.decode()
        assert "Are there any trials for me?" in page
        assert "clinicaltrials.gov" in page
        assert not [canary for canary in CANARIES[1:] if canary in page]
        status = reader.get(private).content.decode()
        assert "Xanthippe Brzezicka" in status  # their own words, to whoever holds the link
    assert Comment.objects.get().state == State.PUBLISHED
    actor = Decision.objects.get(case=case).actor
    assert actor is not None
    assert actor.username == "moderator"


def test_nothing_public_before_the_undo_window_is_over(road: tuple[Client, str, Case]) -> None:
    reader, _private, _case = road
    for path in ("/articles/immune-cells/", "/", "/feed/", "/sitemap.xml"):
        assert "trials for me" not in reader.get(path).content.decode()


def test_the_mail_has_a_link_and_no_health_text(road: tuple[Client, str, Case]) -> None:
    with time_machine.travel(timezone.now() + timedelta(seconds=20)):
        run_tasks(raise_failures=True)
    sent = [message for message in mail.outbox if "xb@canary.example.org" in message.to]
    assert len(sent) == 1
    everything = sent[0].subject + str(sent[0].body)
    assert "/my/" in everything
    for word in (*CANARIES, "ovarian", "cancer", "trial", "40 mg"):
        assert word not in everything


def test_the_canaries_are_nowhere_in_clear(
    road: tuple[Client, str, Case], staff_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    reader, private, case = road
    with time_machine.travel(timezone.now() + timedelta(seconds=20)):
        run_tasks(raise_failures=True)
        pages = [
            reader.get(path).content.decode()
            for path in (
                "/",
                "/articles/immune-cells/",
                "/feed/",
                "/sitemap.xml",
                "/search/?q=trials",
            )
        ]
    admin_pages = [
        staff_client.get(reverse(name)).content.decode()
        for name in ("admin:index", "admin:queue", "admin:decided_by_me", "admin:dashboard")
    ]
    rows = [str(row) for row in OxTask.objects.values_list()]
    rows += [str(row) for row in AuditEvent.objects.values_list()]
    rows += [str(row) for row in Case.objects.values_list()]
    seen = "\n".join([*pages, *admin_pages, *rows, caplog.text, private])
    for canary in CANARIES[1:]:
        assert canary not in seen
    for message in mail.outbox:
        assert not [canary for canary in CANARIES if canary in str(message.body) + message.subject]
    assert "Brzezicka" in str(_opened(case))


def _opened(case: Case) -> str:
    return originals.open_as_staff(case.comment.original).body


@pytest.mark.only_on("sqlite")  # another server keeps its files to itself
@pytest.mark.django_db(transaction=True)
def test_the_database_file_holds_no_canary(moderator: User) -> None:
    factories.canned_reply()
    article = factories.article("immune-cells")
    send(Client(), article.get_absolute_url())
    staff = Client()
    staff.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    decide(staff, Case.objects.get())
    name = str(connection.settings_dict["NAME"])
    files = [Path(name), Path(f"{name}-wal"), *Path(real_settings.DATA).rglob("*.log")]
    content = b"".join(path.read_bytes() for path in files if path.exists())
    assert len(content) > 100_000
    for canary in CANARIES[1:]:
        assert canary.encode() not in content


def test_the_cleaned_choice_never_stores_the_details(db: None) -> None:
    article = factories.article("immune-cells")
    send(Client(), article.get_absolute_url(), choice="cleaned")
    words = _opened(Case.objects.get())
    assert not [canary for canary in CANARIES[1:] if canary in words]
    assert "Are there any trials for me?" in words
