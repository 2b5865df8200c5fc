"""What the rows of a list of products or listings are about: whose, which product, which address; few queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from portal.shared import text
from portal.shared.imports import Context, Problem, ReadRow
from sme.enterprises.models import Enterprise
from sme.enterprises.rules.likeness import name_likeness, words_of
from sme.enterprises.selectors import matching as finding
from sme.marketplaces import rules
from sme.marketplaces.models import (
    AddressConflict,
    Listing,
    ListingFact,
    Marketplace,
    Product,
    Storefront,
)
from sme.marketplaces.uploads import RowReader
from sme.places import selectors as places

ALIKE = 0.85  # two names of products of one enterprise from which on a person should look
MOST_CANDIDATES = 3


@dataclass
class Run:
    """What one run looks up once. ``has_addresses``: the list tells where products are sold."""

    ctx: Context
    has_addresses: bool

    @cached_property
    def area(self) -> set[int] | None:
        """Units for which the person answers; ``None``: all."""
        actor = self.ctx.actor
        return None if actor is None or actor.is_administrator else places.remit_unit_ids(actor)

    @cached_property
    def markets(self) -> dict[str, Marketplace]:
        """Marketplaces by key; closed ones too, for their past."""
        return {each.key: each for each in Marketplace.objects.all()}

    @cached_property
    def neighbours(self) -> finding.Neighbours:
        """Who has which name where."""
        return finding.Neighbours()

    @cached_property
    def reader(self) -> RowReader:
        """Cells into values."""
        return RowReader(
            communes=places.communes_in_memory(),
            hints=[each.hints for each in self.markets.values()],
            has_addresses=self.has_addresses,
            default_state=self.ctx.params.get("state") or "",
            default_day=self.ctx.params.get("day") or "",
        )

    @property
    def writes_conflicts(self) -> bool:
        """Claims to addresses that are recorded elsewhere are written down for the office."""
        return self.ctx.params.get("conflicts", "write") != "leave"

    def is_mine(self, enterprise: Enterprise) -> bool:
        """It lies in the person's area."""
        return self.area is None or enterprise.place_id in self.area


def run_of(ctx: Context, *, has_addresses: bool) -> Run:
    """The run that a context belongs to."""
    found = ctx.memory.get("sales")
    if found is None:
        found = ctx.memory["sales"] = Run(ctx, has_addresses)
    return found


@dataclass
class Found:
    """What a row is about: its enterprise, its product and listing if they exist, or why it is wrong."""

    enterprise: Enterprise | None = None
    product: Product | None = None
    listing: Listing | None = None
    facts: Sequence[rules.Fact] = ()
    wrong: Problem | None = None
    alike: list[Product] = field(default_factory=list)
    is_claimed: bool = False

    @property
    def is_conflict(self) -> bool:
        """Its address is recorded for another product."""
        return self.listing is not None and (
            self.product is None or self.listing.product_id != self.product.pk
        )


class Finder:
    """Finds what about a thousand rows are about, in a few queries."""

    def __init__(self, run: Run, rows: Sequence[ReadRow]) -> None:
        self.run, self.rows = run, rows
        held = finding.holders([row.values for row in rows])
        unnumbered = [at for at, row in enumerate(rows) if not held[at][0] and "name" in row.values]
        named = run.neighbours.named_alike([rows[at].values for at in unnumbered])
        ids = {pk for each, _former in held for pk in each} | {pk for each in named for pk in each}
        known = Enterprise.objects.unmerged().select_related("place").in_bulk(ids)
        self.found = [Found() for _row in rows]
        by_name = dict(zip(unnumbered, named, strict=True))
        for at, row in enumerate(rows):
            mine = [known[pk] for pk in held[at][0] if pk in known]
            others = [known[pk] for pk in sorted(by_name.get(at, ())) if pk in known]
            self._enterprise(self.found[at], row, mine, others)
        self.shops: dict[tuple[int, int], Storefront] = {}
        self._products()
        if run.has_addresses:
            self._listings()

    def _enterprise(
        self, found: Found, row: ReadRow, held: list[Enterprise], named: list[Enterprise]
    ) -> None:
        values = row.values
        if values.get("number") or values.get("record"):
            where = "tax_code" if values.get("number") else "record"
            if not held and not ("name" in values and named):
                found.wrong = Problem(where, _("No business of the registry has this number."))
                return
        fits = held or [
            each for each in named if text.fold(each.name) == text.fold(values.get("name", ""))
        ]
        mine = [each for each in fits if self.run.is_mine(each)]
        if len(mine) > 1 or (held and len(held) > 1):
            sentence = _("Several businesses fit: %(names)s. Add the tax code or the commune.")
            names = "; ".join(f"{each.name} ({each.place.name}) · #{each.pk}" for each in mine)
            found.wrong = Problem("enterprise", sentence % {"names": names})
        elif mine:
            found.enterprise = mine[0]
        elif held:
            sentence = _(
                "This business is in the registry, outside your area. Ask the provincial office."
            )
            found.wrong = Problem("enterprise", sentence)
        else:
            found.wrong = Problem("enterprise", self._nobody(values.get("name", ""), named))

    def _nobody(self, name: str, named: list[Enterprise]) -> str:
        near = [f"{each.name} ({each.place.name})" for each in named if self.run.is_mine(each)]
        if near:
            return _("No business is called exactly that. Is it one of these: %(names)s?") % {
                "names": "; ".join(near[:MOST_CANDIDATES])
            }
        return _(
            "No business called “%(name)s” is in the registry of your area. Register it first, or add its tax code."
        ) % {"name": name[:80]}

    def _products(self) -> None:
        owners = {found.enterprise.pk for found in self.found if found.enterprise}
        of: dict[int, list[Product]] = defaultdict(list)
        for product in Product.objects.filter(enterprise__in=owners).order_by("pk"):
            of[product.enterprise_id].append(product)
        for found, row in zip(self.found, self.rows, strict=True):
            if found.enterprise:
                self._product(found, row, of[found.enterprise.pk])

    def _product(self, found: Found, row: ReadRow, own: list[Product]) -> None:
        values, decision = row.values, row.decision
        if decision and decision.choice == "same":
            found.product = next((each for each in own if each.pk == decision.target_id), None)
            if found.product is None:
                found.wrong = Problem("product", _("This product belongs to another enterprise."))
            return
        barcode = values.get("barcode")
        coded = [each for each in own if barcode and each.barcode == barcode]
        name = text.fold(values["product"])
        named = [
            each for each in own if name in (text.fold(each.name_vi), text.fold(each.name_en or ""))
        ]
        if len(named) > 1 and not coded:
            sentence = _(
                "Several products of this business are called that: %(names)s. Add the barcode."
            )
            names = "; ".join(f"{each.name_vi} · #{each.pk}" for each in named)
            found.wrong = Problem("product", sentence % {"names": names})
            return
        found.product = next(iter(coded or named), None)
        if found.product is None and not decision:
            mine = words_of(name)
            found.alike = [
                each
                for each in own
                if name_likeness(mine, words_of(text.fold(each.name_vi))) >= ALIKE
            ][:MOST_CANDIDATES]

    def _listings(self) -> None:
        self._shops({found.enterprise.pk for found in self.found if found.enterprise})
        keys = [row.values["key"] for row in self.rows]
        rows = Listing.objects.filter(address_key__in=keys)
        wanted = ("product", "enterprise__place", "marketplace", "storefront")
        by_key = {each.address_key: each for each in rows.select_related(*wanted)}
        facts: dict[int, list[rules.Fact]] = defaultdict(list)
        for fact in ListingFact.objects.filter(listing__in=by_key.values()).order_by("pk"):
            facts[fact.listing_id].append(fact.plain)
        claimed = set(
            AddressConflict.objects.filter(
                listing__in=by_key.values(), state=rules.ConflictState.OPEN
            ).values_list("listing", "product")
        )
        for found, row in zip(self.found, self.rows, strict=True):
            found.listing = by_key.get(row.values["key"])
            if found.listing:
                found.facts = facts[found.listing.pk]
                own = found.product.pk if found.product else 0
                found.is_claimed = (found.listing.pk, own) in claimed

    def _shops(self, owners: set[int]) -> None:
        """The first shop of each on each marketplace: it is where a new listing goes."""
        rows = Storefront.objects.filter(enterprise__in=owners).select_related("marketplace")
        for shop in rows.order_by("pk"):
            self.shops.setdefault((shop.enterprise_id, shop.marketplace_id), shop)
