"""Random samples of a quarter's listings, to look again at what is recorded."""

import secrets
from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, Sample, SampleItem
from sme.marketplaces.rules import sampling
from sme.marketplaces.services import verifying


@transaction.atomic
def draw(quarter: str, size: int, *, actor: User, seed: str | None = None) -> Sample:
    """Draw ``size`` listings at random from those that were on sale on the quarter's last day.

    Of a quarter that is running: on sale today. The population is what the drawer may see, taken by
    marketplace in proportion (``rules.sampling``); the seed is kept, so that the same population gives the same
    rows again. Refuses a quarter that has not begun, a size of none or above 500, an empty population.
    """
    first, last = sampling.quarter_days(quarter)
    today = clock.today()
    if first > today:
        raise RuleBroken("quarter_future", _("This quarter has not begun."), field="quarter")
    if not 1 <= size <= sampling.MOST_ROWS:
        raise RuleBroken(
            "sample_size",
            _("A sample has 1 to %(most)d rows.") % {"most": sampling.MOST_ROWS},
            field="size",
        )
    as_of = min(last, today)
    strata: dict[str, list[int]] = defaultdict(list)
    live = Listing.objects.visible_to(actor).live_on(as_of).order_by()
    for key, marketplace in live.values_list("pk", "marketplace__key"):
        strata[marketplace].append(key)
    population = sum(len(keys) for keys in strata.values())
    if not population:
        raise RuleBroken(
            "sample_empty", _("Nothing in your area was on sale then."), field="quarter"
        )
    seed = seed or secrets.token_hex(8)
    keys = sampling.choose(strata, size, seed)
    sample = Sample.objects.create(
        quarter=quarter,
        as_of=as_of,
        size=len(keys),
        population=population,
        seed=seed,
        drawn_by=actor,
    )
    SampleItem.objects.bulk_create(
        SampleItem(sample=sample, listing_id=key, order=number)
        for number, key in enumerate(keys, start=1)
    )
    data = {"quarter": quarter, "as_of": as_of, "rows": len(keys), "of": population, "seed": seed}
    audit.record(sample, "marketplaces.draw_sample", actor=actor, data=data)
    return sample


@transaction.atomic
def look_at(item: SampleItem, outcome: str, *, note: str = "", actor: User) -> SampleItem:
    """Note what looking at one row found; a listing that is on sale as recorded counts as seen today.

    Refuses an outcome that is none; one may be changed as long as the sample is worked on.
    """
    if outcome not in (
        rules.SampleOutcome.CONFIRMED,
        rules.SampleOutcome.WRONG,
        rules.SampleOutcome.UNCLEAR,
    ):
        raise RuleBroken("sample_outcome", _("Choose what you found."), field="outcome")
    item = (
        SampleItem.objects.select_for_update(of=("self",))
        .select_related("listing", "sample")
        .get(pk=item.pk)
    )
    item.outcome, item.note = outcome, text.clean(note)[:300]
    item.checked_at, item.checked_by = clock.now(), actor
    item.save(update_fields=["outcome", "note", "checked_at", "checked_by"])
    if outcome == rules.SampleOutcome.CONFIRMED and item.listing.is_live:
        verifying.seen(item.listing, state=item.listing.state, actor=actor)
    audit.record(
        item.sample,
        "marketplaces.look_at_sample",
        actor=actor,
        data={"row": item.order, "outcome": outcome},
    )
    return item
