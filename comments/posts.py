"""The door for readers' forms: no cookie, so other sites are refused by what browsers send.

A public page sets no cookie and so has no CSRF token. Browsers say where a form comes from
(`Sec-Fetch-Site`, `Origin`); a plain client says nothing, has nobody's rights to misuse, and may
pass. Forms are read as UTF-8 whatever the client claims.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


class SeeOther(HttpResponseRedirect):
    """303: look there with GET; a reload there sends nothing again."""

    status_code = 303


def reader_form(view: View) -> View:
    """A view that takes a reader's form: size, encoding and cache rules; no CSRF cookie.

    The view itself asks `from_here`, so that what was typed can be given back.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _refused(request) or view(request, *args, **kwargs)
        # Not "no-store": a reader who goes back or reloads would lose the form. Never shared.
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_cache=True)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(guarded)


def _refused(request: HttpRequest) -> HttpResponse | None:
    if request.method != "POST":
        return None
    if _length(request) > settings.COMMENT_POST_BYTES:
        return render(request, "comments/too_large.html", status=413)
    request.encoding = "utf-8"
    try:
        request.body  # noqa: B018 - read before POST, so that its bytes can be looked at
        request.POST  # noqa: B018
    except (MultiPartParserError, UnreadablePostError):
        return render(request, "comments/unreadable.html", status=400)
    return None


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


def from_here(request: HttpRequest, *, secret_address: bool = False) -> bool:
    """Whether a form comes from our own pages, or from a client that says nothing.

    `secret_address`: the address itself is known to the reader only, and its page sends no
    referrer, which makes old browsers say `Origin: null`.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None or (secret_address and origin == "null"):
        return True
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return _plain(origin) in {_plain(site) for site in own}


def _plain(origin: str) -> tuple[str, str]:
    parts = urlsplit(origin.strip().lower())
    return parts.scheme, parts.netloc


def is_clean_utf8(request: HttpRequest) -> bool:
    """Whether every byte of the form was UTF-8: lone surrogates are not (RFC 3629)."""
    raw = request.body
    if request.content_type == "application/x-www-form-urlencoded":
        raw = unquote_to_bytes(raw)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def refusal(request: HttpRequest) -> str:
    """The sentence for a form that came from another site."""
    return _(
        "This form came from another site, so nothing was sent. "
        "Please look it over here and go on if it is yours."
    )
