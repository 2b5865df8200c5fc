"""What the public sees of local products: those that are shown and on sale today."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from portal.shared import clock, pagecache, text
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, Marketplace, Product, ProductPhoto
from sme.places import selectors as places
from sme.places.models import Unit


def in_directory() -> QuerySet[Product]:
    """The products that the public sees today, those with a photograph first, then by name."""
    pictured = ProductPhoto.objects.filter(product=OuterRef("pk"))
    rows = Product.objects.in_directory(clock.today()).annotate(has_photo=Exists(pictured))
    return rows.order_by("-has_photo", "name_vi", "pk")


def with_all_that_is_shown(rows: QuerySet[Product]) -> QuerySet[Product]:
    """The same with their makers, photographs and the listings that are on sale today (``sold``)."""
    sold = Listing.objects.live_on(clock.today()).select_related("marketplace")
    return rows.select_related("enterprise__place").prefetch_related(
        "photos", Prefetch("listings", sold.order_by("marketplace__order", "pk"), to_attr="sold")
    )


@dataclass(frozen=True)
class Shop:
    """Where it can be bought; ``url`` is empty where nobody should be sent."""

    name: str
    url: str


def dressed(products: Iterable[Product]) -> list[Product]:
    """Products ready to show: with the present name of their place and the shops (``place``, ``shops``)."""
    found = list(products)
    units = [each.enterprise.place for each in found]
    names = places.present_names(units)
    for product, unit in zip(found, units, strict=True):
        product.place = names.get(unit.pk, unit.name)  # type: ignore[attr-defined]
        product.shops = _shops(product.sold)  # type: ignore[attr-defined]
    return found


def _shops(listings: Iterable[Listing]) -> list[Shop]:
    found: dict[str, Shop] = {}
    for each in listings:
        market = each.marketplace
        # An invented listing leads nowhere; an address of another host than the marketplace's is not shown.
        fits = not each.is_demo and rules.is_of(each.address, market.hints)
        known = found.get(market.key)
        if known is None or (fits and not known.url):
            found[market.key] = Shop(market.name, each.address if fits else "")
    return list(found.values())


# --- makers and places ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Makers:
    """The enterprises whose products are shown: their names to be searched, and today's units in which they are."""

    names: tuple[tuple[int, str], ...]
    units: tuple[Unit, ...]

    def found(self, written: str) -> list[int]:
        """Those whose name has every word, each at the beginning of one of its words; marks do not matter."""
        words = text.fold(written).split()
        if not words:
            return []
        return [pk for pk, name in self.names if all(f" {word}" in name for word in words)]


def makers() -> Makers:
    """Whoever has a product in the directory; as old as the public pages may be."""
    return pagecache.part("marketplaces:makers", _makers)


def _makers() -> Makers:
    shown = Product.objects.in_directory(clock.today()).order_by()
    rows = Enterprise.objects.filter(pk__in=shown.values("enterprise")).order_by("pk")
    found = list(rows.values_list("pk", "name", "place_id"))
    units = places.all_units_today({place for _pk, _name, place in found})
    return Makers(tuple((pk, f" {text.fold(name)}") for pk, name, _place in found), tuple(units))


def markets_shown() -> list[Any]:
    """The marketplaces that are open today, by their order."""
    return list(Marketplace.objects.open_on(clock.today()))
