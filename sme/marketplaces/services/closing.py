"""When a marketplace closes or opens again: its listings end on that day, written anew by a job."""

from datetime import date

from django.db import transaction

from portal.accounts.models import User
from portal.shared import audit, clock, jobs
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, Marketplace
from sme.marketplaces.services import deriving


@transaction.atomic
def close_marketplace(
    marketplace: Marketplace, *, closed_on: date | None, actor: User | None
) -> None:
    """Say when a marketplace closed (its first day without), or with ``None`` that it runs; a job does the rest."""
    marketplace.closed_on = closed_on
    marketplace.full_clean()
    marketplace.save(update_fields=["closed_on", "updated_at"])
    end_dates_changed(marketplace, actor=actor)


@transaction.atomic
def end_dates_changed(marketplace: Marketplace, *, actor: User | None) -> None:
    """A marketplace's last day is another one now: keep that, and derive its listings anew once this commits."""
    marketplace.closing_known_at = clock.now()
    marketplace.save(update_fields=["closing_known_at"])
    audit.record(
        marketplace,
        "marketplaces.close_marketplace",
        actor=actor,
        data={**({} if actor else audit.BY_SYSTEM), "closed_on": marketplace.closed_on},
    )
    jobs.start(
        "marketplaces.rederive",
        actor=actor,
        params={"marketplace_id": marketplace.pk},
        title=marketplace.name,
    )


def rederive(marketplace_id: int) -> int:
    """Write anew what follows from the facts of all listings of a marketplace; returns how many. Safe to repeat."""
    rows = Listing.objects.filter(marketplace=marketplace_id)
    return deriving.derive_many(rows.values_list("pk", flat=True))


def end_closed() -> int:
    """Take down what still stands as on sale on marketplaces whose last day has come; for each night."""
    rows = Listing.objects.filter(
        marketplace__closed_on__lte=clock.today(), state__in=rules.ON_SALE
    )
    return deriving.derive_many(rows.values_list("pk", flat=True))
