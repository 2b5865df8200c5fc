"""The reference of the page figures: the same bytes from a bare view, without middleware or database."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = Path(os.environ["BARE_BODY"]).read_bytes() if "BARE_BODY" in os.environ else b""


def bare(request: HttpRequest) -> HttpResponse:
    """Answer the same bytes every time."""
    return HttpResponse(BODY)


urlpatterns = [path("", bare)]

if "BARE_BODY" in os.environ:
    settings.configure(
        ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], SECRET_KEY="bare", DATABASES={}
    )
    application = get_wsgi_application()
