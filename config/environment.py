"""Reads the environment: what an operator sets, and the demo's own secrets when nobody did."""

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DEMO = "demo"
PRODUCTION = "production"
PUBLIC = "public"
STAFF = "staff"
ALL = "all"


def text(name: str, default: str = "") -> str:
    """The variable NAME, or the content of the file that NAME_FILE points to, or the default."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable; anything that is neither is an error, not a guess."""
    value = text(name).lower()
    if value in {"", "1", "0", "true", "false", "yes", "no", "on", "off"}:
        return default if not value else value in {"1", "true", "yes", "on"}
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def number(name: str, default: int) -> int:
    """A whole number from the environment."""
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def day(name: str) -> date | None:
    """A date, `2027-01-31`; None when it is not set."""
    value = text(name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a date like 2027-01-31.") from error


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def table(name: str) -> dict[str, str]:
    """`KEY=value,KEY=value` as a dict."""
    pairs = (word.partition("=") for word in words(name))
    return {key.strip(): value.strip() for key, _sign, value in pairs}


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def mailer(url: str) -> dict[str, Any]:
    """A MAILERS entry from `smtp://user:password@host:port?tls=1` (or `smtps://`)."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:587?tls=1.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parse_qs(parts.query).get("tls") == ["1"],
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }


def secret(name: str, *, demo_folder: Path | None, size: int = 48) -> str:
    """A secret from the environment. Only the demo (a folder is given) may make its own, of `size`
    random bytes, once.

    The file is created exclusively, so that of two processes starting together one makes the
    secret and the other reads it.
    """
    if value := text(name):
        return value
    if demo_folder is None:
        raise ImproperlyConfigured(
            f"{name} (or {name}_FILE) must be set when BEDSIDE_ENV is production."
        )
    path = demo_folder / name.lower()
    if not path.exists():
        _create_once(path, secrets.token_urlsafe(size))
    return path.read_text(encoding="utf-8")


def _create_once(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(content, encoding="utf-8")
    temporary.chmod(0o600)
    try:
        os.link(temporary, path)  # fails when the file is there: the first one wins, whole
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
