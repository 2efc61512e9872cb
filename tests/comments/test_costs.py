"""How many queries the reader's pages cost; savepoints are not counted."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.comments import rows
from tests.comments.forms import browser, check, send

pytestmark = pytest.mark.django_db


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def test_the_private_page_costs_three() -> None:
    comment, token = rows.published()
    rows.reply(comment)
    assert queries(lambda: browser().get(f"/my/{token}/")) == 3


def test_a_waiting_private_page_costs_one_more_for_the_promise() -> None:
    _comment, token = rows.written()
    assert queries(lambda: browser().get(f"/my/{token}/")) == 4


def test_a_permalink_costs_three() -> None:
    comment, _token = rows.published()
    rows.reply(comment)
    assert queries(lambda: browser().get(comment.get_absolute_url())) == 3


def test_a_check_page_costs_seven_at_most() -> None:
    """Article, its people, one allowance, one count (three when the day's row is new)."""
    article = factories.article()
    check(article, "Does it work?")
    assert queries(lambda: check(article, "Does it work?")) <= 7


def test_a_second_press_costs_three() -> None:
    page = check(factories.article(), "Does it work?")
    send(page, "as-written")
    # The article, whether it was sent, and the comment that is there.
    assert queries(lambda: send(page, "as-written")) == 3
