"""What became known since a figure was asked: products that came or went, each with the entries that did it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import cached_property

from sme.enterprises import selectors as registry
from sme.marketplaces.models import ListingFact, Product
from sme.marketplaces.selectors.figures.asking import Question
from sme.marketplaces.selectors.figures.selling import Sold, late_facts, sold


class Cause(StrEnum):
    """Why a figure is another one today."""

    NEW = "new"  # recorded later than it was asked
    CORRECTION = "correction"  # an entry that stood then was corrected or taken back
    OTHER = "other"  # records merged, a marketplace's closing day


@dataclass(frozen=True)
class Change:
    """One product that the figure counted then and not now, or now and not then."""

    product_id: int
    product: str
    enterprise_id: int
    enterprise: str
    is_added: bool
    cause: Cause
    facts: list[ListingFact] = field(default_factory=list)


@dataclass(frozen=True)
class Changes:
    """Between what was known then and what is known now of one day."""

    then: tuple[int, int]  # products, enterprises
    now: tuple[int, int]
    rows: list[Change]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many products came and went by each cause: ``new_added``, ``correction_gone`` …"""
        found: dict[str, int] = {}
        for row in self.rows:
            key = f"{row.cause}_{'added' if row.is_added else 'gone'}"
            found[key] = found.get(key, 0) + 1
        return found


def changes_since(question: Question) -> Changes:
    """What changed in the answer to a question since its ``known_at``; nothing without one."""
    before = sold(question)
    after = sold(Question(question.as_of, None, question.verified))
    then, now = _by_product(before), _by_product(after)
    moved = set(then.keys() ^ now.keys())
    listings = {row.listing for pk in moved for row in (*then.get(pk, ()), *now.get(pk, ()))}
    facts = late_facts(question, listings)
    names = dict(Product.objects.filter(pk__in=moved).values_list("pk", "name_vi"))
    owners = {pk: (now.get(pk) or then[pk])[0].enterprise for pk in moved}
    called = dict(registry.names_on(question.as_of, set(owners.values())))
    rows = []
    for pk in moved:
        own = [
            fact
            for row in {*then.get(pk, ()), *now.get(pk, ())}
            for fact in facts.get(row.listing, ())
        ]
        rows.append(
            Change(
                pk, names.get(pk, ""), owners[pk], called.get(owners[pk], ""),
                pk in now, _cause(own), own,
            )
        )  # fmt: skip
    rows.sort(key=lambda row: (not row.is_added, row.enterprise, row.product, row.product_id))
    return Changes(_size(before), _size(after), rows)


def _cause(facts: Iterable[ListingFact]) -> Cause:
    kinds = {fact.supersedes_id is not None for fact in facts}
    if not kinds:
        return Cause.OTHER
    return Cause.CORRECTION if True in kinds else Cause.NEW


def _by_product(rows: Iterable[Sold]) -> dict[int, list[Sold]]:
    found: dict[int, list[Sold]] = {}
    for row in rows:
        found.setdefault(row.product, []).append(row)
    return found


def _size(rows: list[Sold]) -> tuple[int, int]:
    return len({row.product for row in rows}), len({row.enterprise for row in rows})
