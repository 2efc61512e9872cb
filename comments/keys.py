"""The keys that originals are sealed to: many public ones to write, private ones to read.

A key is an X25519 pair named by the month it was made in. The public site is given the public
halves only. Keys live in files under `settings.KEYS/staff/` (`2026-11.pub`, `2026-11.key`, each
the raw 32 bytes in URL-safe base64), or in the environment as `BEDSIDE_STAFF_PUBLIC_KEYS` and
`BEDSIDE_STAFF_PRIVATE_KEYS` (`name:base64,name:base64`), never in the database.
"""

import base64
import hashlib
import hmac
import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings
from django.utils import timezone

from config import environment


class KeyMissingError(Exception):
    """A key that is needed is not on this machine. Names the key, never what it seals."""


def _folder() -> Path:
    return Path(settings.KEYS) / "staff"


def _from_environment(name: str) -> dict[str, bytes]:
    pairs = (entry.split(":", 1) for entry in environment.words(name))
    return {key: base64.urlsafe_b64decode(value) for key, value in pairs}


def _from_files(suffix: str) -> dict[str, bytes]:
    return {
        path.stem: base64.urlsafe_b64decode(path.read_bytes())
        for path in sorted(_folder().glob(f"*{suffix}"))
    }


@cache
def public_keys() -> dict[str, X25519PublicKey]:
    """All public keys by name. The demo makes its first pair here; production never does."""
    raw = _from_environment("BEDSIDE_STAFF_PUBLIC_KEYS") or _from_files(".pub")
    if not raw and settings.DEMO:
        make_pair(timezone.now().strftime("%Y-%m"))
        raw = _from_files(".pub")
    return {name: X25519PublicKey.from_public_bytes(value) for name, value in raw.items()}


@cache
def private_keys() -> dict[str, X25519PrivateKey]:
    """The private keys this process was given; empty on the public site."""
    raw = _from_environment("BEDSIDE_STAFF_PRIVATE_KEYS") or _from_files(".key")
    return {name: X25519PrivateKey.from_private_bytes(value) for name, value in raw.items()}


def write_key() -> tuple[str, X25519PublicKey]:
    """The newest public key: what is sealed now is sealed to it."""
    keys = public_keys()
    if not keys:
        raise KeyMissingError("no public staff key: run `manage.py make_keys`")
    newest = max(keys)
    return newest, keys[newest]


def private_key(name: str) -> X25519PrivateKey:
    """The private half of the key `name`; raises KeyMissingError where it is not given."""
    try:
        return private_keys()[name]
    except KeyError:
        raise KeyMissingError(f"no private staff key {name!r} in this process") from None


def make_pair(name: str) -> None:
    """Write a new pair of key files. An existing name is left as it is."""
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    private = X25519PrivateKey.generate()
    # The private half first: a crash in between leaves no public key nobody can answer to.
    if _write(_folder() / f"{name}.key", private.private_bytes_raw()):
        _write(_folder() / f"{name}.pub", private.public_key().public_bytes_raw())
    forget_loaded()


def _write(path: Path, raw: bytes) -> bool:
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            file.write(base64.urlsafe_b64encode(raw))
    except FileExistsError:
        return False
    return True


def destroy_pair(name: str) -> bool:
    """Overwrite and remove the files of a pair; False when there are none.

    Overwriting helps on a plain disk only: copies (snapshots, backups of the keys) are the
    operator's to destroy.
    """
    paths = [_folder() / f"{name}{suffix}" for suffix in (".key", ".pub")]
    found = [path for path in paths if path.is_file()]
    for path in found:
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    forget_loaded()
    return bool(found)


def forget_loaded() -> None:
    """Read the keys anew at the next use (after a new pair, and in tests)."""
    public_keys.cache_clear()
    private_keys.cache_clear()


def keyed_hash(purpose: str, value: str) -> str:
    """A keyed hash (HMAC-SHA-256, hex) of a value, apart for each purpose, for equality only."""
    key = settings.HASH_KEY.encode()
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def public_bytes(key: X25519PublicKey) -> bytes:
    """The raw public key, for comparing a pair's halves."""
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
