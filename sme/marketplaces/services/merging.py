"""What of this room moves when two records of the registry become one."""

from django.utils.translation import gettext_lazy as _

from sme.enterprises import moving
from sme.enterprises.models import Enterprise
from sme.enterprises.moving import Conflict, Mover, Plan, move
from sme.marketplaces.models import Listing, ListingInterval, Product, Storefront
from sme.marketplaces.services.deriving import tell_registry


def products(kept: Enterprise, gone: Enterprise) -> Plan:
    """Products; one barcode cannot stand on two products of one enterprise."""
    rows = Product.objects.filter(enterprise=gone)
    codes = Product.objects.filter(enterprise=kept).exclude(barcode="").values("barcode")
    conflicts = [
        Conflict(
            _("Both have a product with the barcode %(code)s. Take it off one of the two first.")
            % {"code": each.barcode},
            each.get_absolute_url(),
        )
        for each in rows.filter(barcode__in=codes)
    ]
    return Plan(move(rows, gone, kept), [str(each) for each in rows], conflicts=conflicts)


def storefronts(kept: Enterprise, gone: Enterprise) -> Plan:
    """Shops."""
    rows = Storefront.objects.filter(enterprise=gone).select_related("marketplace", "enterprise")
    return Plan(move(rows, gone, kept), [str(each) for each in rows])


def listings(kept: Enterprise, gone: Enterprise) -> Plan:
    """Listings with their days on sale."""
    rows = Listing.objects.filter(enterprise=gone).select_related("product", "marketplace")
    days = ListingInterval.objects.filter(enterprise=gone)
    steps = move(rows, gone, kept) + move(days, gone, kept)
    return Plan(steps, [str(each) for each in rows])


def register_movers() -> None:
    """Make this room's rows known; called when Django starts."""
    moving.register(
        Mover("products", 20, _("Products"), products, ("marketplaces.product.enterprise",))
    )
    moving.register(
        Mover("storefronts", 21, _("Shops"), storefronts, ("marketplaces.storefront.enterprise",))
    )
    moving.register(
        Mover(
            "listings",
            22,
            _("Listings"),
            listings,
            ("marketplaces.listing.enterprise", "marketplaces.listinginterval.enterprise"),
            after=tell_registry,
        )
    )
