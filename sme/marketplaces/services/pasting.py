"""One address out of a paste, recorded: its product (a new one if need be), the shop, the listing, its state."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import AddressConflict, Listing, Marketplace, Product
from sme.marketplaces.services import conflicts, listings, products


@transaction.atomic
def record(
    enterprise: Enterprise,
    *,
    address: str,
    product: Product | None,
    name: str,
    state: str,
    on: date,
    source: str,
    actor: User,
) -> Listing | AddressConflict:
    """Record that a product is sold at an address since a day; ``product`` ``None`` makes one called ``name``.

    An address that is recorded for another product becomes a conflict for the office. Refuses what ``add_listing``
    and ``record_state`` refuse; then nothing is written, the new product neither.
    """
    if product is None:
        product = products.add_product(enterprise, actor=actor, name_vi=name)
    elif product.enterprise_id != enterprise.pk:
        raise RuleBroken(
            "product_of_another", _("This product belongs to another enterprise."), field="product"
        )
    claimed = conflicts.claim(product, address, state=state, on=on, source=source, actor=actor)
    if claimed is not None:
        return claimed
    markets = {each.key: each for each in Marketplace.objects.all()}
    found = rules.recognise(address, [each.hints for each in markets.values()])
    shop = products.open_storefront(enterprise, markets[found.marketplace], actor=actor)
    listing = listings.add_listing(product, shop, address=address, actor=actor)
    listings.record_state(listing, state, effective_on=on, source=source, actor=actor)
    return listing
