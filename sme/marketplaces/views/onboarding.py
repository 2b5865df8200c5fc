"""The way onto a marketplace: the business's board and checklist, the officer's pipeline and plan."""

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
from portal.shared.guides import guides_by_slug
from portal.shared.http import get_or_404_visible, page_of, refuse, render_page_or_part
from sme.enterprises import permissions as registry
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.marketplaces import filters, permissions, rules, selectors, services
from sme.marketplaces.forms import BeginForm, HaltForm, PlanForm, StartForm, StepForm
from sme.marketplaces.models import Marketplace, Onboarding, Product, Requirement

HALTS = {
    "pause": (services.pause_onboarding, rules.OnboardingState.PAUSED),
    "stop": (services.stop_onboarding, rules.OnboardingState.STOPPED),
}


EARLY = ("", *rules.ORDER[:3])  # stages before something is on sale

# --- the business -----------------------------------------------------------------------------------


def _checklists(enterprise: Enterprise, ways: list[selectors.Way]) -> dict[int, list[Any]]:
    """By marketplace, the products that are not yet on sale first."""
    markets = [way.onboarding.marketplace for way in ways]
    found: dict[int, list[Any]] = {market.pk: [] for market in markets}
    if markets:
        for (_product, market), each in selectors.checklists_of(
            enterprise, markets, clock.today()
        ).items():
            found[market].append(each)
    return found


def _act(way: selectors.Way) -> dict[str, Any]:
    """Where the next step of a way is done."""
    if way.next is None or way.is_halted:
        return {}
    onboarding = way.onboarding
    if way.next.is_by_people:
        url = reverse("marketplaces:onboarding_step", args=[onboarding.pk, way.next.step])
        return {"url": url, "words": _("I have done it")}
    if way.next.step == rules.Step.SHOP:
        query = urlencode({"marketplace": onboarding.marketplace.key})
        return {
            "url": f"{reverse('marketplaces:shop_add')}?{query}",
            "words": _("Record the shop"),
        }
    return {"url": reverse("marketplaces:mine"), "words": _("Go to the products")}


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """A business's ways: the next step of each, until when, who, and what is missing first."""
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    context: dict[str, Any] = {"enterprise": enterprise}
    if enterprise:
        ways = selectors.ways_of(enterprise)
        lists = _checklists(enterprise, [way for way in ways if not way.is_halted])
        context |= {
            "ways": [
                {
                    "way": way,
                    "act": _act(way),
                    "checklists": lists.get(way.onboarding.marketplace_id, []),
                    "is_early": way.onboarding.stage in EARLY,
                }
                for way in ways
            ],
            "form": BeginForm(enterprise),
            "can_begin": permissions.can_list_for(request.user, enterprise),
        }
    return render(request, "marketplaces/my_onboarding.html", context)


@require_POST
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """The business itself begins its way onto a marketplace."""
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    if enterprise is None:
        return redirect("dashboard:business")
    if not permissions.can_list_for(request.user, enterprise):
        raise Http404
    form = BeginForm(enterprise, request.POST)
    try:
        if form.is_valid():
            way = services.start_onboarding(
                enterprise, form.cleaned_data["marketplace"], actor=request.user
            )
            words = _("You are on your way onto %(marketplace)s. The office sees it and helps.")
            messages.success(request, words % {"marketplace": way.marketplace})
        else:
            messages.error(request, _("Choose a marketplace first."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("marketplaces:my_onboarding")


def _way(request: HttpRequest, pk: int) -> Onboarding:
    """A way that this person may change."""
    found = get_or_404_visible(selectors.ways_visible_to(request.user), pk=pk)
    if not permissions.can_list_for(request.user, found.enterprise):
        raise Http404
    return found


def _around(request: HttpRequest, enterprise: Enterprise, pk: int | None) -> dict[str, Any]:
    """Whose pages these are: a member's own, or the office's; and the way back."""
    is_office = not registry.is_member(request.user, enterprise)
    if not is_office:
        back, label = reverse("marketplaces:my_onboarding"), _("Onto marketplaces")
    elif pk is not None:
        back, label = reverse("marketplaces:onboarding_detail", args=[pk]), str(enterprise)
    else:
        back, label = enterprise.get_absolute_url(), str(enterprise)
    return {
        "layout": f"layouts/{'workspace' if is_office else 'business'}.html",
        "back": back,
        "crumbs": [{"label": label, "url": back}],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Tick a step that people do themselves, or take the tick back."""
    way = _way(request, pk)
    if step not in rules.BY_PEOPLE:
        raise Http404
    around = _around(request, way.enterprise, pk)
    form = StepForm(None if "undo" in request.POST else request.POST or None)
    try:
        if "undo" in request.POST:
            services.reopen_step(way, step, actor=request.user)
            messages.success(request, _("The tick is taken back."))
            return redirect(around["back"])
        if form.is_valid():
            services.complete_step(way, step, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Done: %(step)s.") % {"step": rules.Step(step).label})
            return redirect(around["back"])
    except RuleBroken as broken:
        if not form.is_bound:
            messages.error(request, str(broken))
            return redirect(around["back"])
        refuse(form, broken)
    shown = next(each for each in selectors.way_of(way).steps if each.step == step)
    context = {**around, "form": form, "way": way, "step": shown}
    return render(request, "marketplaces/onboarding_step.html", context)


# --- the checklist of one product --------------------------------------------------------------------


def _product(request: HttpRequest, pk: int) -> Product:
    visible = Product.objects.visible_to(request.user)
    found = get_or_404_visible(visible.select_related("enterprise", "enterprise__place"), pk=pk)
    if not permissions.can_list_for(request.user, found.enterprise):
        raise Http404
    return found


@require_safe
@login_required
def ready(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """What a marketplace asks of a product: what is there, what is missing, how to get it."""
    product = _product(request, pk)
    market = get_or_404_visible(Marketplace.objects.all(), key=key)
    lists = selectors.checklists_of(product.enterprise, [market], clock.today())
    checklist = lists[product.pk, market.pk]
    guides = guides_by_slug(line.requirement.guide for line in checklist.missing)
    context = {
        **_around(request, product.enterprise, None),
        "checklist": checklist,
        "lines": [(line, guides.get(line.requirement.guide)) for line in checklist.lines],
    }
    return render(request, "marketplaces/ready.html", context)


@require_POST
@login_required
def ready_confirm(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Say that something is there that the portal cannot see, or no longer."""
    product = _product(request, pk)
    market = get_or_404_visible(Marketplace.objects.all(), key=key)
    asked = get_or_404_visible(
        Requirement.objects.on(clock.today()), key=request.POST.get("requirement", "")
    )
    try:
        services.confirm(
            asked, product, is_there=request.POST.get("is_there") == "yes", actor=request.user
        )
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("marketplaces:ready", pk=product.pk, key=market.key)


# --- the office -------------------------------------------------------------------------------------


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
        "checklists": _checklists(onboarding.enterprise, [way])[market.pk],
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
