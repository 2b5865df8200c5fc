"""The office's list of sessions over all cohorts: those whose attendance is missing, those to come, those held."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.shared.http import page_of
from sme.programmes.selectors import waiting

SHOWN = {
    "coming": _("To come"),
    "unwritten": _("Without attendance"),
    "held": _("Held or cancelled"),
}


@require_safe
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Sessions of the cohorts that this officer may open."""
    if not request.user.is_officer:
        raise Http404
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWN else "coming"
    here = reverse("programmes:sessions")
    context = {
        "show": show,
        "page": page_of(request, waiting.sessions_for_office(request.user, show)),
        "tabs": [
            {"label": label, "url": f"{here}?show={key}", "is_current": key == show}
            for key, label in SHOWN.items()
        ],
    }
    return render(request, "programmes/timetable.html", context)
