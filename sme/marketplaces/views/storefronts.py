"""Shops on marketplaces: a business keeps its own, officers those of their area."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse
from sme.enterprises import permissions as registry
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.marketplaces import permissions, selectors, services
from sme.marketplaces.forms import CloseShopForm, ShopForm
from sme.marketplaces.models import Storefront


def _around(request: HttpRequest, enterprise: Enterprise) -> dict[str, Any]:
    """Whose pages these are, and the way back to all shops."""
    is_office = not registry.is_member(request.user, enterprise)
    back = enterprise.get_absolute_url() if is_office else reverse("marketplaces:shops")
    label = str(enterprise) if is_office else _("Shops")
    return {
        "layout": f"layouts/{'workspace' if is_office else 'business'}.html",
        "back": back,
        "crumbs": [{"label": label, "url": back}],
        "enterprise": enterprise,
    }


@require_safe
@login_required
def shops(request: HttpRequest) -> HttpResponse:
    """The shops of the enterprise one acts for."""
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    rows = selectors.storefronts_of(enterprise) if enterprise else []
    context = {"enterprise": enterprise, "shops": rows}
    return render(request, "marketplaces/shops.html", context)


def _add(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    if not permissions.can_list_for(request.user, enterprise):
        raise Http404
    around = _around(request, enterprise)
    form = ShopForm.new(
        request.POST or None, initial={"marketplace": request.GET.get("marketplace")}
    )
    if form.is_valid():
        try:
            market = form.cleaned_data["marketplace"]
            services.add_storefront(enterprise, market, actor=request.user, **form.values())
            messages.success(request, _("The shop is recorded."))
            return redirect(around["back"])
        except RuleBroken as broken:
            refuse(form, broken)
    return render(request, "marketplaces/shop_form.html", {**around, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """A business records a shop of its own."""
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    return _add(request, enterprise) if enterprise else redirect("dashboard:business")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_for(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer records a shop of an enterprise."""
    visible = Enterprise.objects.visible_to(request.user).select_related("place")
    enterprise = get_or_404_visible(visible, pk=pk)
    if not registry.is_responsible_officer(request.user, enterprise):
        raise Http404
    return _add(request, enterprise)


def _shop(request: HttpRequest, pk: int) -> Storefront:
    shop = get_or_404_visible(selectors.storefronts_visible_to(request.user), pk=pk)
    if not permissions.can_list_for(request.user, shop.enterprise):
        raise Http404
    return shop


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def shop(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a shop and change what is recorded of it."""
    found = _shop(request, pk)
    around = _around(request, found.enterprise)
    form = ShopForm.of(found, request.POST or None)
    if form.is_valid():
        try:
            services.change_storefront(
                found,
                expected_version=form.cleaned_data["version"] or 0,
                actor=request.user,
                **form.values(),
            )
            messages.success(request, _("The shop is saved."))
            return redirect(around["back"])
        except RuleBroken as broken:
            refuse(form, broken)
    context = {**around, "form": form, "shop": found, "is_closed": found.closed_on is not None}
    return render(request, "marketplaces/shop_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def shop_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a shop: told before which listings end with it."""
    found = _shop(request, pk)
    around = _around(request, found.enterprise)
    form = CloseShopForm(request.POST or None, initial={"version": found.version})
    if form.is_valid():
        try:
            count = services.close_storefront(
                found,
                closed_on=form.cleaned_data["closed_on"],
                expected_version=form.cleaned_data["version"],
                actor=request.user,
            )
            messages.success(request, _closed(count))
            return redirect(around["back"])
        except RuleBroken as broken:
            refuse(form, broken)
    ending = services.ends_with(found, clock.today())
    context = {**around, "form": form, "shop": found, "ending": ending}
    return render(request, "marketplaces/shop_close.html", context)


def _closed(count: int) -> str:
    if not count:
        return _("The shop is closed. Nothing was on sale in it.")
    return ngettext(
        "The shop is closed, and %(count)d listing with it.",
        "The shop is closed, and %(count)d listings with it.",
        count,
    ) % {"count": count}


@require_POST
@login_required
def shop_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed shop again; what ended by mistake goes on as if nothing had been."""
    found = _shop(request, pk)
    try:
        was_mistake = request.POST.get("how") == "mistake"
        services.reopen_storefront(found, was_mistake=was_mistake, actor=request.user)
        messages.success(request, _("The shop is open again."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("marketplaces:shop", pk=found.pk)
