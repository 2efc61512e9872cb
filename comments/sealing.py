"""Seals the reader's words so that the public site can write them and cannot read them.

Two envelopes, both bound to the comment's `public_id` so that rows cannot be swapped:

- to the **staff**: HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305) to the newest staff
  key. Format: byte 1, length of the key's name, the name, the HPKE message.
- to the **reader**: ChaCha20-Poly1305 under a key derived (HKDF-SHA256) from the reader's token.
  Format: byte 1, 12 bytes nonce, the message.

What is sealed is padded to a multiple of 256 bytes, so that its length says little.
Nothing here puts a word of the content into an exception.
"""

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comments import keys

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_VERSION = 1
_BLOCK = 256
_NONCE = 12


class SealBrokenError(Exception):
    """An envelope does not open: wrong key, wrong row, or damaged. Never carries content."""


def seal_for_staff(content: dict[str, Any], *, binding: str) -> bytes:
    """Seal a JSON-able dict to the newest staff key, bound to a name such as the public_id."""
    name, key = keys.write_key()
    label = name.encode()
    sealed = _SUITE.encrypt(_pack(content), key, info=_info("staff", binding))
    return bytes([_VERSION, len(label)]) + label + sealed


def open_as_staff(blob: bytes | memoryview, *, binding: str) -> dict[str, Any]:
    """Open what was sealed for staff. Raises KeyMissingError or SealBrokenError."""
    blob = bytes(blob)
    name = key_name(blob)
    message = blob[2 + len(name.encode()) :]
    key = keys.private_key(name)
    try:
        return _unpack(_SUITE.decrypt(message, key, info=_info("staff", binding)))
    except (InvalidTag, ValueError):
        raise SealBrokenError(f"the staff envelope of {binding} does not open") from None


def key_name(blob: bytes | memoryview) -> str:
    """Which staff key an envelope was sealed to."""
    blob = bytes(blob)
    if len(blob) < 2 or blob[0] != _VERSION:
        raise SealBrokenError("not a staff envelope of a known version")
    return blob[2 : 2 + blob[1]].decode("utf-8", "replace")


def seal_for_reader(content: dict[str, Any], *, token: str, binding: str) -> bytes:
    """Seal a JSON-able dict so that only who presents the token can open it."""
    nonce = os.urandom(_NONCE)
    sealed = _reader_cipher(token).encrypt(nonce, _pack(content), _info("reader", binding))
    return bytes([_VERSION]) + nonce + sealed


def open_as_reader(blob: bytes | memoryview, *, token: str, binding: str) -> dict[str, Any]:
    """Open what was sealed for the reader. Raises SealBrokenError."""
    blob = bytes(blob)
    nonce, message = blob[1 : 1 + _NONCE], blob[1 + _NONCE :]
    try:
        return _unpack(_reader_cipher(token).decrypt(nonce, message, _info("reader", binding)))
    except (InvalidTag, ValueError):
        raise SealBrokenError(f"the reader's envelope of {binding} does not open") from None


def _reader_cipher(token: str) -> ChaCha20Poly1305:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"bedside reader token v1")
    return ChaCha20Poly1305(derived.derive(token.encode()))


def _info(reader: str, binding: str) -> bytes:
    return f"bedside/{reader}/v{_VERSION}/{binding}".encode()


def _pack(content: dict[str, Any]) -> bytes:
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return plain + b" " * (-len(plain) % _BLOCK)


def _unpack(plain: bytes) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(plain)
    return content
