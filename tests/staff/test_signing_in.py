"""From the password over the second factor to the desk, and every way to fail on it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import pytest_django
import time_machine
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from staff import devices
from staff.models import Authenticator, RecoveryCodes, User
from tests import factories

PASSWORD = "a long test password"
INDEX = "/admin/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings: pytest_django.Settings) -> None:
    settings.REQUIRE_2FA = True


@pytest.fixture
def person() -> User:
    return factories.staff("denise", is_superuser=True)


def code_of(device: Authenticator, *, steps: int = 0) -> str:
    """What the phone shows, now or some steps of 30 seconds later."""
    totp = TOTP(device.bin_key, drift=steps)
    return f"{totp.token():06d}"


def phone_of(person: User) -> Authenticator:
    device = devices.begin(person)
    device.confirmed = True
    device.save()
    return device


def give_password(client: Client, *, password: str = PASSWORD, **fields: str) -> Any:
    return client.post(
        "/admin/login/", {"username": "denise", "password": password, "next": INDEX, **fields}
    )


def give_code(client: Client, code: str, **fields: str) -> Any:
    return client.post("/admin/second-factor/", {"code": code, "next": INDEX, **fields})


def test_without_the_requirement_the_password_is_enough(person: User) -> None:
    client = Client()
    assert give_password(client).headers["Location"] == INDEX
    assert client.get(INDEX).status_code == 200


@pytest.mark.usefixtures("required")
def test_the_password_alone_opens_nothing(person: User) -> None:
    phone_of(person)
    client = Client()
    assert give_password(client).headers["Location"].startswith("/admin/second-factor/?")
    answer = client.get("/admin/staff/user/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/second-factor/?next=%2Fadmin%2Fstaff")


@pytest.mark.usefixtures("required")
def test_the_code_lets_in_and_changes_the_session_key(person: User) -> None:
    device, client = phone_of(person), Client()
    give_password(client)
    before = client.session.session_key
    assert give_code(client, code_of(device)).headers["Location"] == INDEX
    assert client.session.session_key != before
    assert client.get(INDEX).status_code == 200


@pytest.mark.usefixtures("required")
def test_the_same_code_is_refused_twice(person: User) -> None:
    device, first, second = phone_of(person), Client(), Client()
    code = code_of(device)
    for client in (first, second):
        give_password(client)
    assert give_code(first, code).status_code == 302
    refused = give_code(second, code)
    assert refused.status_code == 200
    assert "used already" in refused.content.decode()
    assert second.get(INDEX).status_code == 302


@pytest.mark.usefixtures("required")
def test_wrong_codes_have_to_wait_longer_each_time(person: User) -> None:
    device, client = phone_of(person), Client()
    give_password(client)
    with time_machine.travel("2026-11-20 10:00 +0000", tick=False) as clock:
        give_password(client)
        for _ in range(3):
            give_code(client, "000000")
            clock.shift(0.5)
        assert "Wait" in give_code(client, code_of(device)).content.decode()
        assert devices.seconds_to_wait(person) >= 1


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("nonsense", ["", " ", "abc", "１２３４５６", "1" * 20, "\x00", "-12345"])
def test_nonsense_for_a_code_is_refused_kindly(person: User, nonsense: str) -> None:
    phone_of(person)
    client = Client()
    give_password(client)
    assert give_code(client, nonsense).status_code == 200
    assert client.get(INDEX).status_code == 302


@pytest.mark.usefixtures("required")
def test_a_recovery_code_lets_in_once(person: User) -> None:
    phone_of(person)
    code = devices.new_codes(person)[3]
    first, second = Client(), Client()
    for client in (first, second):
        give_password(client)
    assert give_code(first, code.upper()).headers["Location"] == INDEX
    assert give_code(second, code).status_code == 200
    assert devices.codes_left(person) == 9


@pytest.mark.usefixtures("required")
def test_who_has_no_device_sets_one_up_before_anything_else(person: User) -> None:
    client = Client()
    assert give_password(client).headers["Location"].startswith("/admin/second-factor/new/?")
    page = client.get("/admin/second-factor/new/?next=/admin/")
    device = Authenticator.objects.get(user=person)
    assert devices.manual_key(device) in page.content.decode()
    assert "<svg" in page.content.decode()
    assert client.get(INDEX).headers["Location"].startswith("/admin/second-factor/new/")
    shown = client.post("/admin/second-factor/new/", {"code": code_of(device), "next": INDEX})
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", shown.content.decode())
    assert len(codes) == len(set(codes)) == 10
    assert client.post("/admin/account/codes/seen/", {"next": INDEX}).headers["Location"] == INDEX
    assert client.get(INDEX).status_code == 200


@pytest.mark.usefixtures("required")
def test_reloading_the_enrolment_page_keeps_the_same_key(person: User) -> None:
    client = Client()
    give_password(client)
    pages = {client.get("/admin/second-factor/new/").content.decode() for _ in range(2)}
    keys = {re.search(r"step-key\">([A-Z2-7 ]+)<", page)[1] for page in pages}  # type: ignore[index]
    assert len(keys) == 1


@pytest.mark.usefixtures("required")
def test_somebody_with_a_device_cannot_enrol_another_with_the_password_alone(person: User) -> None:
    phone_of(person)
    client = Client()
    give_password(client)
    answer = client.get("/admin/second-factor/new/")
    assert answer.headers["Location"].startswith("/admin/second-factor/?")
    assert not Authenticator.objects.filter(user=person, confirmed=False).exists()


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize(
    "page", ["account/", "account/device/", "confirm/", "moderation/queue/", "password_change/"]
)
def test_no_page_opens_between_password_and_code(person: User, page: str) -> None:
    phone_of(person)
    client = Client()
    give_password(client)
    answer = client.get(f"/admin/{page}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/second-factor/")


def test_who_set_a_device_up_is_asked_for_it_where_it_is_not_required(person: User) -> None:
    phone_of(person)
    client = Client()
    assert "second-factor" in give_password(client).headers["Location"]


def test_the_database_holds_neither_the_shared_secret_nor_a_recovery_code(person: User) -> None:
    device = phone_of(person)
    codes = devices.new_codes(person)
    row = Authenticator.objects.filter(pk=device.pk).values("key").get()
    assert bytes.fromhex(row["key"]) != device.bin_key
    kept = set(RecoveryCodes.objects.filter(user=person).values_list("token_set__token", flat=True))
    assert not kept & {code.replace("-", "") for code in codes}
    assert len(kept) == 10


def test_another_hash_key_makes_other_codes(person: User, settings: pytest_django.Settings) -> None:
    device = phone_of(person)
    before = device.bin_key
    settings.HASH_KEY = "another"
    assert Authenticator.objects.get(pk=device.pk).bin_key != before


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example.net/",
        "//evil.example.net/",
        "/\\evil.example.net",
        "javascript:alert(1)",
    ],
)
def test_next_leads_to_this_host_only(person: User, wanted: str) -> None:
    assert give_password(Client(), next=wanted).headers["Location"] == INDEX
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/admin/login/", {"next": wanted})
    assert answer.headers["Location"] == INDEX


def test_next_leads_on(person: User) -> None:
    answer = give_password(Client(), next="/admin/staff/user/?q=x")
    assert answer.headers["Location"] == "/admin/staff/user/?q=x"


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(person: User) -> None:
    client = Client()
    statuses = [give_password(client, password="wrong").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    answer = give_password(Client())
    assert answer.status_code == 429
    assert "15 minutes" in answer.content.decode()
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]


def test_the_lock_opens_by_itself(person: User) -> None:
    with time_machine.travel("2026-11-20 10:00 +0000") as clock:
        for _ in range(5):
            give_password(Client(), password="wrong")
        clock.shift(timedelta(minutes=16))
        assert give_password(Client()).status_code == 302


def test_a_name_nobody_has_locks_just_the_same() -> None:
    for _ in range(5):
        answer = Client().post("/admin/login/", {"username": "nobody", "password": "wrong"})
    assert answer.status_code == 429


def test_a_refused_sign_in_keeps_no_address_and_no_fields(person: User) -> None:
    give_password(Client(), password="wrong", carried='[["reply","CANARY"]]')
    row = AccessAttempt.objects.get()
    assert row.ip_address is None
    assert "CANARY" not in row.post_data
    assert "wrong" not in row.post_data


def test_the_command_sets_up_the_first_administrators_device(
    person: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("staff_device", "denise")
    out = capsys.readouterr().out
    device = devices.authenticator_of(person)
    assert device is not None
    assert devices.manual_key(device) in out
    assert len(re.findall(r"^  \w{5}-\w{5}$", out, re.MULTILINE)) == 10
    with pytest.raises(CommandError):
        call_command("staff_device", "denise")
    call_command("staff_device", "denise", remove=True)
    assert devices.authenticator_of(person) is None
    with pytest.raises(CommandError):
        call_command("staff_device", "nobody")


def test_leaving_between_the_steps_signs_out(person: User) -> None:
    phone_of(person)
    client = Client()
    give_password(client)
    assert client.post("/admin/second-factor/leave/").headers["Location"] == reverse("admin:login")
    assert client.get("/admin/second-factor/").headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    "password", ["short", "password1234", "denise-denise", "bedside-2026!", "123456789012"]
)
def test_poor_passwords_are_refused(person: User, password: str) -> None:
    client = Client()
    give_password(client)
    answer = client.post(
        "/admin/password_change/",
        {"old_password": PASSWORD, "new_password1": password, "new_password2": password},
    )
    assert answer.status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_sign_ins_and_refusals_are_logged_by_number(
    person: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "staff")
    give_password(Client(), password="wrong")
    client = Client()
    give_password(client)
    client.post("/admin/logout/")
    for _ in range(5):
        give_password(Client(), password="wrong")
    told = [(one.getMessage(), getattr(one, "user", None)) for one in caplog.records]
    assert ("sign-in refused", None) in told
    assert ("signed in", person.pk) in told
    assert ("signed out", person.pk) in told
    assert ("account locked after refused sign-ins", person.pk) in told
    assert "denise" not in caplog.text
