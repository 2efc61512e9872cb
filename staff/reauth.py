"""Asks again who it is before what is most private: within the last five minutes, or anew."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from staff import gate

FRESH_SECONDS = 300
_KEY = "confirmed_at"


def mark(request: HttpRequest) -> None:
    """The person has just given password or code."""
    request.session[_KEY] = timezone.now().timestamp()


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person gave password or code within the last five minutes."""
    age: float = timezone.now().timestamp() - request.session.get(_KEY, 0)
    return 0 <= age <= FRESH_SECONDS


def fresh_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the view run only for who confirmed lately; others confirm first and lose nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_fresh(request):
            return gate.turned_away(request, gate.Step.CONFIRM)
        return view(request, *args, **kwargs)

    return guarded
