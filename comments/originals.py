"""The only place where the reader's words are sealed, opened and erased."""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone

from comments import keys, sealing
from comments.models import Comment, Original


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """What a reader sent: name shown, e-mail, words, and the token of the private page.

    No repr, so that no log line or traceback can show it.
    """

    name: str
    email: str
    body: str
    token: str = ""


def token_hash(token: str) -> str:
    """What is kept of a token in clear."""
    return sha256(token.encode()).hexdigest()


def email_hash(email: str) -> str:
    """A keyed hash that finds a reader's other comments; empty for no e-mail."""
    plain = email.strip().casefold()
    return keys.keyed_hash("email", plain) if plain else ""


def text_hash(body: str) -> str:
    """A keyed hash of the words without case, accents, marks and spacing, to see duplicates."""
    folded = unicodedata.normalize("NFKD", body).casefold()
    return keys.keyed_hash("text", re.sub(r"[\W_]+", "", folded))


def seal(comment: Comment, sent: Sent, *, revision: int = 1) -> Original:
    """An unsaved Original for the comment: both envelopes, and what may stand in clear."""
    words = {"name": sent.name, "body": sent.body}
    binding = comment.public_id
    staff_blob = sealing.seal_for_staff(
        words | {"email": sent.email, "token": sent.token}, binding=binding
    )
    return Original(
        comment=comment,
        revision=revision,
        staff_blob=staff_blob,
        reader_blob=sealing.seal_for_reader(words, token=sent.token, binding=binding)
        if sent.token
        else b"",
        key_name=sealing.key_name(staff_blob),
        email_hash=email_hash(sent.email),
        text_hash=text_hash(sent.body),
        wants_mail=bool(sent.email),
        sealed_at=timezone.now(),
    )


def open_as_staff(original: Original) -> Sent:
    """What the reader sent, for a process that has the private key.

    Raises KeyMissingError or SealBrokenError. Who may call it, and that it is on record, is the
    caller's business (moderation.access).
    """
    content = sealing.open_as_staff(original.staff_blob, binding=original.comment.public_id)
    return Sent(**{field: content.get(field, "") for field in ("name", "email", "body", "token")})


def open_as_reader(original: Original, token: str) -> Sent:
    """The reader's own words, for whoever presents the token. Raises SealBrokenError."""
    binding = original.comment.public_id
    content = sealing.open_as_reader(original.reader_blob, token=token, binding=binding)
    return Sent(name=content["name"], email="", body=content["body"], token=token)
