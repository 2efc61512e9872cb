"""Words for the codes that cases carry."""

from datetime import datetime

from django import template
from django.utils.timesince import timesince
from django.utils.translation import get_language

from moderation import triage
from moderation.desk.choices import INTENTS
from moderation.desk.page import KIND_NAMES

register = template.Library()


@register.filter
def kind_name(code: str) -> str:
    """What staff call a kind of detail."""
    return str(KIND_NAMES.get(code, code))


@register.filter
def intent_name(code: str) -> str:
    """What staff call an intent."""
    return str(INTENTS.get(code, code))


@register.filter
def condition_name(slug: str) -> str:
    """A condition's name in the language of the page."""
    condition = triage.CONDITIONS.get(slug)
    if condition is None:
        return slug
    return condition.name_es if get_language() == "es" else condition.name


@register.filter
def roughly_since(moment: datetime) -> str:
    """How long ago, in its largest unit only: "3 weeks"."""
    return timesince(moment, depth=1)
