"""How long a sign-in lasts: so long without a request, and so long in all."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from staff import reauth
from staff.models import User

STAFF_PAGES = "/admin/"
_SINCE, _SEEN = "signed_in_at", "seen_at"
_RENEW_SECONDS = 60  # a session is written at most once a minute, not with every request


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note when the sign-in began; the password counts as a confirmation."""
    request.session[_SINCE] = request.session[_SEEN] = timezone.now().timestamp()
    reauth.mark(request)


class StaffSessions:
    """Ends sessions that are too old in all, and keeps those alive that are in use.

    Only staff pages look at the session: a public page that did would be marked `Vary: Cookie`.
    The idle limit is SESSION_COOKIE_AGE: it is the session's own expiry, moved on by use.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(STAFF_PAGES):
            self._look_after(request)
        return self.get_response(request)

    def _look_after(self, request: HttpRequest) -> None:
        session, now = request.session, timezone.now().timestamp()
        if "_auth_user_id" not in session:
            return
        age = now - session.get(_SINCE, 0)
        # A clock that was set back must not keep a session alive for ever.
        if not -_RENEW_SECONDS <= age <= settings.STAFF_SESSION_HOURS * 3600:
            session.flush()
        elif abs(now - session.get(_SEEN, 0)) >= _RENEW_SECONDS:
            session[_SEEN] = now
