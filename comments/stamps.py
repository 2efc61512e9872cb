"""The signed stamp that the check page carries instead of a session.

It says for which article and purpose the words were checked, when, and which words (as a keyed
hash). Its nonce gives the token of the private page, so that the same form sent twice is the
same comment: the database holds the token's hash once.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing

from comments import keys
from comments.originals import Sent

_SALT = "comments.stamp"
TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Stamp:
    nonce: str

    @property
    def token(self) -> str:
        """The reader's token: 128 bits, URL-safe."""
        raw = bytes.fromhex(keys.keyed_hash("reader-token", self.nonce))[:TOKEN_BYTES]
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def make(purpose: str, sent: Sent) -> str:
    """A fresh stamp for these words and this purpose (which names the article)."""
    content = {"p": purpose, "w": _digest(sent), "n": secrets.token_urlsafe(TOKEN_BYTES)}
    return signing.dumps(content, salt=_SALT)


def read(stamp: str, purpose: str, sent: Sent) -> Stamp | None:
    """The stamp, when it is ours, young enough, and for this purpose and these words."""
    try:
        content: dict[str, Any] = signing.loads(
            stamp, salt=_SALT, max_age=settings.STAMP_HOURS * 3600
        )
    except signing.BadSignature:
        return None
    fits = content["p"] == purpose and content["w"] == _digest(sent)
    return Stamp(content["n"]) if fits else None


def _digest(sent: Sent) -> str:
    return keys.keyed_hash("stamp", json.dumps([sent.name, sent.email, sent.body]))[:32]
