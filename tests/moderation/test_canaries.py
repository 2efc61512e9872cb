"""A reader's words and address are in no record, task, log line, mail or clear byte on disk."""

import json
import logging
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.utils import timezone
from django_ox.testing import run_tasks

from comments.models import Comment, Original
from moderation import audit, cases, claims, decisions, digest, drafts, incidents, spans
from moderation.models import Case, SpanState
from staff.models import User
from tests import factories

CANARIES = ("zyxwvut", "702-555-0187", "Quillfeather", "March 3, 2019", "Xanthippe")
BODY = (
    "I am Xanthippe Quillfeather, diagnosed on March 3, 2019. Call 702-555-0187. "
    "Does it work for everybody?"
)
ADDRESS = "zyxwvut@example.org"


def walk(moderator: User, lead: User) -> None:
    """A busy day: notes, drafts, an escalation, publishing, undo, taking down, forgetting."""
    held = factories.claimed(moderator, BODY, name="Xanthippe Quillfeather", email=ADDRESS)
    drafts.save(held, user=moderator, text=f"Dear Quillfeather, {CANARIES[1]}")
    drafts.add_note(held, user=moderator, text=f"This is {CANARIES[2]}")
    cases.correct(held, user=moderator, field="question", value="yes")
    ids = list(held.findings.filter(base="original").values_list("pk", flat=True))[:1]
    spans.decide(
        held,
        user=moderator,
        finding_ids=ids,
        state=SpanState.GENERALISED,
        replacement="a reader",
    )
    decisions.escalate(held, moderator=moderator, seen_version=held.version, note=BODY)
    held = claims.claim(Case.objects.get(), user=lead)
    first = decisions.reject(held, moderator=lead, seen_version=held.version, reason="other")
    held = decisions.undo(first.decision, user=lead)
    name = held.findings.filter(base="name")
    name.update(state=SpanState.OUT, start=0, end=len("Xanthippe Quillfeather"))
    decisions.publish(
        held, moderator=lead, seen_version=held.version, reply="Thank you for asking."
    )
    with time_machine.travel(timezone.now().timestamp() + 20, tick=False):
        run_tasks(raise_failures=True)
    decisions.unpublish(Comment.objects.get(), user=lead, reason="personal-details")
    User.objects.filter(pk=lead.pk).update(email="lead@example.org")
    digest.send(force=True)


@pytest.fixture
def day(
    moderator: User,
    caplog: pytest.LogCaptureFixture,
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    caplog.set_level(logging.DEBUG)
    walk(moderator, factories.staff("lead", group="lead"))


def rows_of_everything() -> str:
    """Every column of every row in clear, as JSON; what is sealed is bytes and not shown."""
    found: list[Any] = []
    for model in apps.get_models():
        for row in model._base_manager.values():
            clear = {
                key: value
                for key, value in row.items()
                if not isinstance(value, (bytes, memoryview))
            }
            found.append([model._meta.label, clear])
    return json.dumps(found, default=str, ensure_ascii=False)


def assert_clean(text: str) -> None:
    for canary in CANARIES:
        assert canary.lower() not in text.lower(), canary


def test_no_row_of_any_table_has_them(day: None) -> None:
    assert_clean(rows_of_everything())


def test_no_log_line_has_them(day: None, caplog: pytest.LogCaptureFixture) -> None:
    assert_clean(caplog.text)


def test_no_mail_has_them_but_in_its_address(
    day: None, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    assert mailoutbox
    for mail in mailoutbox:
        message: Message = mail.message()
        del message["To"]
        decoded = b"".join(
            part.get_payload(decode=True) or b""  # type: ignore[misc]
            for part in message.walk()
            if not part.is_multipart()
        )
        assert_clean(message.as_string() + decoded.decode())


def test_no_export_has_them(day: None) -> None:
    assert_clean("".join(audit.export()))
    assert_clean(str(list(incidents.as_rows())))


def test_no_repr_and_no_string_of_a_row_has_them(day: None) -> None:
    rows = [row for model in (Case, Comment, Original) for row in model._base_manager.all()]
    assert_clean(" ".join([*map(repr, rows), *map(str, rows)]))


def test_an_error_shows_none(moderator: User) -> None:
    held = factories.claimed(moderator, BODY, email=ADDRESS)
    with pytest.raises(decisions.GateError) as caught:
        decisions.publish(
            held,
            moderator=moderator,
            seen_version=held.version,
            reply=f"We will call {CANARIES[1]}.",
        )
    assert_clean(f"{caught.value} {caught.value!r} {caught.value.gate!r}")


@pytest.mark.only_on("sqlite")  # another server keeps its files to itself
@pytest.mark.django_db(transaction=True)
def test_no_file_of_the_database_has_them_in_clear(
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    walk(factories.staff(group="moderator"), factories.staff("lead", group="lead"))
    path = Path(str(connection.settings_dict["NAME"]))
    files = [path, *path.parent.glob(f"{path.name}-*")]
    assert path.exists()
    raw = b"".join(file.read_bytes() for file in files)
    assert_clean(raw.decode("latin-1"))
