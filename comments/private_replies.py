"""A staff reply for the reader alone: sealed to the token, like the reader's own words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString

from comments import sealing
from comments.markup import to_html
from comments.models import Comment, Reply


@dataclass(frozen=True, slots=True, repr=False)
class PrivateReply:
    text: str
    signed_as: str
    at: datetime

    @property
    def html(self) -> SafeString:
        return to_html(self.text)


def seal(comment: Comment, text: str, *, token: str) -> bytes:
    """The reader's envelope for the plain text of a reply to this comment."""
    binding = f"{comment.public_id}/reply"
    return sealing.seal_for_reader({"text": text}, token=token, binding=binding)


def opened(comment: Comment, token: str) -> list[PrivateReply]:
    """The private replies to this comment, for whoever presents the token."""
    rows = Reply.objects.current().filter(
        comment=comment, private=True, visible_at__lte=timezone.now()
    )
    return [PrivateReply(_text(comment, row, token), row.signed_as, row.visible_at) for row in rows]


def _text(comment: Comment, reply: Reply, token: str) -> str:
    binding = f"{comment.public_id}/reply"
    content = sealing.open_as_reader(reply.reader_blob, token=token, binding=binding)
    return str(content["text"])
