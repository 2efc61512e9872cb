"""The addresses of the public site, by themselves: mails of a staff process link to them too."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("", include("comments.urls")),
    path("", include("blog.urls")),
    prefix_default_language=False,
)
