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
from portal.shared import clock
from sme.enterprises import panels
from sme.enterprises import selectors as enterprises
from sme.enterprises.rules import State
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
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
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


def _queue(counts: dict[str, int]) -> list[dict[str, Any]]:
    registry = reverse("enterprises:list")
    items = [
        (_("Newly registered, to be checked"), counts["new"], f"{registry}?state={State.NEW}"),
        (
            _("Without a tax code or other number"),
            counts["unnumbered"],
            f"{reverse('enterprises:completion')}?gap=number",
        ),
        (
            _("Applications to a cohort"),
            counts["applications"],
            f"{reverse('programmes:applications')}?state=submitted",
        ),
        (
            _("Applications with papers to look at"),
            counts["papers"],
            f"{reverse('programmes:applications')}?papers=new",
        ),
        (
            _("Supported contracts that end within 30 days"),
            counts["ending_contracts"],
            f"{reverse('programmes:contracts')}?ends=soon",
        ),
        (_("Claims on records"), counts["claims"], reverse("enterprises:claims")),
        (_("Possible duplicates"), counts["pairs"], reverse("enterprises:duplicates")),
        (
            _("Conflicts about addresses"),
            counts["conflicts"],
            reverse("marketplaces:conflicts"),
        ),
        *(
            (words, counts[f"listings_{name}"], f"{reverse('marketplaces:verify')}?list={name}")
            for name, words in (
                ("claimed", _("Listings claimed, not yet seen")),
                ("old", _("Listings seen more than 90 days ago")),
                ("reported", _("Listings reported wrong")),
            )
        ),
        (
            _("Stuck on the way onto a marketplace"),
            counts["stuck"],
            f"{reverse('marketplaces:onboarding')}?stuck=yes",
        ),
    ]
    return [{"title": title, "text": str(n), "url": url} for title, n, url in items if n]


@login_required
def workspace(request: HttpRequest) -> HttpResponse:
    """The officer's first page: figures and what waits, each opening into its rows."""
    if not request.user.is_officer:
        raise Http404
    counts = selectors.office_counts(request.user)
    area = places.remit_unit_ids(request.user)
    context = {
        "has_area": area is None or bool(area),
        "area": _("The whole province") if area is None else "",
        "stats": _stats(counts),
        "queue": _queue(counts),
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
