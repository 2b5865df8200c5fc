"""What was on sale on a day, as known at a moment: the rows under every figure."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Q

from portal.shared import clock
from sme.enterprises import selectors as registry
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, ListingFact, ListingInterval, Marketplace
from sme.marketplaces.selectors.figures.asking import VERIFIED_DAYS, Question

SOME = 2000  # ids in one question


class Sold(NamedTuple):
    """One listing on sale, as far as figures ask."""

    product: int
    enterprise: int
    marketplace: int
    listing: int


def sold(question: Question) -> list[Sold]:
    """The listings on sale; with ``known_at`` what was recorded later is not there yet.

    Days are stored for what is known now. A listing of which nothing was recorded after ``known_at`` had the
    same days then; only the others are read from their facts. Two records merged later were two then.
    """
    if question.verified:
        found = list(_verified(question))
    elif question.known_at is None:
        found = _stored(question.as_of)
    else:
        found = _known_at(question.as_of, question.known_at)
    return found if question.known_at is None else _owned_then(found, question.known_at)


def _stored(as_of: date) -> list[Sold]:
    on_sale = ListingInterval.objects.on(as_of).order_by()
    rows = on_sale.values_list("product_id", "enterprise_id", "marketplace_id", "listing_id")
    return [Sold(*row) for row in rows]


def _known_at(as_of: date, known_at: datetime) -> list[Sold]:
    later = ListingFact.objects.filter(recorded_at__gt=known_at).order_by()
    changed = set(later.values_list("listing_id", flat=True))
    closings = Marketplace.objects.filter(closing_known_at__gt=known_at)
    if closings:  # their stored days end on a day that nobody knew then
        theirs = Listing.objects.filter(marketplace__in=closings).order_by()
        changed |= set(theirs.values_list("pk", flat=True))
    same = [row for row in _stored(as_of) if row.listing not in changed]
    for some in _in_parts(sorted(changed)):
        facts = ListingFact.objects.filter(listing__in=some)
        same += _from_facts(facts, as_of, known_at)
    return same


def _in_parts(ids: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(ids), SOME):
        yield ids[begin : begin + SOME]


def _from_facts(
    facts: Any, as_of: date, known_at: datetime, since: date | None = None
) -> Iterator[Sold]:
    """Of these listings, those on sale; with ``since`` only what somebody else saw on sale from that day on."""
    closed = {
        m.pk: m.closed_on
        for m in Marketplace.objects.all()
        if m.closing_known_at is None or m.closing_known_at <= known_at
    }
    known = facts.filter(recorded_at__lte=known_at).select_related("listing").order_by("listing_id")
    for _pk, own in groupby(known.iterator(chunk_size=5000), key=lambda fact: fact.listing_id):
        rows = list(own)
        plain, listing = [fact.plain for fact in rows], rows[0].listing
        end = closed.get(listing.marketplace_id)
        if end is not None and as_of >= end:
            continue
        if rules.state_on(plain, as_of, known_at) not in rules.ON_SALE:
            continue
        if since is None or _seen_since(since, as_of, plain, known_at):
            yield Sold(
                listing.product_id, listing.enterprise_id, listing.marketplace_id, listing.pk
            )


def _verified(question: Question) -> Iterator[Sold]:
    since = question.as_of - timedelta(days=VERIFIED_DAYS - 1)
    seen = ListingFact.objects.filter(
        source__in=rules.VERIFYING, effective_on__range=(since, question.as_of)
    )
    facts = ListingFact.objects.filter(listing__in=seen.values("listing"))
    return _from_facts(facts, question.as_of, question.known_at or clock.now(), since)


def _seen_since(since: date, as_of: date, facts: list[rules.Fact], known_at: datetime) -> bool:
    held = [each for each in rules.standing(facts, known_at) if each.effective_on <= as_of]
    seen = rules.verified_on(held, rules.VERIFYING, rules.ON_SALE)
    return seen is not None and seen >= since


def _owned_then(found: Iterable[Sold], known_at: datetime) -> list[Sold]:
    owners = registry.owners_at(known_at, "marketplaces.listing")
    if not owners:
        return list(found)
    return [row._replace(enterprise=owners.get(row.listing, row.enterprise)) for row in found]


def late_facts(question: Question, listings: Iterable[int]) -> dict[int, list[ListingFact]]:
    """Of these listings, what was recorded after the question's moment and tells of days up to its day."""
    if question.known_at is None:
        return {}
    found: dict[int, list[ListingFact]] = {}
    for some in _in_parts(sorted(set(listings))):
        rows = ListingFact.objects.filter(
            Q(effective_on__lte=question.as_of) | Q(supersedes__effective_on__lte=question.as_of),
            listing__in=some,
            recorded_at__gt=question.known_at,
        )
        rows = rows.select_related("recorded_by", "supersedes", "listing__marketplace")
        for fact in rows.order_by("recorded_at", "pk"):
            found.setdefault(fact.listing_id, []).append(fact)
    return found
