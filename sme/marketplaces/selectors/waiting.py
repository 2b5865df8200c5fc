"""What of this room waits for the office, for the officer's first page."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared import clock, waiting
from portal.shared.waiting import Kind, Told
from sme.marketplaces import rules
from sme.marketplaces.models import AddressConflict, Listing
from sme.marketplaces.selectors import conflicts, onboarding, verifying


def _queue(which: str) -> Any:
    return lambda user: verifying.to_verify(verifying.in_queue(user), which)


def _reported(user: Any) -> "QuerySet[Listing]":
    rows = verifying.to_verify(verifying.in_queue(user), verifying.REPORTED)
    return rows.annotate(reported_at=F("waits_since"))


def _list(which: str) -> Any:
    return lambda: f"{reverse('marketplaces:verify')}?list={which}"


def _listing(row: Listing) -> Told:
    url = reverse("marketplaces:verify_one", args=[row.pk])
    return Told(row.product, url, f"{row.marketplace} · {row.enterprise.name}")


def _conflict(row: AddressConflict) -> Told:
    # Of the two businesses one may lie elsewhere: neither is named here.
    url = reverse("marketplaces:conflict", args=[row.pk])
    return Told(row.listing.marketplace, url, row.listing.address[:60])


def stuck(user: Any) -> "QuerySet[Any]":
    """Ways that are stuck, the longest without progress first, with the nearest day of a step."""
    rows = onboarding.ways_visible_to(user).stuck(clock.today())
    return onboarding.with_next_due(rows)


def _way(row: Any) -> Told:
    return Told(row.enterprise.name, row.get_absolute_url(), row.marketplace)


def _stuck_since(row: Any) -> date:
    """The day of the step that is overdue, or when the month without progress was over."""
    days: list[date] = [row.moved_on + rules.STUCK_AFTER]
    return min([*days, row.next_due] if row.next_due else days)


def register_kinds() -> None:
    """Listings to look at, addresses that two claim, ways onto marketplaces that are stuck."""
    waiting.register(
        Kind(
            key="marketplaces.reported",
            label=_("Listings reported wrong"),
            act=_("See whether the report is right"),
            icon="alert",
            rows=_reported,
            tell=_listing,
            address=_list(verifying.REPORTED),
            since="reported_at",
        ),
        Kind(
            key="marketplaces.claimed",
            label=_("Listings claimed, not yet seen"),
            act=_("Look at the page on the marketplace"),
            icon="shop",
            rows=_queue(verifying.CLAIMED),
            tell=_listing,
            address=_list(verifying.CLAIMED),
            since="state_on",
        ),
        Kind(
            key="marketplaces.conflicts",
            label=_("Conflicts about addresses"),
            act=_("Decide whose address it is"),
            icon="link",
            rows=conflicts.open_conflicts,
            tell=_conflict,
            address=lambda: reverse("marketplaces:conflicts"),
            since="created_at",
        ),
        Kind(
            key="marketplaces.stuck",
            label=_("Stuck on the way onto a marketplace"),
            act=_("Help with the next step"),
            icon="flag",
            rows=stuck,
            tell=_way,
            address=lambda: f"{reverse('marketplaces:onboarding')}?stuck=yes",
            due=_stuck_since,
            late=lambda rows, _today: rows,
        ),
        Kind(
            key="marketplaces.old",
            label=_("Listings seen more than 90 days ago"),
            rows=_queue(verifying.OLD),
            address=_list(verifying.OLD),
        ),
    )
