"""Guides without a network: the worker that browsers keep, and the page that lists what they keep."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.shared import pagecache


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; when offline copies are turned off, one that removes them and itself."""
    context = {}
    for name, language in (("vietnamese", "vi"), ("english", "en")):
        with override(language):
            context[name] = reverse("content:offline")
    template = "content/worker.js" if settings.OFFLINE_COPIES else "content/worker_gone.js"
    return render(request, template, context, content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What this device keeps; the browser fills it in."""
    return pagecache.for_everybody(render(request, "content/offline.html"))
