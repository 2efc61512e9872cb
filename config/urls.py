"""The whole URL map. Public pages stand under each language; staff pages under /admin/."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from config import environment, health, metrics, public_urls

handler400 = "blog.errors.bad_request"
handler403 = "blog.errors.forbidden"
handler404 = "blog.errors.not_found"
handler500 = "blog.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
]
if settings.ROLE != environment.PUBLIC:
    urlpatterns.append(path("admin/", admin.site.urls))
if settings.ROLE != environment.STAFF:
    urlpatterns += public_urls.urlpatterns
