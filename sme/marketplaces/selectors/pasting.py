"""What is known already of addresses that were pasted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sme.enterprises import permissions
from sme.enterprises.models import Enterprise
from sme.marketplaces.models import Listing, Marketplace, Product


@dataclass(frozen=True)
class Holder:
    """Who holds an address, as one person may see it; ``label`` is empty where it is not for their eyes."""

    is_own: bool
    label: str
    url: str


def hints_of_all() -> list[Any]:
    """How the addresses of all marketplaces look, closed ones too."""
    return [each.hints for each in Marketplace.objects.all()]


def holders(keys: Iterable[str], enterprise: Enterprise, user: Any) -> dict[str, Holder]:
    """For each address that is recorded: whose it is, named only where the person may see that enterprise."""
    rows = Listing.objects.filter(address_key__in=[key for key in keys if key])
    found = {}
    for each in rows.select_related("product", "enterprise__place"):
        is_own = each.enterprise_id == enterprise.pk
        may_see = is_own or permissions.can_view(user, each.enterprise)
        name = each.product.name_vi if is_own else f"{each.product.name_vi} · {each.enterprise}"
        url = each.get_absolute_url() if user.is_officer and may_see else ""
        found[each.address_key] = Holder(is_own, name if may_see else "", url)
    return found


def names_of(enterprise: Enterprise) -> list[Product]:
    """The enterprise's products, by name."""
    return list(Product.objects.filter(enterprise=enterprise).order_by("name_vi", "pk"))
