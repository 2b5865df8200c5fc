"""Reads of products, shops and listings, scoped to who may see them."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, ListingInterval, Marketplace, Product


def listings_visible_to(user: Any) -> QuerySet[Listing]:
    """The listings of the enterprises that a person may see, newest change first."""
    return (
        Listing.objects.visible_to(user)
        .select_related("product", "enterprise", "marketplace", "storefront")
        .order_by("-state_on", "-pk")
    )


def listings_of(enterprise: Enterprise) -> QuerySet[Listing]:
    """What an enterprise sells where."""
    return (
        Listing.objects.filter(enterprise=enterprise)
        .select_related("product", "marketplace", "storefront")
        .order_by("product__name_vi", "product_id", "marketplace__order")
    )


def products_of(enterprise: Enterprise) -> QuerySet[Product]:
    """The products of an enterprise with their listings."""
    listings = Listing.objects.select_related("marketplace").order_by("marketplace__order")
    return Product.objects.filter(enterprise=enterprise).prefetch_related(
        Prefetch("listings", queryset=listings)
    )


def hints_of_open() -> list[rules.Hints]:
    """How the addresses of the marketplaces that are open today look, for recognising one."""
    return [m.hints for m in Marketplace.objects.open_on(clock.today())]


def enterprise_panel(enterprise: Enterprise, user: Any) -> dict[str, Any]:
    """What the officer's page of an enterprise shows of its listings (one query)."""
    rows = list(listings_of(enterprise)[:50])
    return {
        "listings": rows,
        "live": len({row.product_id for row in rows if row.is_live}),
    }


def days_on_sale(listing: Listing) -> QuerySet[ListingInterval]:
    """The runs of days on which a listing was on sale."""
    return listing.intervals.order_by("valid_from")
