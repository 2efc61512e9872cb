"""The least that Django can do, to measure the server itself by: one view, no middleware."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        b"x" * 20_000, content_type="text/html; charset=utf-8", headers={"Content-Length": "20000"}
    )


settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bench")  # noqa: S106
urlpatterns = [path("", hello)]
application = get_wsgi_application()
