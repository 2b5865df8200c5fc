"""A business's own products: what it sells where, how far each is, and adding one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules, selectors, services
from sme.marketplaces.forms import NewListingForm, ProductForm, StateForm
from sme.marketplaces.models import Listing, Marketplace, Product
from sme.marketplaces.services import conflicts
from sme.marketplaces.views.products import crumbs, editable, editable_product


def _mine(request: HttpRequest) -> Enterprise | None:
    return enterprises.acting_for(request.user, request.session.get("acting_enterprise"))


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The products of the enterprise one acts for, and where they are sold."""
    enterprise = _mine(request)
    context = {
        "enterprise": enterprise,
        "products": selectors.own_products(enterprise) if enterprise else [],
        "ending": selectors.papers_that_end(enterprise) if enterprise else [],
    }
    return render(request, "marketplaces/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def product_add(request: HttpRequest) -> HttpResponse:
    """Add a product; next comes where it is sold."""
    enterprise = _mine(request)
    if enterprise is None:
        return redirect("dashboard:business")
    editable(request, enterprise)
    form = ProductForm(request.POST or None, initial={"is_public": True})
    if form.is_valid():
        try:
            product = services.add_product(enterprise, actor=request.user, **form.values())
            messages.success(request, _("The product is saved. Now tell where it is sold."))
            return redirect("marketplaces:listing_add", pk=product.pk)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {"form": form, "crumbs": crumbs()}
    status = 422 if form.is_bound else 200
    return render(request, "marketplaces/product_form.html", context, status=status)


@transaction.atomic
def _add(request: HttpRequest, product: Product, values: dict[str, Any]) -> Listing:
    hints = {each.key: each for each in selectors.hints_of_open()}
    found = rules.recognise(values["address"], hints.values())
    shop = services.open_storefront(
        product.enterprise, Marketplace.objects.get(key=found.marketplace), actor=request.user
    )
    listing = services.add_listing(product, shop, address=values["address"], actor=request.user)
    services.record_state(
        listing,
        values["state"],
        effective_on=values["effective_on"],
        source=_source(request),
        actor=request.user,
    )
    return listing


def _source(request: HttpRequest) -> str:
    return rules.Source.OFFICER if request.user.is_officer else rules.Source.ENTERPRISE


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listing_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell where a product is sold: the pasted address tells the marketplace."""
    found = editable_product(request, pk)
    form = NewListingForm(request.POST or None)
    if form.is_valid():
        try:
            listing = _add(request, found, form.cleaned_data)
            messages.success(
                request,
                _("Recorded: on %(marketplace)s. The office will look at the page and confirm it.")
                % {"marketplace": listing.marketplace},
            )
            return redirect("marketplaces:mine")
        except RuleBroken as broken:
            if broken.code == "address_taken" and _written_down(request, found, form.cleaned_data):
                return redirect("marketplaces:mine")
            refuse(form, broken)
    context = {"form": form, "product": found, "crumbs": crumbs(found)}
    return render(request, "marketplaces/listing_form.html", context)


def _written_down(request: HttpRequest, product: Product, values: dict[str, Any]) -> bool:
    """An address that is recorded elsewhere: the claim is kept for the office; false where it cannot be one."""
    try:
        claimed = conflicts.claim(
            product,
            values["address"],
            state=values["state"],
            on=values["effective_on"],
            source=_source(request),
            actor=request.user,
        )
    except RuleBroken:
        return False
    if claimed is not None:
        messages.warning(
            request,
            _(
                "This address is recorded for another product already. Your entry is written down; the office decides."
            ),
        )
    return claimed is not None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listing_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell what became of a listing: it sells, sleeps, was rejected, is gone."""
    visible = Listing.objects.visible_to(request.user)
    rows = visible.select_related("product", "marketplace", "enterprise", "enterprise__place")
    listing = get_or_404_visible(rows, pk=pk)
    editable(request, listing.enterprise)
    form = StateForm(listing, request.POST or None)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            services.record_state(
                listing,
                values.pop("state"),
                source=_source(request),
                actor=request.user,
                **values,
            )
            messages.success(request, _("Recorded. The earlier entries are kept."))
            return redirect("marketplaces:mine")
        except RuleBroken as broken:
            refuse(form, broken)
    context = {
        "form": form,
        "listing": listing,
        "mending": selectors.mending_of(listing),
        "crumbs": crumbs(listing.product),
    }
    return render(request, "marketplaces/listing_change.html", context)
