"""Limits hold to the number, by the hour, and forget by themselves."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import pytest_django
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from comments.allowance import spend
from comments.models import Allowance
from comments.visitors import visitor_hash


@pytest.mark.django_db
def test_a_limit_is_exact_and_for_one_visitor_and_thing() -> None:
    assert [spend("send", "a", limit=2) for _time in range(3)] == [True, True, False]
    assert spend("send", "b", limit=2)
    assert spend("check", "a", limit=2)


@pytest.mark.django_db
def test_the_next_hour_is_a_new_one_and_old_rows_go() -> None:
    now = timezone.now()
    assert spend("send", "a", limit=1, now=now - timedelta(hours=5))
    assert spend("send", "a", limit=1, now=now)
    assert Allowance.objects.count() == 1


@pytest.mark.django_db
def test_a_limit_of_nothing_refuses_from_the_start() -> None:
    assert [spend("send", "a", limit=0) for _time in range(2)] == [False, False]


@pytest.mark.django_db(transaction=True)
def test_a_limit_is_exact_when_many_come_at_once() -> None:
    results: list[bool] = []

    def run() -> None:
        try:
            results.extend(spend("send", "a", limit=10) for _time in range(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 10 + [True] * 10


def test_addresses_are_told_apart_and_not_kept(settings: pytest_django.Settings) -> None:
    def of(address: str, **extra: Any) -> str:
        return visitor_hash(RequestFactory().get("/", REMOTE_ADDR=address, **extra))

    assert of("192.0.2.1") != of("192.0.2.2")
    assert of("2001:db8::1") == of("2001:db8::ffff")
    assert of("2001:db8::1") != of("2001:db8:0:1::1")
    assert of("not an address")
    # A header that anybody may write is believed from our own proxy only.
    assert of("192.0.2.1", HTTP_X_FORWARDED_FOR="192.0.2.9") == of("192.0.2.1")
    settings.BEHIND_PROXY = True
    assert of("10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.8, 192.0.2.9") == of(
        "10.0.0.2", HTTP_X_FORWARDED_FOR="192.0.2.9"
    )
