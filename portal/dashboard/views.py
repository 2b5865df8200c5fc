"""What a signed-in person sees first, by role; and, in the demonstration world, the mails sent."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.dashboard import selectors


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Send each person to their place: officers, editors, then businesses."""
    if request.user.is_officer:
        return redirect("dashboard:workspace")
    if request.user.edits_guidance:
        return redirect("wagtailadmin_home")
    return redirect("dashboard:business")


@login_required
def business(request: HttpRequest) -> HttpResponse:
    """The to-do list of the enterprise a person acts for."""
    return render(request, "dashboard/business.html")


@login_required
def workspace(request: HttpRequest) -> HttpResponse:
    """The officer's first page."""
    if not request.user.is_officer:
        raise Http404
    return render(request, "dashboard/workspace.html")


@login_required
def patterns(request: HttpRequest) -> HttpResponse:
    """Every component in its states."""
    return render(request, "portal/patterns.html")


def mail(request: HttpRequest) -> HttpResponse:
    """The mails that the portal sent, in the demonstration world only."""
    if not settings.DEMO_WORLD:
        raise Http404
    return render(request, "dashboard/mail.html", {"mails": selectors.mails_sent()})
