"""What a signed-in person sees first, by role; and, in the demonstration world, the mails sent."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.dashboard import selectors
from portal.shared import clock, waiting
from sme.enterprises import panels
from sme.enterprises import selectors as enterprises
from sme.marketplaces import selectors as marketplaces
from sme.places import selectors as places


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
    mine = list(enterprises.enterprises_of(request.user))
    request.my_enterprises = mine  # type: ignore[attr-defined]  # the frame of the page need not ask again
    enterprise = enterprises.acting_among(mine, request.session.get("acting_enterprise"))
    if enterprise is None:
        return render(request, "dashboard/business.html", {"enterprise": None})
    facts = selectors.business_facts(enterprise, request.user)
    way = selectors.way_of(enterprise, facts)
    today = clock.today()
    todo = [
        {"words": each.words, "url": each.url, "on": each.on, "is_late": _is_late(each, today)}
        for each in panels.todo_for(enterprise)
    ]
    context = {
        "todo": todo,
        "enterprise": enterprise,
        "state_tone": "positive" if facts.is_checked else "neutral",
        "steps": way.steps,
        "guides": way.guides,
        "next_step": next((s for s in way.steps if s.state == "next"), None),
        "enrolments": facts.enrolments,
    }
    return render(request, "dashboard/business.html", context)


def _is_late(due: panels.Due, today: date) -> bool:
    return due.on is not None and due.on < today


def _stats(counts: dict[str, int]) -> list[dict[str, Any]]:
    today = clock.today()
    figure = marketplaces.headline(today)
    registry = reverse("enterprises:list")
    return [
        {
            "label": _("Enterprises"),
            "value": counts["total"],
            "url": registry,
            "icon": "building",
        },
        {
            "label": _("Enterprises with products on marketplaces"),
            "value": counts["selling"],
            "url": f"{registry}?listed=true",
            "icon": "shop",
        },
        {
            "label": _("Products on marketplaces, whole province"),
            "value": figure.products,
            "as_of": today,
            "url": reverse("marketplaces:headline"),
            "icon": "package",
        },
    ]


@login_required
def workspace(request: HttpRequest) -> HttpResponse:
    """The officer's first page: what waits by due time, how much of each kind, then the figures."""
    if not request.user.is_officer:
        raise Http404
    area = places.remit_unit_ids(request.user)
    context: dict[str, Any] = {
        "has_area": request.user.is_administrator or area is None or bool(area)
    }
    if context["has_area"]:
        context |= {
            "morning": selectors.morning_of(request.user),
            "today": clock.today(),
            "office_days": waiting.office_days(),
            "stats": _stats(selectors.office_counts(request.user)),
            "cohorts": [
                {
                    "label": str(cohort),
                    "url": cohort.get_absolute_url(),
                    "meta": cohort.get_state_display(),
                }
                for cohort in selectors.running_cohorts(request.user)
            ],
        }
    return render(request, "dashboard/workspace.html", context)


@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """What the keyboard does in the workspace: the dialog of every page, as a page of its own."""
    if not request.user.is_officer:
        raise Http404
    return render(request, "dashboard/keys.html")


@login_required
def patterns(request: HttpRequest) -> HttpResponse:
    """Every component in its states."""
    if not request.user.is_staff:
        raise Http404
    return render(request, "portal/patterns.html")


def mail(request: HttpRequest) -> HttpResponse:
    """The mails that the portal sent, in the demonstration world only."""
    if not settings.DEMO_WORLD:
        raise Http404
    return render(request, "dashboard/mail.html", {"mails": selectors.mails_sent()})
