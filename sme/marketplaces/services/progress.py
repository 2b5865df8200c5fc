"""How far each way onto a marketplace has come: the steps that follow from shops and listings, written with them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Min

from portal.shared import clock
from sme.marketplaces import rules
from sme.marketplaces.models import (
    ListingFact,
    ListingInterval,
    Onboarding,
    OnboardingStep,
    Storefront,
)

S = rules.OnboardingState
Pair = tuple[int, int]  # enterprise, marketplace
MANY = 500


@transaction.atomic
def refresh(enterprise_id: int, marketplace_id: int) -> None:
    """Bring one enterprise's way onto one marketplace up to what is recorded; nothing when there is none."""
    _refresh(enterprise=enterprise_id, marketplace=marketplace_id)


@transaction.atomic
def refresh_of_all(enterprise_ids: Sequence[int]) -> None:
    """The same for all ways of these enterprises, in a few statements for each 500."""
    for start in range(0, len(enterprise_ids), MANY):
        _refresh(enterprise__in=enterprise_ids[start : start + MANY])


def _refresh(**which: object) -> None:
    rows = Onboarding.objects.select_for_update(of=("self",)).filter(**which)
    ways = list(rows.select_related("marketplace").order_by("pk"))
    if not ways:
        return
    known = _known(ways)
    steps: dict[int, dict[str, OnboardingStep]] = defaultdict(dict)
    for step in OnboardingStep.objects.filter(onboarding__in=ways):
        steps[step.onboarding_id][step.step] = step
    for way in ways:
        _write(way, steps[way.pk], known[way.enterprise_id, way.marketplace_id])


# --- what is known ----------------------------------------------------------------------------------


def _known(ways: Sequence[Onboarding]) -> dict[Pair, rules.Known]:
    owners = {way.enterprise_id for way in ways}
    closed = {way.marketplace_id: way.marketplace.closed_on for way in ways}
    shops, live = _shops(owners), _first_live(owners)
    sales = _sales(owners, closed)
    found = {}
    for way in ways:
        pair = (way.enterprise_id, way.marketplace_id)
        days = [day for day in (shops.get(pair), live.get(pair)) if day]
        found[pair] = rules.Known(
            shop_on=min(days, default=None), live_on=live.get(pair), sales=tuple(sales[pair])
        )
    return found


def _shops(owners: set[int]) -> dict[Pair, date]:
    """Since when each has a shop that is more than begun; without a day, since it was recorded."""
    found: dict[Pair, date] = {}
    shops = Storefront.objects.filter(enterprise__in=owners)
    for shop in shops.exclude(state=rules.StorefrontState.PREPARING):
        pair = (shop.enterprise_id, shop.marketplace_id)
        day = shop.opened_on or clock.local_day(shop.created_at)
        found[pair] = min(day, found.get(pair, day))
    return found


def _first_live(owners: set[int]) -> dict[Pair, date]:
    rows = ListingInterval.objects.filter(enterprise__in=owners).order_by()
    firsts = rows.values("enterprise_id", "marketplace_id").annotate(first=Min("valid_from"))
    return {(row["enterprise_id"], row["marketplace_id"]): row["first"] for row in firsts}


def _sales(owners: set[int], closed: Mapping[int, date | None]) -> dict[Pair, list[rules.Sale]]:
    """The standing entries about buyers, before the marketplace closed."""
    facts: dict[int, list[ListingFact]] = defaultdict(list)
    rows = ListingFact.objects.filter(
        listing__enterprise__in=owners, listing__marketplace__in=closed
    )
    for fact in rows.select_related("listing").order_by("pk"):
        facts[fact.listing_id].append(fact)
    found: dict[Pair, list[rules.Sale]] = defaultdict(list)
    for own in facts.values():
        standing = {each.key for each in rules.standing(fact.plain for fact in own)}
        for fact in own:
            end = closed[fact.listing.marketplace_id]
            is_sale = fact.pk in standing and fact.state in rules.ON_SALE
            if is_sale and not (end and fact.effective_on >= end):
                pair = (fact.listing.enterprise_id, fact.listing.marketplace_id)
                is_selling = fact.state == rules.ListingState.SELLING
                found[pair].append(rules.Sale(fact.effective_on, is_selling, bool(fact.order_band)))
    return found


# --- writing ----------------------------------------------------------------------------------------


def _write(way: Onboarding, steps: dict[str, OnboardingStep], known: rules.Known) -> None:
    days = rules.derived_days(known)
    implied = rules.implied_days(days)
    for step in rules.ORDER:
        row = steps.get(step)
        before = row.done_on if row else None
        after = days.get(step) if step in rules.DERIVED else before or implied.get(step)
        if after == before:
            continue
        row = row or OnboardingStep(onboarding=way, step=step)
        row.done_on, row.recorded_by = after, None
        row.save()
        steps[step] = row
    settle(way, steps.values())


def settle(way: Onboarding, steps: Iterable[OnboardingStep]) -> None:
    """Let a way repeat its furthest step, when it last came on, and whether it has arrived; saves what changed."""
    done = {step.step: step.done_on for step in steps if step.done_on}
    before = (way.stage, way.stage_on, way.moved_on, way.state)
    way.stage, way.stage_on = rules.furthest(done)
    way.moved_on = max([way.moved_on or way.started_on, way.started_on, *done.values()])
    has_arrived = rules.Step.STEADY in done
    if has_arrived and way.state in (S.ACTIVE, S.PAUSED):
        way.state = S.DONE
    elif way.state == S.DONE and not has_arrived:
        way.state = S.ACTIVE
    if (way.stage, way.stage_on, way.moved_on, way.state) != before:
        way.save(update_fields=["stage", "stage_on", "moved_on", "state", "updated_at"])
