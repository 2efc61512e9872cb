"""How long a sign-in lasts, what ends it, and that nothing typed is lost when it ends."""

import html
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_django
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from staff import devices, reauth
from staff.models import User
from tests import factories
from tests.staff.test_signing_in import code_of, give_password, phone_of

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return factories.staff("denise", is_superuser=True)


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def test_an_hour_without_a_request_signs_out(person: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(person)
        clock.shift(timedelta(minutes=59))
        assert is_in(client)
        clock.shift(timedelta(minutes=61))
        assert not is_in(client)


def test_work_keeps_the_sign_in_alive_until_the_absolute_limit(
    person: User, settings: pytest_django.Settings
) -> None:
    settings.STAFF_SESSION_HOURS = 12
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(person)
        for _ in range(23):
            clock.shift(timedelta(minutes=30))
            assert is_in(client)
        clock.shift(timedelta(minutes=31))
        assert not is_in(client)


def test_a_clock_set_back_does_not_keep_a_session_for_ever(person: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(person)
        clock.move_to(START - timedelta(days=1))
        assert not is_in(client)


def test_a_session_is_not_written_with_every_request(person: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(person)
        client.get("/admin/")
        assert "Set-Cookie" not in client.get("/admin/").headers
        clock.shift(61)
        assert client.get("/admin/").cookies


def test_disabling_somebody_ends_the_sessions_for_good(person: User) -> None:
    client = signed_in(person)
    person.is_active = False
    person.save()
    assert not is_in(client)
    other = signed_in(factories.staff("second", is_superuser=True))
    person.is_active = True
    person.save()
    assert not is_in(client)
    assert is_in(other)


def test_an_old_session_nobody_used_meanwhile_does_not_come_back(person: User) -> None:
    client = signed_in(person)
    for state in (False, True):
        person.is_active = state
        person.save(update_fields=["is_active"])
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(person: User) -> None:
    here, there = signed_in(person), signed_in(person)
    new = "another much longer phrase"
    old = {"old_password": "a long test password"}
    here.post("/admin/password_change/", {**old, "new_password1": new, "new_password2": new})
    assert is_in(here)
    assert not is_in(there)


def test_one_can_sign_out_everywhere_else(person: User) -> None:
    here, there = signed_in(person), signed_in(person)
    assert here.post("/admin/account/sessions/").status_code == 302
    assert is_in(here)
    assert not is_in(there)


def test_taking_the_second_factor_away_ends_the_sessions(person: User) -> None:
    phone_of(person)
    client = signed_in(person)
    devices.remove(person)
    assert not is_in(client)


def test_sessions_survive_a_change_of_the_secret_key(
    person: User, settings: pytest_django.Settings
) -> None:
    client = signed_in(person)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one " * 6
    assert is_in(client)


def inputs(page: Any) -> dict[str, str]:
    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()
    )
    return {name: html.unescape(value) for name, value in found}


def action(page: Any) -> str:
    match = re.search(r'<form action="([^"]+)" method="post"', page.content.decode())
    assert match
    return html.unescape(match[1])


def post_on(client: Client, page: Any, **more: str) -> Any:
    return client.post(action(page), inputs(page) | more)


def test_what_was_typed_when_the_session_had_ended_goes_through_the_sign_in(person: User) -> None:
    client = Client()
    typed = {"username": "new.colleague", "note": 'a "quoted" <b>line</b>\nand another'}
    kept_out = client.post("/admin/staff/user/add/?_popup=1", typed)
    assert kept_out.status_code == 403
    assert "Nothing is lost" in kept_out.content.decode()
    sign_in = post_on(client, kept_out)
    assert sign_in.status_code == 200
    assert json.loads(inputs(sign_in)["carried"]) == [list(pair) for pair in typed.items()]
    wrong = post_on(client, sign_in, username="denise", password="wrong")
    resume = post_on(client, wrong, username="denise", password="a long test password")
    assert action(resume) == "/admin/staff/user/add/?_popup=1"
    assert {name: inputs(resume)[name] for name in typed} == typed


def test_it_goes_through_the_second_factor_too(person: User) -> None:
    device, client = phone_of(person), Client()
    kept_out = client.post("/admin/staff/user/add/", {"note": "long words"})
    sign_in = post_on(client, kept_out)
    ask = post_on(client, sign_in, username="denise", password="a long test password")
    assert 'name="code"' in ask.content.decode()
    again = post_on(client, ask, code="000000")
    assert inputs(again)["carried"] == '[["note", "long words"]]'
    with time_machine.travel(timedelta(minutes=2)):
        resume = post_on(client, again, code=code_of(device))
    assert inputs(resume)["note"] == "long words"


def test_a_new_password_is_typed_again_rather_than_carried() -> None:
    typed = {"old_password": "a", "new_password1": "CANARY", "new_password2": "CANARY"}
    kept_out = Client().post("/admin/password_change/", typed)
    assert "CANARY" not in kept_out.content.decode()


def test_nothing_of_what_is_carried_touches_session_or_database(person: User) -> None:
    client = Client()
    kept_out = client.post("/admin/staff/user/add/", {"note": "CANARY"})
    sign_in = post_on(client, kept_out)
    post_on(client, sign_in, username="denise", password="a long test password")
    assert "CANARY" not in str(dict(client.session))


def test_a_script_of_the_desk_is_told_and_keeps_its_page() -> None:
    answer = Client().post("/admin/moderation/queue/next/", {"reply": "x"}, headers={"X-Desk": "1"})
    assert answer.status_code == 401
    content = answer.json()
    assert content["error"] == "signed-out"
    assert content["sign_in"].startswith("/admin/login/?next=%2Fadmin%2Fsigned-in")
    assert "no-store" in answer.headers["Cache-Control"]


def test_carried_nonsense_is_ignored(person: User) -> None:
    for nonsense in ("{", "[1]", "null", '{"a": 1}', "[[1,2,3]]"):
        answer = give_password(Client(), carried=nonsense)
        assert answer.status_code == 200
        assert "carried" not in inputs(answer)


@reauth.fresh_required
def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the address")


def test_what_is_most_private_asks_again_after_five_minutes(person: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(person)
        assert client.get("/admin/account/device/").status_code == 200
        clock.shift(301)
        answer = client.get("/admin/account/device/")
        assert answer.headers["Location"] == "/admin/confirm/?next=%2Fadmin%2Faccount%2Fdevice%2F"
        asked = client.get(answer.headers["Location"])
        again = post_on(client, asked, password="wrong")
        assert again.status_code == 200
        onward = post_on(client, again, password="a long test password")
        assert onward.headers["Location"] == "/admin/account/device/"
        assert client.get("/admin/account/device/").status_code == 200


def test_confirming_takes_the_code_where_there_is_a_device(person: User) -> None:
    device, client = phone_of(person), Client()
    with time_machine.travel(START, tick=False) as clock:
        give_password(client)
        client.post("/admin/second-factor/", {"code": code_of(device), "next": "/admin/"})
        clock.shift(400)
        ask = client.get("/admin/confirm/?next=/admin/account/device/")
        assert 'name="password"' not in ask.content.decode()
        onward = post_on(client, ask, code=code_of(device))
        assert onward.headers["Location"] == "/admin/account/device/"


def test_confirming_for_a_post_carries_it_along(person: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(person)
        clock.shift(400)
        kept_out = client.post("/admin/account/codes/", {"reason": "lost the paper"})
        ask = post_on(client, kept_out)
        resume = post_on(client, ask, password="a long test password")
        assert (action(resume), inputs(resume)["reason"]) == (
            "/admin/account/codes/",
            "lost the paper",
        )


def test_a_script_is_told_to_confirm(person: User) -> None:
    request = RequestFactory().post("/admin/x/", headers={"X-Desk": "1"})
    request.user, request.session = person, {}  # type: ignore[assignment]
    answer = private(request)
    assert answer.status_code == 401
    assert json.loads(answer.content)["error"] == "confirm"


def test_wrong_passwords_at_the_confirmation_count_towards_the_lock(person: User) -> None:
    client = signed_in(person)
    for _ in range(5):
        answer = client.post("/admin/confirm/", {"password": "wrong"})
    assert answer.status_code == 429


SAME = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


def test_a_page_from_an_older_sign_in_gives_back_what_was_typed(person: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend=BACKEND)
    answer = client.post("/admin/staff/user/add/", {"note": "long words"}, headers=SAME)
    assert answer.status_code == 403
    assert inputs(answer)["note"] == "long words"
    assert inputs(answer)["csrfmiddlewaretoken"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example.net", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_foreign_page_gets_nothing_back(person: User, headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend=BACKEND)
    answer = client.post("/admin/staff/user/add/", {"note": "planted"}, headers=headers)
    assert answer.status_code == 403
    assert "planted" not in answer.content.decode()


def test_staff_who_are_no_longer_staff_are_out(person: User) -> None:
    client = signed_in(person)
    person.is_staff = False
    person.save()
    assert client.get("/admin/").headers["Location"].startswith(reverse("admin:login"))
    assert "has no access here" in client.get("/admin/login/").content.decode()


def test_everybody_finds_their_account_page(person: User) -> None:
    client = signed_in(person)
    assert 'href="/admin/account/"' in client.get("/admin/").content.decode()
    assert "None is set up" in client.get("/admin/account/").content.decode()
    device = phone_of(person)
    devices.new_codes(person)
    client.post("/admin/second-factor/", {"code": code_of(device)})
    page = client.get("/admin/account/").content.decode()
    assert "10 recovery codes are left" in page


def test_another_phone_takes_the_place_of_the_first(person: User) -> None:
    first = phone_of(person)
    client = Client()
    give_password(client)
    client.post("/admin/second-factor/", {"code": code_of(first), "next": "/admin/"})
    client.get("/admin/account/device/")
    second = devices.begin(person)
    shown = client.post("/admin/account/device/", {"code": code_of(second)})
    assert "recovery codes" in shown.content.decode()
    assert is_in(client)
    other = Client()
    give_password(other)
    with time_machine.travel(timedelta(minutes=2)):
        refused = other.post("/admin/second-factor/", {"code": code_of(first), "next": "/admin/"})
        assert refused.status_code == 200
    assert devices.authenticator_of(person) == second


def test_an_administrator_takes_a_lost_phone_away(person: User) -> None:
    colleague = factories.staff("omar")
    phone_of(colleague)
    theirs = signed_in(colleague)
    form = {"action": "remove_second_factor", "_selected_action": [str(colleague.pk)]}
    answer = signed_in(person).post("/admin/staff/user/", form)
    assert answer.status_code == 302
    assert devices.authenticator_of(colleague) is None
    assert not is_in(theirs)


def test_nobody_sees_the_seeds_of_code_generators_in_the_admin(person: User) -> None:
    client = signed_in(person)
    for path in ("/admin/otp_totp/totpdevice/", "/admin/otp_static/staticdevice/"):
        assert client.get(path).status_code == 404
