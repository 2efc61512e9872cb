"""Tells visitors apart without knowing who they are: keyed hashes that change every day."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from comments import keys


def visitor_hash(request: HttpRequest) -> str:
    """A keyed hash of the address for today. The address itself is kept nowhere."""
    today = timezone.localdate().isoformat()
    return keys.keyed_hash("visitor", f"{today} {_network(_address(request))}")


def _address(request: HttpRequest) -> str:
    """The peer's address; behind our own proxy the last one it put down."""
    if settings.BEHIND_PROXY:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    """An IPv6 customer has a whole /64, so that counts as one (RFC 6177)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)
