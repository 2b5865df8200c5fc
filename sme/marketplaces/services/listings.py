"""Acts on listings: adding one, recording what became true, correcting what was recorded."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, ListingFact, Product, Storefront
from sme.marketplaces.services import deriving


@transaction.atomic
def add_listing(
    product: Product,
    storefront: Storefront,
    *,
    actor: User | None,
    address: str = "",
    is_demo: bool = False,
) -> Listing:
    """Put a product into a shop; nothing is known of it until a state is recorded.

    Refuses a product of another enterprise, an address that is not the marketplace's, and an address
    that is recorded already (at this enterprise or another: both are conflicts for the office).
    """
    if product.enterprise_id != storefront.enterprise_id:
        raise RuleBroken(
            "product_of_another", _("This product belongs to another enterprise."), field="product"
        )
    key = ""
    if address:
        address, key = _free_address(address, storefront, product)
    listing = Listing(
        product=product,
        storefront=storefront,
        enterprise_id=product.enterprise_id,
        marketplace_id=storefront.marketplace_id,
        address=address,
        address_key=key,
        is_demo=is_demo,
    )
    try:
        with transaction.atomic():
            listing.save()
    except IntegrityError:
        raise RuleBroken(
            "listing_twice",
            _("This product is recorded in this shop already."),
            field="address",
        ) from None
    audit.record(
        listing,
        "marketplaces.add_listing",
        actor=actor,
        data=None if actor else dict(audit.BY_SYSTEM),
    )
    return listing


@transaction.atomic
def change_address(listing: Listing, address: str, *, actor: User) -> Listing:
    """Give a listing another address, with the checks of a new one; the old address stays in the history."""
    listing = _locked(listing)
    before = listing.address
    address, key = _free_address(address, listing.storefront, listing.product, but=listing)
    if address == before:
        return listing
    listing.address, listing.address_key = address, key
    try:
        with transaction.atomic():
            listing.save(update_fields=["address", "address_key", "updated_at"])
    except IntegrityError:
        raise RuleBroken(
            "listing_twice", _("This product is recorded in this shop already."), field="address"
        ) from None
    changed = audit.changes({"address": before}, {"address": address})
    audit.record(listing, "marketplaces.change_address", actor=actor, data={"changes": changed})
    return listing


def _free_address(
    address: str, storefront: Storefront, product: Product, but: Listing | None = None
) -> tuple[str, str]:
    found = rules.recognise(address, [storefront.marketplace.hints])
    _refuse_taken(found.key, product, but)
    return found.address, found.key


def _refuse_taken(key: str, product: Product, but: Listing | None = None) -> None:
    other = Listing.objects.filter(address_key=key).select_related("product").first()
    if other is None or other == but:
        return
    if other.enterprise_id == product.enterprise_id:
        sentence = _("This address is recorded already, for your product “%(name)s”.") % {
            "name": other.product
        }
    else:
        sentence = _(
            "This address is recorded for another enterprise. Check it; if it is yours, call the office."
        )
    raise RuleBroken("address_taken", sentence, field="address")


def _locked(listing: Listing) -> Listing:
    rows = Listing.objects.select_for_update(of=("self",))
    wanted = ("marketplace", "storefront__marketplace", "enterprise", "product")
    return rows.select_related(*wanted).get(pk=listing.pk)


def _facts(listing: Listing) -> list[rules.Fact]:
    return [fact.plain for fact in ListingFact.objects.filter(listing=listing)]


def _check_day(listing: Listing, day: date, state: str) -> None:
    rules.check_open_then(
        state,
        day,
        shop_closed_on=listing.storefront.closed_on,
        market_closed_on=listing.marketplace.closed_on,
        market=listing.marketplace.name,
    )
    rules.check_day(
        day,
        today=clock.today(),
        shop_opened_on=listing.storefront.opened_on,
        opened_on=listing.marketplace.opened_on,
        market=listing.marketplace.name,
    )


@transaction.atomic
def record_state(
    listing: Listing,
    state: str,
    *,
    effective_on: date,
    source: str,
    actor: User | None,
    **details: Any,
) -> ListingFact:
    """Record that a listing is in a state from a day on, and derive what follows.

    ``details``: ``evidence_url``, ``note``, ``order_band``, ``reason``. Refuses a day in the future or
    before the shop or marketplace opened, on sale after one of them closed, and a state that cannot stand
    between its neighbours (``rules.check_fits``); a rejection needs its reason, which no other state has.
    """
    listing = _locked(listing)
    _check_day(listing, effective_on, state)
    rules.check_reason(state, details.get("reason", ""), details.get("note", ""))
    rules.check_fits(rules.standing(_facts(listing)), state, effective_on)
    fact = ListingFact.objects.create(
        listing=listing,
        state=state,
        effective_on=effective_on,
        source=source,
        recorded_by=actor,
        **details,
    )
    deriving.derive(listing)
    _trail(listing, "marketplaces.record_state", fact, actor)
    return fact


@transaction.atomic
def correct_fact(
    fact: ListingFact, *, state: str, effective_on: date, actor: User, note: str = ""
) -> ListingFact:
    """Replace what was recorded by what is right; both are kept.

    Refuses a fact that was corrected before, and a correction that does not fit its neighbours.
    """
    listing = _locked(fact.listing)
    if ListingFact.objects.filter(supersedes=fact).exists():
        raise RuleBroken(
            "corrected_before", _("This entry was corrected already; open the newest.")
        )
    _check_day(listing, effective_on, state)
    others = [f for f in rules.standing(_facts(listing)) if f.key != fact.pk]
    rules.check_fits(others, state, effective_on)
    newer = ListingFact.objects.create(
        listing=listing,
        state=state,
        effective_on=effective_on,
        source=rules.Source.OFFICER if actor.is_officer else rules.Source.ENTERPRISE,
        recorded_by=actor,
        note=note,
        supersedes=fact,
    )
    deriving.derive(listing)
    _trail(listing, "marketplaces.correct_fact", newer, actor)
    return newer


@transaction.atomic
def withdraw_fact(fact: ListingFact, *, actor: User, note: str) -> ListingFact:
    """Take back an entry that should not have been made; refuses when the rest would not fit."""
    listing = _locked(fact.listing)
    if ListingFact.objects.filter(supersedes=fact).exists():
        raise RuleBroken(
            "corrected_before", _("This entry was corrected already; open the newest.")
        )
    rules.check_sequence([f for f in rules.standing(_facts(listing)) if f.key != fact.pk])
    newer = ListingFact.objects.create(
        listing=listing,
        effective_on=fact.effective_on,
        source=rules.Source.OFFICER,
        recorded_by=actor,
        note=note,
        supersedes=fact,
    )
    deriving.derive(listing)
    _trail(listing, "marketplaces.correct_fact", newer, actor)
    return newer


def _trail(listing: Listing, act: str, fact: ListingFact, actor: User | None) -> None:
    data = {
        **({} if actor else audit.BY_SYSTEM),
        "state": fact.state,
        "effective_on": fact.effective_on,
        "source": fact.source,
        "fact": fact.pk,
    }
    audit.record(listing, act, actor=actor, data=data)
