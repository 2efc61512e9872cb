"""What monitors may ask, and that nobody else may."""

import re
from datetime import timedelta

import pytest
import pytest_django
from django.db import connection
from django.test import Client
from django.utils import timezone

from moderation.models import Case, Lane, QueueCount
from tests import factories
from tests.config.test_logs import failing

TOKEN = "a token for monitors only"
pytestmark = pytest.mark.django_db


@pytest.fixture
def token(settings: pytest_django.Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def ask(path: str, *, given: str = TOKEN, scheme: str = "Bearer") -> tuple[int, str]:
    answer = Client().get(path, headers={"Authorization": f"{scheme} {given}"})
    return answer.status_code, answer.content.decode()


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_without_the_token_the_page_does_not_exist(path: str) -> None:
    assert Client().get(path).status_code == 404
    assert ask(path, given="another")[0] == 404
    assert ask(path, given="")[0] == 404
    assert ask(path, scheme="Basic")[0] == 404
    assert ask(path, given=TOKEN + "é")[0] == 404
    assert ask(path)[0] == 200


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_without_any_token_only_the_demo_answers_and_only_on_the_loopback(
    path: str, settings: pytest_django.Settings
) -> None:
    assert Client().get(path).status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.7").get(path).status_code == 404
    assert Client().get(path, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404
    settings.BEHIND_PROXY = True
    assert Client().get(path).status_code == 404
    settings.BEHIND_PROXY, settings.DEMO = False, False
    assert Client().get(path).status_code == 404


def test_anybody_may_ask_whether_the_process_lives() -> None:
    answer = Client(REMOTE_ADDR="192.0.2.7").get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_database_that_does_not_answer_is_told() -> None:
    with connection.execute_wrapper(failing(0)):
        assert ask("/readyz")[0] == 503
        assert ask("/metrics")[0] == 503
    connection.needs_rollback = False


def values(text: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_the_numbers_are_the_databases() -> None:
    now = timezone.now()
    for hours in (1, 5):
        comment = factories.comment(
            body="canary words", submitted_at=now - timedelta(hours=hours), answered_at=now
        )
        Case.objects.filter(comment=comment).delete()
        Case.objects.create(
            comment=comment,
            lane=Lane.QUESTION,
            opened_at=now - timedelta(hours=hours),
            due_at=now + timedelta(hours=2 - hours),
        )
    QueueCount.objects.all().delete()
    QueueCount.objects.create(lane=Lane.QUESTION, slot=0, count=3)
    QueueCount.objects.create(lane=Lane.QUESTION, slot=1, count=-1)
    status, text = ask("/metrics")
    found = values(text)
    assert status == 200
    assert found['bedside_queue_cases{lane="question"}'] == 2
    assert found['bedside_queue_cases{lane="crisis"}'] == 0
    assert found['bedside_oldest_case_age_seconds{lane="question"}'] == pytest.approx(
        18_000, abs=60
    )
    assert found['bedside_late_seconds{lane="question"}'] == pytest.approx(10_800, abs=60)
    assert found['bedside_answer_seconds{quantile="0.5"}'] == pytest.approx(3_600, abs=60)
    assert found["bedside_task_lag_seconds"] >= 0


def test_metrics_hold_codes_and_numbers_only() -> None:
    factories.comment(body="canary words", name="Canary", email="canary@example.org")
    text = ask("/metrics")[1]
    assert "canary" not in text.lower()
    labels = set(re.findall(r'="([^"]*)"', text))
    assert all(re.fullmatch(r"[a-z0-9.-]+", label) for label in labels)
