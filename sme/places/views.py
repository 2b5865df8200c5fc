"""The choices of the place picker while one types."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.shared import text
from sme.places import forms

_NAME = re.compile(r"^[a-z][a-z0-9_-]{0,39}$", re.IGNORECASE)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Today's units that fit the line in the picker's field, as radio buttons; public data."""
    name = request.GET.get("field", "place")
    html_id = request.GET.get("id", f"id_{name}")
    if not _NAME.match(name) or not _NAME.match(html_id):
        raise Http404
    line = text.clean(request.GET.get(name, "")[: 4 * forms.LONGEST])[: forms.LONGEST]
    context = forms.choices_context(name, html_id, line) if len(line) >= 2 else {}
    return render(request, "places/_choices.html", context)
