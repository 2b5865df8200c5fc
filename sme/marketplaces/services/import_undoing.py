"""Taking a list of products or listings back: its entries are withdrawn, what only it made goes; all or nothing.

Entries are never deleted: a figure that was told while they held can be told again. So a listing with a history
stays, without its address, and with it its product; both go where no entry was ever made.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from portal.shared import audit
from portal.shared.errors import RuleBroken
from portal.shared.imports import Context
from portal.shared.models import update_versioned
from sme.marketplaces import rules
from sme.marketplaces.models import (
    AddressConflict,
    Listing,
    ListingFact,
    OcopAward,
    Product,
    Storefront,
)
from sme.marketplaces.services import awards, deriving, withdrawing
from sme.marketplaces.services import products as keeping
from sme.marketplaces.services.import_writing import touched


def take_back(data: Mapping[str, Any], ctx: Context) -> None:
    """Undo one call of ``import_writing.write``. Refuses when an entry or a product was changed since."""
    _claims(data["conflicts"])
    listings = _withdraw(data["facts"], ctx)
    for kept in data["changed"]:
        _put_back(kept)
    made = Listing.objects.select_for_update().filter(pk__in=data["listings"])
    for listing in made.select_related("product"):
        _free(listing)
    for shop in Storefront.objects.filter(pk__in=data["shops"]):
        _remove(shop)
    for product in Product.objects.filter(pk__in=data["products"], version=1):
        if not _has_more(product):
            _remove(product)
    told = {**({} if ctx.actor else audit.BY_SYSTEM), "list": ctx.batch_id}
    left = Listing.objects.filter(pk__in=listings)
    if left:
        acts = [(each, told) for each in left]
        audit.record_many(acts, "marketplaces.import_undone", actor=ctx.actor)


def _claims(ids: Collection[int]) -> None:
    """Claims that still wait go; what the office decided since stands against it."""
    for each in AddressConflict.objects.filter(pk__in=ids).select_related("product"):
        if each.state != rules.ConflictState.OPEN:
            raise touched(each.product)
        each.delete()


def _withdraw(ids: Collection[int], ctx: Context) -> set[int]:
    """Withdraw the list's entries; what others recorded beside them must still fit."""
    rows = list(ListingFact.objects.filter(pk__in=ids).select_related("listing__product"))
    if ListingFact.objects.filter(supersedes__in=rows).exists():
        first = ListingFact.objects.filter(supersedes__in=rows).select_related("listing__product")
        raise touched(first[0].listing.product)
    gone: dict[int, list[ListingFact]] = defaultdict(list)
    for fact in rows:
        gone[fact.listing_id].append(fact)
    list(Listing.objects.select_for_update().filter(pk__in=gone).order_by("pk"))
    standing: dict[int, list[rules.Fact]] = defaultdict(list)
    for fact in ListingFact.objects.filter(listing__in=gone).order_by("pk"):
        standing[fact.listing_id].append(fact.plain)
    mine = set(ids)
    for pk, own in gone.items():
        rest = [each for each in rules.standing(standing[pk]) if each.key not in mine]
        try:
            rules.check_sequence(rest)
        except RuleBroken:
            raise touched(own[0].listing.product) from None
    note = f"#{ctx.batch_id}" if ctx.batch_id else ""
    withdrawing.withdraw(rows, actor=ctx.actor, source=rules.Source.IMPORT, note=note)
    deriving.derive_many(gone)
    return set(gone)


def _put_back(kept: Mapping[str, Any]) -> None:
    product = Product.objects.select_for_update().get(pk=kept["pk"])
    if product.version != kept["version"]:
        raise touched(product)
    if award := kept.get("award"):
        OcopAward.objects.filter(pk=award).delete()
        present = awards.present_award(product)
        stars = dict(awards.NOTHING)
        if present is not None:
            stars = {own: getattr(present, name) for own, name in awards.COLUMNS.items()}
        update_versioned(product, product.version, **stars)
    if kept["before"]:
        for key, value in kept["before"].items():
            setattr(product, key, value)
        values = {**kept["before"], "search_text": keeping.search_text(product)}
        update_versioned(product, product.version, **values)


def _free(listing: Listing) -> None:
    """A listing of the list: gone where nothing was ever recorded of it; else its address is free again."""
    if listing.state:
        return  # others recorded more: it is theirs now
    if AddressConflict.objects.filter(listing=listing).exists():
        raise touched(listing.product)
    if not ListingFact.objects.filter(listing=listing).exists() and _remove(listing):
        return
    key = f"released:{listing.pk}"
    Listing.objects.filter(pk=listing.pk).update(address="", address_key=key)


def _has_more(product: Product) -> bool:
    """Somebody gave it a photograph, a paper or a place to sell."""
    return any(
        getattr(product, name).exists()
        for name in ("photos", "certificates", "listings", "conflicts")
    )


def _remove(thing: Listing | Product | Storefront) -> bool:
    try:
        with transaction.atomic():
            thing.delete()
    except ProtectedError:
        return False
    return True
