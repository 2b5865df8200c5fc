"""Two addresses that somebody else claims too, so that the office has something to decide."""

from datetime import date

from portal.setup.demo.world import World
from sme.marketplaces import rules
from sme.marketplaces.models import AddressConflict, Listing, Product
from sme.marketplaces.services import conflicts

CLAIMED_ON, MOST = date(2026, 10, 12), 2


def build(world: World) -> None:
    """Each by a product of the same name of another maker; a grown registry is for measuring and stays without."""
    if world.scale or AddressConflict.objects.exists():
        return
    made = 0
    held = Listing.objects.filter(is_demo=True).live().exclude(address="").select_related("product")
    for listing in held.order_by("-pk")[:200]:
        rival = (
            Product.objects.filter(is_demo=True, name_vi=listing.product.name_vi)
            .exclude(enterprise=listing.enterprise_id)
            .order_by("pk")
            .first()
        )
        if rival is None:
            continue
        conflicts.raise_conflict(
            listing,
            rival,
            claimed_state=rules.ListingState.LIVE,
            claimed_on=CLAIMED_ON,
            source=rules.Source.ENTERPRISE,
            actor=None,
        )
        made += 1
        if made == MOST:
            break
    world.say(f"{made} addresses that two claim.")
