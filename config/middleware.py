"""What every response carries, and the language that the address names."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from config import logs

Handler = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """Gives every request a random name: in its log lines and in the `X-Request-ID` header.

    A name that the client sends is not taken over: it would be a way to write into the log.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = secrets.token_hex(8)
        request.META["REQUEST_ID"] = name  # Django logs refusals after all middleware has ended
        before = logs.request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            logs.request_id.reset(before)
        response.headers["X-Request-ID"] = name
        return response


class FixedHeaders:
    """Headers that Django has no setting for; an empty `Server`, lest granian name itself."""

    PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["Server"] = ""
        # What no view has decided on is asked for anew each time, and shared with nobody.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class PathLanguage:
    """The language is the URL's: unprefixed is the default, `/es/...` Spanish.

    Django's LocaleMiddleware would also ask the browser and so add `Vary: Accept-Language`,
    which makes shared caches useless.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response
