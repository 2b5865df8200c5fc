"""Writing the rows of a list of products or listings, a thousand at a time, and taking them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from portal.shared.imports import Context, ReadRow
from portal.shared.models import update_versioned
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, ListingFact, Product, Storefront
from sme.marketplaces.services import awards, bulk, conflicts, deriving, import_judging
from sme.marketplaces.services import products as keeping
from sme.marketplaces.services.import_finding import Finder, Found, Run

Key = tuple[int, str]


@dataclass
class _Pile:
    """What the rows of one call come to."""

    products: dict[Key, Product] = field(default_factory=dict)
    coded: dict[Key, Product] = field(default_factory=dict)
    lone: list[Product] = field(default_factory=list)
    shops: dict[tuple[int, int], Storefront] = field(default_factory=dict)
    rows: list[bulk.Row] = field(default_factory=list)
    facts: list[ListingFact] = field(default_factory=list)
    claims: list[tuple[Listing, Product, dict[str, Any]]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)


def write(rows: Sequence[ReadRow], run: Run) -> dict[str, Any]:
    """Write rows judged new or changes, as they stand now; returns what ``take_back`` needs."""
    ctx, now = run.ctx, clock.now()
    finder = Finder(run, rows)
    pile = _Pile()
    pile.shops = dict(finder.shops)
    known_shops = {id(each) for each in pile.shops.values()}
    for row, found in zip(rows, finder.found, strict=True):
        if found.enterprise is not None and not found.wrong:
            _lay(row, found, found.enterprise, pile, run, now)
    listings = bulk.enter(pile.rows, actor=ctx.actor, products=pile.lone)
    facts = ListingFact.objects.bulk_create(pile.facts)
    deriving.derive_many({fact.listing_id for fact in facts})
    made = list({id(each): each for each in pile.products.values()}.values())
    made = [each for each in made if each.pk]
    claims = [_claim(*each, ctx) for each in pile.claims]
    _tell(ctx, made, listings, facts)
    entered = ListingFact.objects.filter(listing__in=listings).values_list("pk", flat=True)
    return {
        "products": [each.pk for each in made],
        "shops": [each.pk for each in pile.shops.values() if id(each) not in known_shops],
        "listings": [each.pk for each in listings],
        "facts": [*entered, *(fact.pk for fact in facts)],
        "conflicts": claims,
        "changed": pile.changed,
    }


def _lay(
    row: ReadRow, found: Found, owner: Enterprise, pile: _Pile, run: Run, now: datetime
) -> None:
    """Lay one row on the pile."""
    product = found.product or _new_product(row, owner, pile, run)
    if found.product is not None:
        _change(row, product, pile, run.ctx)
    if not run.has_addresses:
        return
    values, state, day = row.values, row.values.get("state"), import_judging.day_of(row)
    if found.listing is not None and found.listing.product_id != product.pk:
        if run.writes_conflicts and state and day:
            claim = {"claimed_state": state, "claimed_on": day}
            pile.claims.append((found.listing, product, claim))
            if product.pk is None and product not in pile.lone:
                pile.lone.append(product)
        return
    history = [(day, state)] if state and day else []
    if found.listing is None:
        shop = _shop(owner, values["of"], pile, run)
        told = {"recorded_at": now, "note": values.get("note", "")}
        pile.rows.append(bulk.Row(product, shop, values["address"], history, **told))
    elif state and day and rules.state_on(found.facts, day) != state:
        pile.facts.append(
            ListingFact(
                listing=found.listing,
                state=state,
                effective_on=day,
                recorded_at=now,
                recorded_by=run.ctx.actor,
                source=rules.Source.IMPORT,
                note=values.get("note", ""),
            )
        )


def _new_product(row: ReadRow, enterprise: Enterprise, pile: _Pile, run: Run) -> Product:
    """One product for all rows that name it."""
    values = row.values
    key = (enterprise.pk, text.fold(values["product"]))
    coded = (enterprise.pk, f"barcode {values.get('barcode')}")
    known = pile.products.get(key) or (pile.coded.get(coded) if values.get("barcode") else None)
    if known is None:
        known = pile.coded[coded] = Product(
            enterprise=enterprise,
            name_vi=values["product"],
            ocop_stars=values.get("stars"),
            **{name: values[name] for name in import_judging.PLAIN if name in values},
        )
        if not run.has_addresses:
            pile.lone.append(known)
    pile.products[key] = known
    return known


def _shop(enterprise: Enterprise, market: str, pile: _Pile, run: Run) -> Storefront:
    place = run.markets[market]
    key = (enterprise.pk, place.pk)
    if key not in pile.shops:
        pile.shops[key] = Storefront(enterprise=enterprise, marketplace=place)
    return pile.shops[key]


def _change(row: ReadRow, product: Product, pile: _Pile, ctx: Context) -> None:
    """What the row says otherwise of a product that exists."""
    new = import_judging.product_changes(row, product)
    if not new:
        return
    stars = new.pop("stars", None)
    kept: dict[str, Any] = {"pk": product.pk, "before": {key: getattr(product, key) for key in new}}
    if new:
        for key, value in new.items():
            setattr(product, key, value)
        update_versioned(product, product.version, **new, search_text=keeping.search_text(product))
        changes = audit.changes(kept["before"], new)
        data = {**_by(ctx), "list": ctx.batch_id, "changes": changes}
        audit.record(product, "marketplaces.change_product", actor=ctx.actor, data=data)
    if stars:
        kept["award"] = awards.award_stars(product, stars=stars, actor=ctx.actor).pk
    product.refresh_from_db()
    kept["version"] = product.version
    pile.changed.append(kept)


def _claim(listing: Listing, product: Product, claim: dict[str, Any], ctx: Context) -> int:
    """Write a claim down."""
    return conflicts.raise_conflict(
        listing, product, source=rules.Source.IMPORT, actor=ctx.actor, **claim
    ).pk


def _tell(
    ctx: Context,
    products: Sequence[Product],
    listings: Sequence[Listing],
    facts: Sequence[ListingFact],
) -> None:
    data: Mapping[str, Any] = {**_by(ctx), "list": ctx.batch_id}
    acts = (
        ("marketplaces.add_product", [(each, data) for each in products]),
        ("marketplaces.add_listing", [(each, data) for each in listings]),
        (
            "marketplaces.record_state",
            [
                (each.listing, {**data, "state": each.state, "effective_on": each.effective_on,
                                "fact": each.pk})
                for each in facts
            ],
        ),
    )  # fmt: skip
    for act, rows in acts:
        if rows:
            audit.record_many(rows, act, actor=ctx.actor)


def _by(ctx: Context) -> dict[str, str]:
    return {} if ctx.actor else dict(audit.BY_SYSTEM)


def touched(name: object) -> RuleBroken:
    """The refusal to take a list back."""
    return RuleBroken(
        "touched_since",
        _(
            "“%(name)s” was changed or used since this list came in, so the list cannot be taken back as a whole."
        )
        % {"name": name},
    )
