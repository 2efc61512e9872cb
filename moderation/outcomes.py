"""How a decision ended: made, with what to say about it, or stopped by the gate."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from moderation.gate import Gate
from moderation.models import Decision


class GateError(Exception):
    """The gate stops it; `gate.blocks` say why."""

    def __init__(self, stopped: Gate) -> None:
        self.gate = stopped
        super().__init__(", ".join(block.code for block in stopped.blocks))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision that was made, and what to say to who made it."""

    decision: Decision
    message: str


def said(what: str, *, undo: bool = True) -> str:
    """What was done, and that it can be undone, if so."""
    if not undo:
        return what
    return _("%(what)s You can undo it for %(seconds)d seconds.") % {
        "what": what,
        "seconds": settings.UNDO_SECONDS,
    }


def signature(signed_as: str) -> str:
    """The team's name, a person's only by choice."""
    return signed_as.strip()[:120] or settings.TEAM_NAME
