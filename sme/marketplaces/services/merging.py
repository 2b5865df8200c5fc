"""What of this room moves when two records of the registry become one."""

from django.utils.translation import gettext_lazy as _

from sme.enterprises import moving
from sme.enterprises.models import Enterprise
from sme.enterprises.moving import Conflict, Mover, Plan, move, take
from sme.marketplaces.models import (
    Certificate,
    Confirmation,
    Listing,
    ListingInterval,
    Onboarding,
    Product,
    Storefront,
)
from sme.marketplaces.services import progress
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


def papers(kept: Enterprise, gone: Enterprise) -> Plan:
    """Papers, each with the product it is for."""
    rows = Certificate.objects.filter(enterprise=gone)
    return Plan(move(rows, gone, kept), [str(each) for each in rows])


def onboardings(kept: Enterprise, gone: Enterprise) -> Plan:
    """Ways onto marketplaces; two onto the same one are for people to decide."""
    rows = Onboarding.objects.filter(enterprise=gone).select_related("marketplace", "enterprise")
    same = Onboarding.objects.filter(enterprise=kept).values("marketplace")
    conflicts = [
        Conflict(
            _("Both are on their way onto %(marketplace)s. Take one of the two away first.")
            % {"marketplace": each.marketplace},
            each.get_absolute_url(),
        )
        for each in rows.filter(marketplace__in=same)
    ]
    return Plan(move(rows, gone, kept), [str(each) for each in rows], conflicts=conflicts)


def confirmations(kept: Enterprise, gone: Enterprise) -> Plan:
    """What people confirmed; what is confirmed of both is kept once."""
    rows = Confirmation.objects.filter(enterprise=gone).select_related("requirement", "product")
    known = Confirmation.objects.filter(enterprise=kept, product=None).values("requirement")
    twice = rows.filter(product=None, requirement__in=known)
    others = rows.exclude(pk__in=twice.values("pk"))
    return Plan(
        take(twice) + move(others, gone, kept),
        [str(each) for each in others],
        drops=[str(each) for each in twice],
    )


def _refresh(enterprise: Enterprise) -> None:
    progress.refresh_of_all([enterprise.pk])


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
    moving.register(
        Mover("papers", 23, _("Papers"), papers, ("marketplaces.certificate.enterprise",))
    )
    moving.register(
        Mover(
            "onboardings",
            24,
            _("Ways onto marketplaces"),
            onboardings,
            ("marketplaces.onboarding.enterprise",),
            after=_refresh,
        )
    )
    moving.register(
        Mover(
            "confirmations",
            25,
            _("What people confirmed"),
            confirmations,
            ("marketplaces.confirmation.enterprise",),
        )
    )
