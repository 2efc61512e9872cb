"""Whatever is sent to the reader's addresses, the answer is a page and never an error of ours."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.comments import rows

pytestmark = pytest.mark.django_db
# The database fixture is one for all examples: what they leave behind makes them no milder.
RELAXED = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = st.text(max_size=300)
NAMES = [
    "name",
    "email",
    "body",
    "homepage",
    "stamp",
    "choice",
    "leave",
    "shown",
    "back",
    "look",
    "reason",
]
FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, WORDS))


def post(path: str, data: dict[str, str]) -> int:
    raw = "&".join(f"{key}={_quoted(value)}" for key, value in data.items()).encode()
    content_type = "application/x-www-form-urlencoded"
    return Client().generic("POST", path, raw, content_type=content_type).status_code


def _quoted(text: str) -> str:
    """Percent-encoding, lone surrogates and all."""
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


@RELAXED
@given(FIELDS.map(lambda data: data | {"body": data.get("body", "Words")}))
def test_forms_of_any_content_are_answered(data: dict[str, str]) -> None:
    article = factories.article()
    for ending in ("", "send/"):
        assert post(f"/articles/{article.slug}/comments/{ending}", data) in (200, 403, 429)


@RELAXED
@given(FIELDS, st.sampled_from(["", "edit", "edit/send", "follow-up", "email", "stop", "held"]))
def test_private_pages_take_any_form(data: dict[str, str], what: str) -> None:
    _comment, token = rows.written(state="returned")
    path = f"/my/{token}/{what}/" if what else f"/my/{token}/"
    assert post(path, data) in (200, 303, 403, 405, 409, 429)


@RELAXED
@given(st.text(st.characters(exclude_characters="/?#"), min_size=1, max_size=60), FIELDS)
def test_any_address_is_answered(text: str, data: dict[str, str]) -> None:
    for path in (
        f"/my/{_quoted(text)}/",
        f"/comments/{_quoted(text)}/",
        f"/articles/{_quoted(text)}/comments/",
    ):
        assert Client().get(path).status_code in (302, 404)
        assert post(path, data) in (404, 405)
