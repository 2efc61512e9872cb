"""The lists that the desk's menus offer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moderation import triage
from moderation.models import Case, ReasonCode
from moderation.redaction import Kind
from moderation.triage.links import PLACES

ABOUT = {
    "self": _("the writer"),
    "spouse": _("husband, wife or partner"),
    "parent": _("mother or father"),
    "child": _("son or daughter"),
    "sibling": _("brother or sister"),
    "other-relative": _("another relative"),
    "friend": _("a friend"),
    "patient-of-writer": _("the writer's patient"),
    "nobody": _("nobody in particular"),
}
INTENTS = {
    "trial-eligibility": _("trials"),
    "appointment-or-second-opinion": _("appointment or second opinion"),
    "send-records": _("sending records"),
    "drug-access": _("getting a drug"),
    "treatment-advice": _("medical advice"),
    "side-effects": _("side effects"),
    "information-request": _("information"),
    "location-closer-to-home": _("care closer to home"),
    "insurance-or-cost": _("insurance or cost"),
    "alternative-remedy": _("a remedy"),
    "thanks-or-opinion": _("thanks or opinion"),
    "article-question": _("the article"),
    "complaint": _("complaint"),
    "emotional-support": _("support"),
    "other": pgettext_lazy("intent", "something else"),
}
LANGUAGES = {"en": _("English"), "es": _("Spanish"), "und": _("another language")}


def for_case(case: Case) -> dict[str, object]:
    """Menus for correcting the machine, and the reasons for not publishing."""
    return {
        "conditions": conditions(),
        "about": ABOUT.items(),
        "intents": INTENTS.items(),
        "languages": LANGUAGES.items(),
        "states": sorted(PLACES),
        "kinds": [kind.value for kind in Kind],
        "reasons": ReasonCode.choices,
        "about_name": ABOUT.get(case.triage.get("about", ""), ""),
        "intent_name": INTENTS.get(case.intent, case.intent),
    }


def conditions() -> list[tuple[str, str]]:
    """Slug and name of every condition the engine knows, by name."""
    return sorted(((one.slug, one.name) for one in triage.CONDITIONS.values()), key=_name)


def _name(row: tuple[str, str]) -> str:
    return row[1].casefold()
