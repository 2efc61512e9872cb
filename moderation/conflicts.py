"""What stops an act because somebody else was there first. Messages name staff, never readers."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moderation.models import Case, Decision
from staff.models import User


class HeldError(Exception):
    """A colleague works on the case now."""

    def __init__(self, by: User, until: datetime) -> None:
        self.by = by
        self.until = until
        self.message = _("%(name)s is working on this case until %(time)s.") % {
            "name": by.shown_name(),
            "time": _clock(until),
        }
        super().__init__(self.message)


class ConflictError(Exception):
    """The case is not as it was seen: decided, changed, or gone meanwhile."""

    def __init__(self, decision: Decision | None, message: str) -> None:
        self.decision = decision
        self.message = message
        super().__init__(message)


def why_not(case: Case, *, user: User) -> HeldError | ConflictError:
    """The reason that a guarded change of the case touched no row, read afresh."""
    now = Case.objects.select_related("claimed_by").get(pk=case.pk)
    holder = now.held_by()
    if now.closed_at is None and holder is not None and holder != user:
        return HeldError(holder, now.claim_expires_at or timezone.now())
    latest = now.decisions.select_related("actor").first()
    if latest is None:
        return ConflictError(None, _("This case has changed since you saw it."))
    return ConflictError(latest, say(latest))


def say(decision: Decision) -> str:
    """One plain sentence: who did what, when."""
    details = {
        "what": decision.get_action_display(),
        "when": _clock(decision.decided_at),
        "name": decision.actor.shown_name() if decision.actor else "",
    }
    if decision.actor is None:
        return _("%(what)s at %(when)s.") % details
    return _("%(name)s decided at %(when)s: %(what)s.") % details


def _clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "TIME_FORMAT")
