"""The demo's accounts: who they are, and the one password they share."""

from django.conf import settings
from django.contrib.auth.models import Group

from config import environment
from staff.models import User

# Account: (first name, last name, group).
ACCOUNTS = {
    "editor": ("Edda", "Lindqvist", "editor"),
    "moderator": ("Mona", "Aldecoa", "moderator"),
    "moderator2": ("Milo", "Fairbairn", "moderator"),
    "lead": ("Lea", "Okonjo-Reyes", "lead"),
    "auditor": ("Aud", "Tamsin", "auditor"),
    "admin": ("Ada", "Winterbourne", ""),
}


def password() -> str:
    """The demo password: BEDSIDE_DEMO_PASSWORD, else made once and kept in the keys folder."""
    return environment.secret("BEDSIDE_DEMO_PASSWORD", demo_folder=settings.KEYS, size=9)


def load() -> dict[str, User]:
    """Make the accounts (again is harmless; the password is set anew)."""
    return {username: _account(username, *facts) for username, facts in ACCOUNTS.items()}


def _account(username: str, first_name: str, last_name: str, group: str) -> User:
    user, _created = User.objects.get_or_create(username=username)
    user.first_name, user.last_name = first_name, last_name
    user.is_staff, user.is_superuser = True, username == "admin"
    user.set_password(password())
    user.save()
    user.groups.set(Group.objects.filter(name=group))
    return user
