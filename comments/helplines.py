"""Numbers to call now. Kept short: who is in need reads one line, not a directory.

Sources: each service's own site (988lifeline.org, 988.ca, samaritans.org, lifeline.org.au,
1737.org.nz, sanidad.gob.es for 024, gob.mx for the Linea de la Vida), looked over once a year.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

SELF_HARM = "self-harm"
EMERGENCY = "medical-emergency"
ALARMS = frozenset({SELF_HARM, EMERGENCY})


@dataclass(frozen=True, slots=True)
class Line:
    """One number: who answers, what to show, what to dial."""

    who: Any
    number: str
    note: Any = ""

    @property
    def dial(self) -> str:
        return self.number.replace(" ", "").replace("-", "")


CRISIS_LINES = (
    Line(_("United States"), "988", _("call or text, day and night; press 2 for Spanish")),
    Line(_("Canada"), "988", _("call or text, day and night")),
    Line(_("Mexico"), "800 911 2000", _("Línea de la Vida, day and night")),
    Line(_("Spain"), "024", _("day and night")),
    Line(_("United Kingdom and Ireland"), "116 123", _("Samaritans, day and night")),
    Line(_("Australia"), "13 11 14", _("Lifeline, day and night")),
    Line(_("New Zealand"), "1737", _("call or text, day and night")),
)
EMERGENCY_LINES = (
    Line(_("United States, Canada, Mexico"), "911"),
    Line(_("Europe, and from most mobile phones"), "112"),
    Line(_("United Kingdom"), "999"),
    Line(_("Australia"), "000"),
    Line(_("New Zealand"), "111"),
)


def house_line() -> Line:
    """The institution's own line, answered day and night."""
    return Line(settings.SITE_NAME, settings.CRISIS_PHONE, _("our own line, day and night"))


def lines(crisis: str) -> tuple[Line, ...]:
    """The numbers for this kind of crisis, the nearest first; none when all is calm."""
    if crisis == SELF_HARM:
        return (CRISIS_LINES[0], house_line(), *CRISIS_LINES[1:])
    if crisis == EMERGENCY:
        return (EMERGENCY_LINES[0], house_line(), *EMERGENCY_LINES[1:])
    return ()
