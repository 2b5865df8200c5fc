"""The officer's pipeline of ways onto marketplaces: counts that open into rows, one way, its plan, pause and end."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse, render_page_or_part
from sme.enterprises import permissions as registry
from sme.enterprises.models import Enterprise
from sme.marketplaces import filters, permissions, rules, selectors, services
from sme.marketplaces.forms import HaltForm, PlanForm, StartForm
from sme.marketplaces.models import Onboarding
from sme.marketplaces.views.onboarding import checklists_by_market

HALTS = {
    "pause": (services.pause_onboarding, rules.OnboardingState.PAUSED),
    "stop": (services.stop_onboarding, rules.OnboardingState.STOPPED),
}


def _columns(filterset: filters.OnboardingFilter, user: Any) -> list[dict[str, Any]]:
    """The stages with their counts under the other filters; each count opens into its rows."""
    kept = {
        name: value
        for name, value in filterset.data.items()
        if name in filterset.filters and name not in ("stage", "stuck") and value
    }
    wider = filters.OnboardingFilter(kept, selectors.ways_visible_to(user), user=user)
    here = reverse("marketplaces:onboarding")
    return [
        {
            "column": column,
            "url": f"{here}?{urlencode({**kept, 'stage': column.stage})}",
            "stuck_url": f"{here}?{urlencode({**kept, 'stage': column.stage, 'stuck': 'yes'})}",
            "is_current": filterset.data.get("stage") == column.stage,
        }
        for column in selectors.pipeline(wider.qs)
    ]


@require_safe
@login_required
def pipeline(request: HttpRequest) -> HttpResponse:
    """All ways in the officer's area: how many at each stage, who is stuck, the rows."""
    if not permissions.can_see_figures(request.user):
        raise Http404
    rows = selectors.ways_visible_to(request.user)
    filterset = filters.OnboardingFilter(request.GET, rows, user=request.user)
    page = page_of(request, selectors.with_next_due(filterset.qs))
    today = clock.today()
    for way in page.rows:
        overdue = way.next_due is not None and way.next_due < today
        way.is_stuck = rules.is_stuck(way.state, way.moved_on, overdue, today)
    context = {
        "filterset": filterset,
        "columns": _columns(filterset, request.user),
        "page": page,
    }
    return render_page_or_part(request, "marketplaces/onboarding.html", context)


def _office_way(request: HttpRequest, pk: int) -> Onboarding:
    if not permissions.can_see_figures(request.user):
        raise Http404
    way = get_or_404_visible(selectors.ways_visible_to(request.user), pk=pk)
    if not registry.is_responsible_officer(request.user, way.enterprise):
        raise Http404
    return way


def _office_crumbs(*ways: Onboarding) -> list[dict[str, str]]:
    first = {"label": _("Onto marketplaces"), "url": reverse("marketplaces:onboarding")}
    return [first, *({"label": str(way), "url": way.get_absolute_url()} for way in ways)]


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One way for officers: its steps, what the products still lack, its shops, its history."""
    onboarding = _office_way(request, pk)
    way = selectors.way_of(onboarding)
    market = onboarding.marketplace
    shops = selectors.storefronts_of(onboarding.enterprise).filter(marketplace=market)
    context = {
        "way": way,
        "checklists": checklists_by_market(onboarding.enterprise, [way])[market.pk],
        "shops": shops,
        "crumbs": _office_crumbs(),
        "can_remove": onboarding.state == rules.OnboardingState.STOPPED,
    }
    return render(request, "marketplaces/onboarding_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer begins an enterprise's way onto a marketplace."""
    visible = Enterprise.objects.visible_to(request.user).select_related("place")
    enterprise = get_or_404_visible(visible, pk=pk)
    if not registry.is_responsible_officer(request.user, enterprise):
        raise Http404
    form = StartForm(enterprise, request.POST or None)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            way = services.start_onboarding(
                enterprise, values.pop("marketplace"), actor=request.user, **values
            )
            messages.success(request, _("Begun. Now say who does what until when."))
            return redirect("marketplaces:onboarding_plan", pk=way.pk)
        except RuleBroken as broken:
            refuse(form, broken)
    crumbs = [{"label": str(enterprise), "url": enterprise.get_absolute_url()}]
    context = {"form": form, "enterprise": enterprise, "crumbs": crumbs}
    return render(request, "marketplaces/onboarding_start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Who accompanies it; until when each step is to be done, and by whom."""
    onboarding = _office_way(request, pk)
    form = PlanForm(selectors.way_of(onboarding), request.POST or None)
    if form.is_valid():
        try:
            services.plan_onboarding(onboarding, actor=request.user, **form.values())
            messages.success(request, _("The plan is saved."))
            return redirect(onboarding)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {"form": form, "way": onboarding, "crumbs": _office_crumbs(onboarding)}
    return render(request, "marketplaces/onboarding_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def halt(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """Let it rest, or give it up, with the reason."""
    onboarding = _office_way(request, pk)
    if how not in HALTS:
        raise Http404
    act, state = HALTS[how]
    form = HaltForm(request.POST or None)
    if form.is_valid():
        try:
            act(onboarding, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Recorded: %(state)s.") % {"state": state.label})
            return redirect(onboarding)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {"form": form, "way": onboarding, "how": how, "crumbs": _office_crumbs(onboarding)}
    return render(request, "marketplaces/onboarding_halt.html", context)


@require_POST
@login_required
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it up again."""
    onboarding = _office_way(request, pk)
    try:
        services.resume_onboarding(onboarding, actor=request.user)
        messages.success(request, _("Taken up again."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect(onboarding)


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a way away that was given up."""
    onboarding = _office_way(request, pk)
    try:
        services.remove_onboarding(onboarding, actor=request.user)
        messages.success(request, _("Taken away."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(onboarding)
    return redirect(onboarding.enterprise)
