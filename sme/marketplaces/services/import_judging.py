"""What would happen to each row of a list of products or listings."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.imports import Candidate, Difference, Judged, Problem, ReadRow, Verdict
from sme.enterprises.rules import State
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, Marketplace, Product, Storefront
from sme.marketplaces.services.import_finding import Finder, Found, Run

PLAIN = ("category", "unit", "origin", "name_en", "barcode")


class Judge:
    """Judges about a thousand rows together."""

    def __init__(self, run: Run, rows: Sequence[ReadRow]) -> None:
        self.run, self.rows, self.finder = run, rows, Finder(run, rows)
        self.found = self.finder.found

    def all(self) -> list[Judged]:
        """What would happen to each row, in their order."""
        return [self._one(row, found) for row, found in zip(self.rows, self.found, strict=True)]

    def _one(self, row: ReadRow, found: Found) -> Judged:
        if found.wrong:
            return Judged(Verdict.WRONG, problems=[found.wrong])
        if found.alike:
            alike = [
                Candidate(each.pk, each.name_vi, _("a product of the same business"), _url(each))
                for each in found.alike
            ]
            return Judged(Verdict.DUPLICATE, candidates=alike)
        try:
            judged = self._sale(row, found) if self.run.has_addresses else Judged(Verdict.SAME)
        except RuleBroken as broken:
            where = {"effective_on": "day", "state": "state", "reason": "note"}
            key = where.get(broken.field or "", "address")
            return Judged(Verdict.WRONG, problems=[Problem(key, str(broken.sentence))])
        return self._with_product(row, found, judged)

    def _with_product(self, row: ReadRow, found: Found, judged: Judged) -> Judged:
        if judged.verdict == Verdict.WRONG:
            return judged
        if found.product is None:
            if found.enterprise and found.enterprise.state == State.CLOSED:
                sentence = _(
                    "“%(name)s” is closed in the registry. Reopen it first if it works again."
                )
                told = Problem("enterprise", sentence % {"name": found.enterprise.name})
                return Judged(Verdict.WRONG, problems=[told])
            judged.verdict = Verdict.NEW
            return judged
        judged.target_id, judged.target_label = found.product.pk, found.product.name_vi
        judged.differences += product_differences(row, found.product)
        if judged.verdict == Verdict.SAME and judged.differences:
            judged.verdict = Verdict.CHANGES
        return judged

    def _sale(self, row: ReadRow, found: Found) -> Judged:
        if found.is_conflict and found.listing is not None:
            return self._conflict(row, found, found.listing)
        values = row.values
        market = self.run.markets[values["of"]]
        state, day = values.get("state"), day_of(row)
        if not (state and day):
            return Judged(Verdict.SAME if found.listing else Verdict.NEW)
        before = rules.state_on(found.facts, day)
        if found.listing and before == state:
            return Judged(Verdict.SAME)
        shop = self._shop(found, market)
        check_days(state, day, market=market, shop=shop, note=values.get("note", ""))
        rules.check_fits(rules.standing(found.facts), state, day)
        if found.listing is None:
            return Judged(Verdict.NEW)
        words = dict(rules.ListingState.choices)
        after = f"{words[state]} ({day:%d/%m/%Y})"
        return Judged(
            Verdict.CHANGES,
            differences=[Difference("state", str(words.get(before or "", "")), after)],
        )

    def _shop(self, found: Found, market: Marketplace) -> Storefront | None:
        """The shop in which it is, or will be."""
        if found.listing:
            return found.listing.storefront
        owner = found.enterprise.pk if found.enterprise else 0
        return self.finder.shops.get((owner, market.pk))

    def _conflict(self, row: ReadRow, found: Found, holder: Listing) -> Judged:
        if self.run.is_mine(holder.enterprise):
            whose = _("This address is recorded for “%(product)s” of %(enterprise)s.") % {
                "product": holder.product.name_vi,
                "enterprise": holder.enterprise.name,
            }
        else:
            whose = _("This address is recorded for a business of another area.")
        if found.is_claimed:
            told = f"{whose} {_('The claim is written down already; the office decides.')}"
            return Judged(Verdict.SAME, problems=[Problem("address", told, is_warning=True)])
        state, day = row.values.get("state"), day_of(row)
        if not self.run.writes_conflicts or not (state and day):
            return Judged(Verdict.WRONG, problems=[Problem("address", whose)])
        check_days(state, day, market=holder.marketplace, shop=None, note="")
        rules.check_fits([], state, day)
        told = f"{whose} {_('The claim will be written down; the office decides.')}"
        before = holder.product.name_vi if self.run.is_mine(holder.enterprise) else "–"
        return Judged(
            Verdict.CHANGES,
            differences=[Difference("address", before, _("a conflict for the office"))],
            problems=[Problem("address", told, is_warning=True)],
        )


def day_of(row: ReadRow) -> date | None:
    """The day since when the row's state holds."""
    day = row.values.get("day")
    return date.fromisoformat(day) if day else None


def check_days(state: str, day: date, *, market: Marketplace, shop: Any, note: str) -> None:
    """The refusals of the screen for a state on a day."""
    rules.check_open_then(
        state,
        day,
        shop_closed_on=shop.closed_on if shop else None,
        market_closed_on=market.closed_on,
        market=market.name,
    )
    rules.check_day(
        day,
        today=clock.today(),
        shop_opened_on=shop.opened_on if shop else None,
        opened_on=market.opened_on,
        market=market.name,
    )
    rules.check_reason(state, "", note)


def product_changes(row: ReadRow, product: Product) -> dict[str, Any]:
    """Field → new value, for what a row says otherwise than the product; what it leaves open changes nothing."""
    found = {
        key: row.values[key]
        for key in PLAIN
        if row.values.get(key) and row.values[key] != getattr(product, key)
    }
    if row.values.get("stars") and row.values["stars"] != product.ocop_stars:
        found["stars"] = row.values["stars"]
    return found


def product_differences(row: ReadRow, product: Product) -> list[Difference]:
    """The same in words."""
    found = []
    for key, value in product_changes(row, product).items():
        before: Any = product.ocop_stars if key == "stars" else getattr(product, key)
        if key == "category":
            words = dict(rules.Category.choices)
            before, value = words[before], words[value]
        found.append(Difference(key, str(before or ""), str(value)))
    return found


def _url(product: Product) -> str:
    return product.get_absolute_url()
