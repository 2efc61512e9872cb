"""The reader's pages."""

from django.http import HttpRequest, HttpResponse


def check(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError


def send(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError


def permalink(request: HttpRequest, public_id: str) -> HttpResponse:
    raise NotImplementedError


def private_page(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError
