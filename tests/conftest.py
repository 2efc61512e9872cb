"""What nearly every test needs: quick passwords, plain static files, signed-in staff."""

import pytest
import pytest_django
from django.conf import settings as real_settings
from django.test import Client

from staff.models import User
from tests import factories


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
