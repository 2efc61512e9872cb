"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from config import serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if serving.SERVED in os.environ:
    serving.end_with(os.getppid())
application = get_wsgi_application()
