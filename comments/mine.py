"""A comment in the hands of its reader: what the token opens, and what may be done with it."""

import logging

from comments import changes, originals
from comments.models import Comment, Original, State
from comments.originals import Sent
from comments.sealing import SealBrokenError
from moderation import triage

log = logging.getLogger(__name__)
MAY_FOLLOW_UP = (State.PUBLISHED, State.PRIVATE_REPLY)


class Mine:
    """A comment in the hands of its reader."""

    def __init__(self, comment: Comment, token: str) -> None:
        self.comment = comment
        self.token = token
        self.original = Original.objects.filter(comment=comment).first()
        self.words = self._words()

    def _words(self) -> Sent | None:
        if self.original is None or not self.original.reader_blob:
            return None
        self.original.comment = self.comment
        try:
            return originals.open_as_reader(self.original, self.token)
        except SealBrokenError as error:
            log.error("%s", error)
            return None

    @property
    def may_edit(self) -> bool:
        return self.comment.state == State.RETURNED and self.words is not None

    @property
    def may_withdraw(self) -> bool:
        return self.comment.state in changes.MAY_WITHDRAW

    @property
    def may_erase(self) -> bool:
        return self.comment.state != State.ERASED

    @property
    def may_follow_up(self) -> bool:
        answered = self.comment.answered_at is not None or (
            self.comment.state == State.PRIVATE_REPLY
        )
        return (
            answered
            and self.comment.state in MAY_FOLLOW_UP
            and self.words is not None
            and self.comment.article.takes_comments()
        )

    @property
    def gets_mail(self) -> bool:
        return bool(self.original and self.original.wants_mail)

    @property
    def crisis(self) -> str:
        return triage.triage(self.words.body).crisis if self.words else "none"
