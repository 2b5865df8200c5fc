"""Acts on shops: recording one, changing it, closing it with what was on sale in it, opening it again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Min, Q
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from portal.shared.models import update_versioned
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, ListingFact, ListingInterval, Marketplace, Storefront
from sme.marketplaces.services import listings, progress

S = rules.StorefrontState
FIELDS = frozenset({"seller_name", "address", "state", "opened_on", "is_official", "run_by"})


@transaction.atomic
def add_storefront(
    enterprise: Enterprise, marketplace: Marketplace, *, actor: User | None, **fields: Any
) -> Storefront:
    """Record a shop of an enterprise on a marketplace; ``fields`` are those of ``FIELDS``.

    A marketplace may hold several shops of one enterprise, each with its own address. Refuses an address that
    is not the marketplace's or not a shop's, one that is recorded already, and days that cannot be.
    """
    shop = Storefront(enterprise=enterprise, marketplace=marketplace)
    checked = _checked(shop, fields)
    if not checked.get("address_key"):
        _refuse_second_without_address(enterprise, marketplace)
    for name, value in checked.items():
        setattr(shop, name, value)
    try:
        with transaction.atomic():
            shop.save()
    except IntegrityError:
        raise _taken(shop) from None
    progress.refresh(enterprise.pk, marketplace.pk)
    _trail(shop, "marketplaces.open_storefront", actor, {"state": shop.state})
    return shop


@transaction.atomic
def change_storefront(
    shop: Storefront, *, expected_version: int | None, actor: User, **fields: Any
) -> Storefront:
    """Change what is recorded of a shop; refuses what ``add_storefront`` refuses, and a stale form.

    Closing has an act of its own, since what is on sale in the shop ends with it.
    """
    shop = _locked(shop)
    checked = _checked(shop, fields)
    before = {name: getattr(shop, name) for name in checked}
    changes = audit.changes(before, checked)
    if not changes:
        return shop
    try:
        with transaction.atomic():
            update_versioned(shop, expected_version, **checked)
    except IntegrityError:
        raise _taken(shop) from None
    progress.refresh(shop.enterprise_id, shop.marketplace_id)
    changes.pop("address_key", None)
    _trail(shop, "marketplaces.change_storefront", actor, {"changes": changes})
    return shop


def ends_with(shop: Storefront, closed_on: date) -> list[Listing]:
    """The listings that are on sale in a shop on a day or later, or dormant: they end when it closes."""
    runs = ListingInterval.objects.filter(listing__storefront=shop)
    lasting = runs.exclude(valid_to__lte=closed_on).values("listing")
    dormant = Q(state=rules.ListingState.DORMANT, state_on__lte=closed_on)
    rows = Listing.objects.filter(Q(pk__in=lasting) | dormant, storefront=shop)
    return list(rows.select_related("product", "marketplace").order_by("pk"))


@transaction.atomic
def close_storefront(
    shop: Storefront, *, closed_on: date, expected_version: int | None = None, actor: User
) -> int:
    """Close a shop: ``closed_on`` is the first day on which nobody could buy there; returns how many listings ended.

    Its listings that are on sale or dormant end on that day with entries of their own, in this transaction.
    Refuses a day in the future, before it opened, or on or before a day for which a sale is recorded.
    """
    shop = _locked(shop)
    if shop.state == S.CLOSED:
        raise RuleBroken("shop_closed", _("This shop is closed already."))
    sold = ListingFact.objects.filter(listing__storefront=shop)
    rules.check_closing_day(
        closed_on,
        opened_on=shop.opened_on,
        last_seen_on=_last_seen(sold),
        today=clock.today(),
    )
    ending = ends_with(shop, closed_on)
    for listing in ending:
        listings.record_state(
            listing,
            rules.ListingState.DELISTED,
            effective_on=closed_on,
            source=rules.Source.CLOSING,
            actor=actor,
        )
    update_versioned(shop, expected_version, state=S.CLOSED, closed_on=closed_on)
    progress.refresh(shop.enterprise_id, shop.marketplace_id)
    data = {"closed_on": closed_on, "listings": [listing.pk for listing in ending]}
    _trail(shop, "marketplaces.close_storefront", actor, data)
    return len(ending)


def _last_seen(facts: Iterable[ListingFact]) -> date | None:
    """The last day for which something was recorded as on sale or asleep."""
    counted = (*rules.ON_SALE, rules.ListingState.DORMANT)
    standing = rules.standing(fact.plain for fact in facts)
    return max((f.effective_on for f in standing if f.state in counted), default=None)


@transaction.atomic
def reopen_storefront(shop: Storefront, *, was_mistake: bool, actor: User) -> int:
    """Open a closed shop again; returns how many listings stand as before.

    With ``was_mistake`` it never closed: the entries that ended its listings are withdrawn. Otherwise its
    listings stay taken down until somebody records that they are on sale again.
    """
    shop = _locked(shop)
    if shop.state != S.CLOSED or shop.closed_on is None:
        raise RuleBroken("shop_open", _("This shop is not closed."))
    ended = ListingFact.objects.filter(listing__storefront=shop, effective_on=shop.closed_on)
    closings = ended.filter(source=rules.Source.CLOSING, superseded_by__isnull=True)
    back = 0
    update_versioned(shop, None, state=S.OPEN, closed_on=None)
    if was_mistake:
        for fact in closings.select_related("listing").order_by("pk"):
            listings.withdraw_fact(fact, actor=actor, note="")
            back += 1
    progress.refresh(shop.enterprise_id, shop.marketplace_id)
    _trail(shop, "marketplaces.reopen_storefront", actor, {"listings": back})
    return back


# --- checks -----------------------------------------------------------------------------------------


def _checked(shop: Storefront, fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")
    state = fields.get("state", shop.state)
    if state == S.CLOSED and shop.state != S.CLOSED:
        raise RuleBroken(
            "close_by_itself",
            _("Close the shop with its own button: what is on sale in it ends with it."),
            field="state",
        )
    if shop.state == S.CLOSED and state != S.CLOSED:
        raise RuleBroken(
            "reopen_by_itself",
            _("Open the shop again with its own button."),
            field="state",
        )
    market = shop.marketplace
    rules.check_shop_days(
        state=state,
        opened_on=fields.get("opened_on", shop.opened_on),
        closed_on=shop.closed_on,
        first_sale_on=_first_sale(shop),
        market=market.name,
        market_opened_on=market.opened_on,
        market_closed_on=market.closed_on,
        today=clock.today(),
    )
    return {**fields, **(_address(market, fields["address"]) if "address" in fields else {})}


def _first_sale(shop: Storefront) -> date | None:
    if shop.pk is None:
        return None
    runs = ListingInterval.objects.filter(listing__storefront=shop)
    return runs.aggregate(first=Min("valid_from"))["first"]


def _address(market: Marketplace, typed: str) -> dict[str, str]:
    if not typed:
        return {"address": "", "address_key": ""}
    found = rules.recognise(typed, [market.hints])
    if found.kind == rules.PatternKind.PRODUCT:
        raise RuleBroken(
            "address_of_a_product",
            _("This is the page of a product. Open the shop itself and copy its address."),
            field="address",
        )
    if found.kind == rules.PatternKind.SHORT:
        raise RuleBroken(
            "address_short",
            _("This is a short link. Open it, then copy the address that the browser shows."),
            field="address",
        )
    return {"address": found.address, "address_key": found.key}


def _refuse_second_without_address(enterprise: Enterprise, marketplace: Marketplace) -> None:
    if Storefront.objects.filter(enterprise=enterprise, marketplace=marketplace).exists():
        raise RuleBroken(
            "shop_without_address",
            _("A shop on %(marketplace)s is recorded already. Enter the address of the other one.")
            % {"marketplace": marketplace},
            field="address",
        )


def _taken(shop: Storefront) -> RuleBroken:
    return RuleBroken(
        "shop_taken",
        _("This address is recorded for another shop already. If it is yours, call the office."),
        field="address",
    )


def _locked(shop: Storefront) -> Storefront:
    rows = Storefront.objects.select_for_update(of=("self",))
    return rows.select_related("marketplace", "enterprise").get(pk=shop.pk)


def _trail(shop: Storefront, act: str, actor: User | None, data: dict[str, Any]) -> None:
    audit.record(shop, act, actor=actor, data={**({} if actor else audit.BY_SYSTEM), **data})
