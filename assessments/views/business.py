"""The business's own pages: what can be answered, what was, taking over, handing over, withdrawing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import selectors, services
from assessments.models import Framework
from assessments.rules import State
from assessments.views.desks import BUSINESS, held, let_go, of_codes
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible
from sme.enterprises import selectors as enterprises


@login_required
@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What may be answered, what is open, and the results over time."""
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    visited = list(selectors.visited(of_codes(held(request).values())))
    if enterprise is None:
        return render(request, "assessments/mine_none.html", {"visited": visited})
    found = list(selectors.assessments_of(enterprise))
    drafts = [each for each in found if each.state == State.DRAFT]
    open_frameworks = {draft.framework_id for draft in drafts}
    offered = selectors.frameworks_offered()
    latest = next((each for each in found if each.state == State.SUBMITTED), None)
    context = {
        "enterprise": enterprise,
        "visited": visited,
        "drafts": drafts,
        "offered": [each for each in offered if each.pk not in open_frameworks],
        "latest": latest,
        "latest_level": selectors.level_of(latest) if latest else None,
        "history": [each for each in found if each.state != State.DRAFT],
    }
    return render(request, "assessments/mine.html", context)


@login_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin, or go on with the open draft."""
    framework = get_or_404_visible(Framework.objects.offered(), slug=slug)
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    if enterprise is None:
        return redirect("assessments:mine")
    try:
        draft = services.start(enterprise, framework, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("assessments:mine")
    return redirect("assessments:resume", pk=draft.pk)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take it out of the figures; its place in the history stays."""
    assessment = BUSINESS.find(request, pk)
    if request.method == "POST":
        try:
            services.withdraw(assessment, actor=request.user)
            messages.success(request, _("Withdrawn. It stays in the history, marked."))
        except RuleBroken as broken:
            messages.error(request, broken.sentence)
        return redirect("assessments:mine")
    return render(request, "assessments/withdraw.html", {"assessment": assessment})


@login_required
@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what was answered before signing in."""
    found = get_or_404_visible(of_codes(held(request).values()), pk=pk)
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    if enterprise is None:
        return redirect("assessments:mine")
    try:
        taken = services.claim(found, enterprise, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("assessments:mine")
    let_go(request, pk)
    messages.success(request, _("Taken over. Nothing has to be typed again."))
    return BUSINESS.goes_on(taken)


@login_required
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the officers of the place go on with the open draft."""
    assessment = BUSINESS.find(request, pk)
    try:
        services.hand_over(assessment, actor=request.user)
        messages.success(
            request, _("The officers of your place can see these answers now and go on with you.")
        )
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect("assessments:mine")
