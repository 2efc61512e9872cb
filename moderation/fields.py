"""The fields that a canned reply may hold, each with a value that is always right to print.

A field is never empty: what is not known has a fallback that reads well in its place. None takes
a word of the reader but the name they chose to show, the state they named and whom they ask for.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from blog.models import Article
from moderation import links
from moderation.triage import CONDITIONS, Triage
from moderation.triage.relation import relation

FIELD = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
_BROKEN = re.compile(r"\{\{|\}\}|\{%|%\}")
# A name of a condition begins small inside a sentence, unless it begins with a person's name.
_EPONYMS = frozenset(
    {"Hodgkin", "Merkel", "Paget", "Wilms", "Lynch", "Ewing", "Kaposi", "Barrett", "Waldenström"}
)


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """What fields are filled from."""

    name: str
    body: str
    guess: Triage
    article: Article
    language: str


Filler = Callable[[Known], str]


def fill(body: str, known: Known) -> str:
    """The words of a canned reply with every field filled, in its language.

    Unknown fields stay as they are: the gate then stops the reply.
    """
    with override(known.language):
        return FIELD.sub(lambda found: _value(found, known), body.strip())


def unknown_fields(body: str) -> set[str]:
    """Names in a canned text that are no fields, and "{{" for a broken one."""
    names = {found[1] for found in FIELD.finditer(body)} - FIELDS.keys()
    return names | ({"{{"} if _BROKEN.search(FIELD.sub("", body)) else set())


def condition_words(slug: str, language: str) -> str:
    """A condition as it stands inside a sentence; "cancer" for none."""
    condition = CONDITIONS.get(slug)
    if condition is None:
        with override(language):
            return pgettext("condition in a sentence", "cancer")
    name = (condition.name_es if language == "es" else "") or condition.name
    first = re.split(r"[\s'’-]", name, maxsplit=1)[0]
    if first in _EPONYMS or not first[1:].islower():
        return name
    return name[0].lower() + name[1:]


def relation_words(known: Known) -> str:
    """Whom the reader asks for: "your son-in-law"; "your loved one" where that is not certain."""
    about = known.guess.about
    if known.language == "en" and about not in ("self", "nobody", "patient-of-writer"):
        return relation(known.body, known.guess).noun
    words = {
        "self": _("you"),
        "spouse": _("your partner"),
        "parent": pgettext("mother or father", "your parent"),
        "child": pgettext("son or daughter", "your child"),
        "friend": _("your friend"),
        "patient-of-writer": _("your patient"),
    }
    return words.get(about, _("your loved one"))


def pronoun_words(known: Known) -> str:
    """ "he", "she" or "they" for the person concerned (English texts)."""
    return relation(known.body, known.guess).pronoun_subject


def _value(found: "re.Match[str]", known: Known) -> str:
    filler = FIELDS.get(found[1])
    return filler(known) if filler else found[0]


def _first_name(known: Known) -> str:
    name = known.name.split()[0].strip(",.;:!") if known.name.split() else ""
    return name if name and name[0].isalpha() else ""


def _greeting(known: Known) -> str:
    name = _first_name(known) or pgettext("greeting", "Hello")  # gettext reads no f-strings
    return f"{name},"


def _condition(known: Known) -> str:
    return condition_words(next(iter(known.guess.conditions), ""), known.language)


def _trial_link(known: Known) -> str:
    return links.trials(next(iter(known.guess.conditions), ""))


def _trial_link_state(known: Known) -> str:
    slug = next(iter(known.guess.conditions), "")
    return links.trials(slug, place=known.guess.state or "")


FIELDS: Mapping[str, Filler] = {
    "greeting": _greeting,
    "first_name": lambda known: _first_name(known) or pgettext("to nobody by name", "there"),
    "relation": relation_words,
    "pronoun": pronoun_words,
    "condition": _condition,
    "state": lambda known: known.guess.state or _("your state"),
    "trial_link": _trial_link,
    "trial_link_state": _trial_link_state,
    "nci_link": lambda known: links.nci(next(iter(known.guess.conditions), "")),
    "referral_phone": lambda known: settings.REFERRAL_PHONE,
    "crisis_phone": lambda known: settings.CRISIS_PHONE,
    "appointment_url": lambda known: settings.APPOINTMENT_URL,
    "records_url": lambda known: settings.RECORDS_URL,
    "portal_url": lambda known: settings.PORTAL_URL,
    "team": lambda known: settings.TEAM_NAME,
    "site_name": lambda known: settings.SITE_NAME,
    "article_title": lambda known: known.article.title,
}
