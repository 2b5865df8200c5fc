"""The officers' list of products: what enterprises of their area make, sold or not."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from sme.marketplaces import rules
from sme.marketplaces.models import Product

_ON_SALE = Q(listings__state__in=rules.ON_SALE)


def products_visible_to(user: Any) -> QuerySet[Product]:
    """Products of the enterprises that a person may see, with ``markets``: on how many marketplaces each is on sale."""
    rows = Product.objects.all() if user.is_administrator else Product.objects.visible_to(user)
    return (
        rows.select_related("enterprise__place")
        .annotate(markets=Count("listings__marketplace", filter=_ON_SALE, distinct=True))
        .order_by("name_vi", "pk")
    )
