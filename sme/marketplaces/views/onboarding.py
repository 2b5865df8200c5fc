"""The way onto a marketplace as a business sees it: its board, its steps, the checklist of each product."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import clock, text
from portal.shared.errors import RuleBroken
from portal.shared.guides import guides_for
from portal.shared.http import get_or_404_visible, refuse
from sme.enterprises import permissions as registry
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import State
from sme.marketplaces import permissions, rules, selectors, services
from sme.marketplaces.forms import BeginForm, StepForm
from sme.marketplaces.models import Marketplace, Onboarding, Product, Requirement

EARLY = ("", *rules.ORDER[:3])  # stages before something is on sale

# --- the business -----------------------------------------------------------------------------------


def checklists_by_market(enterprise: Enterprise, ways: list[selectors.Way]) -> dict[int, list[Any]]:
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
        lists = checklists_by_market(enterprise, [way for way in ways if not way.is_halted])
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
            "can_begin": enterprise.state != State.CLOSED,
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
    missing = {_tie(line): line.requirement.guide for line in checklist.missing}
    guides = guides_for(missing, stated_first=True)
    context = {
        **_around(request, product.enterprise, None),
        "checklist": checklist,
        "lines": [(line, guides.get(_tie(line))) for line in checklist.lines],
    }
    return render(request, "marketplaces/ready.html", context)


def _tie(line: Any) -> str:
    """How editors tie a guide to what is asked."""
    return f"requirement:{line.requirement.key}"


@require_POST
@login_required
def ready_confirm(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Say that something is there that the portal cannot see, or no longer."""
    product = _product(request, pk)
    market = get_or_404_visible(Marketplace.objects.all(), key=key)
    asked = get_or_404_visible(
        Requirement.objects.on(clock.today()), key=text.clean(request.POST.get("requirement", ""))
    )
    try:
        services.confirm(
            asked, product, is_there=request.POST.get("is_there") == "yes", actor=request.user
        )
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("marketplaces:ready", pk=product.pk, key=market.key)
