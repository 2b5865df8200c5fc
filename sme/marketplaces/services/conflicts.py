"""Two claims to one address: written down when the second arrives, decided by the office, nothing lost."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from sme.marketplaces import permissions, rules
from sme.marketplaces.models import AddressConflict, Listing, Marketplace, Product
from sme.marketplaces.services import deriving, listings, products, withdrawing

OPEN, KEPT = rules.ConflictState.OPEN, rules.ConflictState.KEPT
MOVED, DROPPED = rules.ConflictState.MOVED, rules.ConflictState.DROPPED


@transaction.atomic
def raise_conflict(
    listing: Listing,
    product: Product,
    *,
    claimed_state: str,
    claimed_on: date,
    source: str,
    actor: User | None,
) -> AddressConflict:
    """Write down that ``product`` is said to be sold at the address of ``listing``; once while it is open.

    Refuses a claim for the listing's own product, a day that cannot be, and a state with which no listing begins.
    """
    if listing.product_id == product.pk:
        raise RuleBroken(
            "conflict_own", _("This address is recorded for this very product."), field="address"
        )
    rules.check_day(
        claimed_on,
        today=clock.today(),
        shop_opened_on=None,
        opened_on=listing.marketplace.opened_on,
        market=listing.marketplace.name,
    )
    rules.check_fits([], claimed_state, claimed_on)
    known = AddressConflict.objects.filter(listing=listing, product=product, state=OPEN)
    if (found := known.first()) is not None:
        return found
    try:
        with transaction.atomic():
            made = AddressConflict.objects.create(
                listing=listing,
                product=product,
                claimed_state=claimed_state,
                claimed_on=claimed_on,
                source=source,
                raised_by=actor,
            )
    except IntegrityError:  # somebody wrote the same down a moment ago
        return known.get()
    audit.record(
        product, "marketplaces.claim_address", actor=actor, data=_by(actor, conflict=made.pk)
    )
    return made


def claim(
    product: Product, address: str, *, state: str, on: date, source: str, actor: User | None
) -> AddressConflict | None:
    """The same for an address as it was typed; ``None`` where nobody else holds it."""
    found = rules.recognise(address, [each.hints for each in Marketplace.objects.all()])
    holder = Listing.objects.filter(address_key=found.key).select_related("marketplace").first()
    if holder is None or holder.product_id == product.pk:
        return None
    return raise_conflict(
        holder, product, claimed_state=state, claimed_on=on, source=source, actor=actor
    )


@transaction.atomic
def solve(
    conflict: AddressConflict,
    outcome: str,
    note: str,
    *,
    on: date | None = None,
    actor: User,
) -> AddressConflict:
    """Decide a conflict, with a reason.

    ``kept`` dismisses the claim. ``moved`` gives the address to the claimant, ``dropped`` to nobody: the old
    listing is delisted on the day ``on``, or, without a day, its entries are taken back because it never was
    theirs. Refuses somebody who does not answer for both sides, a missing reason, and what was decided meanwhile.
    """
    if outcome not in (KEPT, MOVED, DROPPED):
        raise ValueError(outcome)
    if not permissions.can_solve_conflict(actor, conflict):
        raise RuleBroken(
            "conflict_not_yours",
            _("The other side belongs to another area. An administrator decides this."),
        )
    if not note.strip():
        raise RuleBroken("conflict_note", _("Write why, for both sides."), field="note")
    held = _take(conflict, outcome, note, actor)
    old = _locked(held.listing_id)
    before = old.address
    if outcome != KEPT:
        _end(old, on, note, actor)
    new = _hand_over(held, old, on, actor) if outcome == MOVED else None
    audit.record(
        old,
        "marketplaces.solve_conflict",
        actor=actor,
        data={"conflict": held.pk, "outcome": outcome, "address": before, "on": on,
              "listing": new.pk if new else None},
    )  # fmt: skip
    return held


def _take(conflict: AddressConflict, outcome: str, note: str, actor: User) -> AddressConflict:
    """Whoever changes the row first decides; the other is told."""
    taken = AddressConflict.objects.filter(pk=conflict.pk, state=OPEN).update(
        state=outcome,
        note=note.strip(),
        solved_at=clock.now(),
        solved_by=actor,
        updated_at=clock.now(),
    )
    held = AddressConflict.objects.select_related("product__enterprise").get(pk=conflict.pk)
    if not taken:
        raise RuleBroken(
            "conflict_solved",
            _("Somebody decided this already: %(outcome)s.")
            % {"outcome": held.get_state_display()},
        )
    return held


def _locked(pk: int) -> Listing:
    rows = Listing.objects.select_for_update(of=("self",))
    return rows.select_related("marketplace", "storefront", "enterprise", "product").get(pk=pk)


def _end(old: Listing, on: date | None, note: str, actor: User) -> None:
    """Delist from a day on, what was recorded for later days taken back; without a day all of it."""
    told: dict[str, Any] = {"actor": actor, "source": rules.Source.OFFICER, "note": note[:500]}
    facts = withdrawing.standing_facts(old)
    withdrawing.withdraw([f for f in facts if on is None or f.effective_on > on], **told)
    if on is None:
        deriving.derive(old)
    else:
        listings.record_state(old, rules.ListingState.DELISTED, effective_on=on, **told)
        old.refresh_from_db()


def _hand_over(conflict: AddressConflict, old: Listing, on: date | None, actor: User) -> Listing:
    """Take the address off the old listing and record the claimed one, from the claimed day or the day it changed."""
    address, product = old.address, conflict.product
    _release(old)
    shop = products.open_storefront(product.enterprise, old.marketplace, actor=actor)
    new = listings.add_listing(product, shop, address=address, actor=actor)
    listings.record_state(
        new,
        conflict.claimed_state,
        effective_on=max(conflict.claimed_on, on) if on else conflict.claimed_on,
        source=conflict.source,
        actor=actor,
    )
    others = AddressConflict.objects.filter(listing=old, state=OPEN)
    others.filter(product=product).update(state=KEPT)
    others.update(listing=new)
    return new


def _release(old: Listing) -> None:
    """A listing without an address; where the product has one in this shop already, under a name nobody asks for."""
    twin = Listing.objects.filter(
        product_id=old.product_id, storefront_id=old.storefront_id, address_key=""
    ).exclude(pk=old.pk)
    old.address, old.address_key = "", f"released:{old.pk}" if twin.exists() else ""
    old.save(update_fields=["address", "address_key", "updated_at"])


def _by(actor: User | None, **data: Any) -> dict[str, Any]:
    return data if actor else {**audit.BY_SYSTEM, **data}
