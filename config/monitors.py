"""Who may read what is meant for monitors only."""

import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest


def is_monitor(request: HttpRequest) -> bool:
    """Whether the sender presents METRICS_TOKEN; in the demo without one, whether it is local.

    Behind a proxy every request seems to come from the loopback, so outside the demo only the
    token counts.
    """
    if token := settings.METRICS_TOKEN:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        return scheme == "Bearer" and hmac.compare_digest(given.encode(), token.encode())
    return bool(settings.DEMO) and not settings.BEHIND_PROXY and _is_local(request)


def _is_local(request: HttpRequest) -> bool:
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and "X-Forwarded-For" not in request.headers
