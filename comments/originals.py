"""The only place where the reader's words are sealed, opened and erased."""

import base64
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

    `contact` is the e-mail sealed to the staff keys: the reader's side carries it from one
    revision to the next without being able to read it. No repr, so that no log line or
    traceback can show any of it.
    """

    name: str
    email: str
    body: str
    token: str = ""
    contact: str = ""


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
    binding = comment.public_id
    contact = seal_contact(sent.email) or sent.contact
    words = {"name": sent.name, "body": sent.body}
    for_staff = words | {"email": sent.email, "token": sent.token}
    if contact and not sent.email:
        for_staff["contact"] = contact
    staff_blob = sealing.seal_for_staff(for_staff, binding=binding)
    return Original(
        comment=comment,
        revision=revision,
        staff_blob=staff_blob,
        reader_blob=_seal_for_reader(words | {"contact": contact}, sent.token, binding),
        key_name=sealing.key_name(staff_blob),
        email_hash=contact_hash(contact),
        text_hash=text_hash(sent.body),
        wants_mail=bool(contact),
        sealed_at=timezone.now(),
    )


def _seal_for_reader(content: dict[str, str], token: str, binding: str) -> bytes:
    return sealing.seal_for_reader(content, token=token, binding=binding) if token else b""


def open_as_staff(original: Original) -> Sent:
    """What the reader sent, for a process that has the private key.

    Raises KeyMissingError or SealBrokenError. Who may call it, and that it is on record, is the
    caller's business (moderation.access).
    """
    binding = original.comment.public_id
    content = sealing.open_as_staff(original.staff_blob, binding=binding)
    contact = content.get("contact", "")
    return Sent(
        name=content.get("name", ""),
        email=content.get("email", "") or _open_contact(contact),
        body=content.get("body", ""),
        token=content.get("token", ""),
        contact=contact,
    )


def open_as_reader(original: Original, token: str) -> Sent:
    """The reader's own words, for whoever presents the token. Raises SealBrokenError."""
    binding = original.comment.public_id
    content = sealing.open_as_reader(original.reader_blob, token=token, binding=binding)
    return Sent(
        name=content["name"],
        email="",
        body=content["body"],
        token=token,
        contact=content.get("contact", ""),
    )


def seal_contact(email: str) -> str:
    """The e-mail alone, sealed to the staff keys, as text that may lie in the reader's envelope.

    It begins with the e-mail's keyed hash and is bound to it, not to a comment, so that it can
    go from one revision, or one comment of the same reader, to the next.
    """
    if not email:
        return ""
    who = email_hash(email)
    blob = sealing.seal_for_staff({"email": email}, binding=f"contact/{who}")
    return f"{who}.{base64.b64encode(blob).decode()}"


def contact_hash(contact: str) -> str:
    """The keyed hash of the e-mail in a sealed contact; empty for none."""
    return contact.partition(".")[0]


def _open_contact(contact: str) -> str:
    who, _, blob = contact.partition(".")
    if not blob:
        return ""
    content = sealing.open_as_staff(base64.b64decode(blob), binding=f"contact/{who}")
    return str(content["email"])
