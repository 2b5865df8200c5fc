"""Reads of shops, scoped to who may see them."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Storefront


def storefronts_visible_to(user: Any) -> QuerySet[Storefront]:
    """The shops of the enterprises that a person may see."""
    return Storefront.objects.visible_to(user).select_related(
        "enterprise", "enterprise__place", "marketplace"
    )


def storefronts_of(enterprise: Enterprise) -> QuerySet[Storefront]:
    """An enterprise's shops with how many products are on sale in each (``live_count``)."""
    live = Count("listings", filter=Q(listings__state__in=rules.ON_SALE))
    rows = Storefront.objects.filter(enterprise=enterprise).select_related("marketplace")
    return rows.annotate(live_count=live).order_by("marketplace__order", "pk")
