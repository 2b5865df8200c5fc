"""The rows that add up to a figure: each product with its owner as of the day, and where it was sold."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from sme.enterprises import selectors as registry
from sme.marketplaces.models import Listing, Product
from sme.marketplaces.selectors.figures.counting import Reading
from sme.marketplaces.selectors.figures.selling import Sold

SOME = 2000


@dataclass(frozen=True)
class Row:
    """One product of the figure; the owner's name, kind and place, and the stars, are those of the day."""

    product_id: int
    product: str
    enterprise_id: int
    enterprise: str
    kind: str
    place: str
    category: str
    stars: int | None
    marketplaces: str
    addresses: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {**asdict(self), "addresses": list(self.addresses)}


class Rows:
    """The rows behind a question, by the owner's name and their own; sliced like a list."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._where: dict[int, list[Sold]] = {}
        for row in reading.in_part():
            self._where.setdefault(row.product, []).append(row)

    def __len__(self) -> int:
        return len(self._where)

    def __getitem__(self, wanted: slice) -> list[Row]:
        return [self._row(pk) for pk in self._order[wanted]]

    def __iter__(self) -> Iterator[Row]:
        return (self._row(pk) for pk in self._order)

    def with_addresses(self) -> Iterator[Row]:
        """All rows with the addresses of the pages on which they were sold."""
        listings = [row.listing for own in self._where.values() for row in own]
        known = dict(_in_parts(Listing.objects.values_list("pk", "address"), listings))
        for pk in self._order:
            found = sorted(known.get(row.listing, "") for row in self._where[pk])
            yield self._row(pk, tuple(each for each in found if each))

    @cached_property
    def _products(self) -> dict[int, tuple[str, str]]:
        rows = _in_parts(Product.objects.values_list("pk", "name_vi", "category"), self._where)
        return {pk: (name, category) for pk, name, category in rows}

    @cached_property
    def _owners(self) -> dict[int, tuple[str, str, str]]:
        owners = {own[0].enterprise for own in self._where.values()}
        return registry.profiles_then(self.reading.question.as_of, owners)

    @cached_property
    def _order(self) -> list[int]:
        def key(pk: int) -> tuple[Any, ...]:
            owner = self._where[pk][0].enterprise
            return self._owners[owner][0], owner, self._products[pk][0], pk

        return sorted(self._where, key=key)

    def _row(self, pk: int, addresses: tuple[str, ...] = ()) -> Row:
        own, names = self._where[pk], self.reading.groups.marketplaces
        owner, (name, category) = own[0].enterprise, self._products[pk]
        sold_on = sorted({names[row.marketplace][1] for row in own})
        stars = self.reading.groups.stars.get(pk)
        return Row(
            pk, name, owner, *self._owners[owner], category, stars, ", ".join(sold_on), addresses
        )


def _in_parts(rows: Any, ids: Iterable[int]) -> Iterator[Any]:
    wanted = sorted(ids)
    for begin in range(0, len(wanted), SOME):
        yield from rows.filter(pk__in=wanted[begin : begin + SOME]).order_by()
