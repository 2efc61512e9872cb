"""The demo's accounts: who they are, and the one password they share."""

from django.conf import settings

from config import environment

ACCOUNTS = ("editor", "moderator", "moderator2", "lead", "auditor", "admin")


def password() -> str:
    """The demo password: BEDSIDE_DEMO_PASSWORD, else made once and kept in the keys folder."""
    return environment.secret("BEDSIDE_DEMO_PASSWORD", demo_folder=settings.KEYS)
