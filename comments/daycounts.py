"""Counts what happens on a day, without anybody in it: for the desk's figures."""

import secrets
from enum import StrEnum

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments.models import DayCount

SLOTS = 4


class Happened(StrEnum):
    """Given up is what was shown and neither sent nor taken back."""

    CHECK_SHOWN = "check-shown"
    CHECK_AGAIN = "check-shown-again"
    WENT_BACK = "check-went-back"
    CRISIS_SHOWN = "check-crisis"
    SENT_CLEANED = "sent-cleaned"
    SENT_AS_WRITTEN = "sent-as-written"
    HONEYPOT = "sent-into-honeypot"
    LIMITED = "refused-limit"


def count(what: Happened) -> None:
    """One more of it today."""
    key = {"day": timezone.localdate(), "what": what, "slot": secrets.randbelow(SLOTS)}
    if DayCount.objects.filter(**key).update(count=F("count") + 1):
        return
    with transaction.atomic():
        _row, created = DayCount.objects.get_or_create(**key, defaults={"count": 1})
        if not created:
            DayCount.objects.filter(**key).update(count=F("count") + 1)
