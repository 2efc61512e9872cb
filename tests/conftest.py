"""What nearly every test needs: quick passwords, plain static files, signed-in staff."""

from collections.abc import Iterator
from typing import Any

import pytest
import pytest_django
from django.conf import settings as real_settings
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client

from moderation import triggers
from staff.models import User
from tests import factories


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database (`only_on`), without calling it skipped."""

    def belongs(item: pytest.Item) -> bool:
        marker = item.get_closest_marker("only_on")
        return marker is None or connection.vendor in marker.args

    left_out = [item for item in items if not belongs(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if belongs(item)]


@pytest.fixture(scope="session", autouse=True)
def _emptying_lifts_the_triggers() -> Iterator[None]:
    """Tests with real transactions empty all tables, which the records refuse on principle."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def lift_and_empty(self: BaseDatabaseOperations, statements: Any) -> None:
        triggers.drop(self.connection)
        empty(self, statements)  # `flush` then sends post_migrate, which puts them back

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", lift_and_empty)
        yield


@pytest.fixture(autouse=True)
def _quick(settings: pytest_django.Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = real_settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def moderator(db: None) -> User:
    return factories.staff("moderator", group="moderator")


@pytest.fixture
def staff_client(moderator: User) -> Client:
    client = Client()
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    return client
