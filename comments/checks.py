"""System checks: what must be true before the site may start."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from comments import keys
from comments.intake import case_wanted
from config import environment


@register(Tags.security)
def keys_are_there(app_configs: Any, **kwargs: Any) -> Iterable[CheckMessage]:
    """Each role has the staff keys it needs; a private half belongs to its public one."""
    public, private = keys.public_keys(), keys.private_keys()
    if not public:
        yield Error("There is no public staff key.", hint="Run make_keys.", id="comments.E001")
    elif settings.ROLE != environment.PUBLIC and max(public) not in private:
        yield Error(
            "The private half of the newest staff key is missing: staff could read nothing.",
            id="comments.E002",
        )
    for name in public.keys() & private.keys():
        if keys.public_bytes(private[name].public_key()) != keys.public_bytes(public[name]):
            yield Error(f"The halves of the staff key {name} do not match.", id="comments.E003")


@register(Tags.security)
def hash_key_is_its_own(app_configs: Any, **kwargs: Any) -> Iterable[CheckMessage]:
    """The key for hashes must not be the SECRET_KEY."""
    if settings.HASH_KEY == settings.SECRET_KEY:
        yield Error("BEDSIDE_HASH_KEY must differ from SECRET_KEY.", id="comments.E004")


@register(Tags.compatibility)
def somebody_listens(app_configs: Any, **kwargs: Any) -> Iterable[CheckMessage]:
    """A comment without a case would wait for ever."""
    if not case_wanted.has_listeners():
        yield Error("Nobody listens to case_wanted.", id="comments.E005")
