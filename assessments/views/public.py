"""The public invitation to check one's readiness."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import selectors


@require_safe
def invitation(request: HttpRequest) -> HttpResponse:
    """What can be found out, in how many minutes, and where to begin."""
    return render(
        request, "assessments/public.html", {"frameworks": selectors.frameworks_offered()}
    )
