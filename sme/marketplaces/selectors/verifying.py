"""What officers should look at again: claimed, seen too long ago, reported wrong; and samples."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, PageCheck, Product, Sample, SampleItem, WrongReport
from sme.marketplaces.rules import sampling
from sme.marketplaces.selectors.figures.asking import VERIFIED_DAYS
from sme.places import selectors as places

CLAIMED, OLD, REPORTED, ASIDE = "claimed", "old", "reported", "aside"
LISTS = (CLAIMED, OLD, REPORTED, ASIDE)


def verified_since(day: date) -> date:
    """What was seen on or after this day is verified on ``day``: the same 90 days as in the figures."""
    return day - timedelta(days=VERIFIED_DAYS - 1)


def _kinds() -> dict[str, Q]:
    """What each list of the queue holds; one that is set aside stands in none of the others."""
    today = clock.today()
    on_sale = Q(state__in=rules.ON_SALE)
    claimed, old = on_sale & Q(verified_on=None), on_sale & Q(verified_on__lt=verified_since(today))
    reported = Q(Exists(_open_reports()))
    is_aside = Q(aside_until__gt=today)
    is_here = Q(aside_until=None) | Q(aside_until__lte=today)
    return {
        CLAIMED: is_here & claimed,
        OLD: is_here & old,
        REPORTED: is_here & reported,
        ASIDE: is_aside & (claimed | old | reported),
    }


def to_verify(rows: QuerySet[Listing], which: str) -> QuerySet[Listing]:
    """One of the lists of the queue out of some listings, the longest waiting first (``waits_since``)."""
    rows = rows.filter(_kinds()[which])
    if which == REPORTED:
        first = _open_reports().order_by().values("listing").annotate(at=Min("created_at"))
        rows = rows.annotate(waits_since=Subquery(first.values("at")))
    else:
        since = {CLAIMED: "state_on", OLD: "verified_on", ASIDE: "aside_until"}[which]
        rows = rows.annotate(waits_since=F(since))
    return rows.order_by("waits_since", "pk")


def counts(rows: QuerySet[Listing]) -> dict[str, int]:
    """How many stand in each list, in one question."""
    kinds = _kinds()
    wanted = {name: Count("pk", filter=condition) for name, condition in kinds.items()}
    return rows.order_by().aggregate(**wanted)


def _open_reports() -> QuerySet[WrongReport]:
    return WrongReport.objects.filter(listing=OuterRef("pk"), state=rules.ReportState.OPEN)


def in_queue(user: Any) -> QuerySet[Listing]:
    """The listings that an officer may look after, with all that a row of the queue shows."""
    return Listing.objects.visible_to(user).select_related(
        "product", "enterprise__place", "marketplace"
    )


def dress(listings: Iterable[Listing]) -> None:
    """Give each of a page's listings its newest page check and its open reports: two queries for all."""
    rows = list(listings)
    keys = [row.pk for row in rows]
    last = PageCheck.objects.filter(listing=OuterRef("pk")).order_by("-checked_at", "-pk")
    last_keys = Listing.objects.filter(pk__in=keys).values_list(Subquery(last.values("pk")[:1]))
    newest = {check.listing_id: check for check in PageCheck.objects.filter(pk__in=last_keys)}
    open_reports: dict[int, list[WrongReport]] = {}
    waiting = WrongReport.objects.filter(listing__in=keys, state=rules.ReportState.OPEN)
    for report in waiting.order_by("created_at", "pk"):
        open_reports.setdefault(report.listing_id, []).append(report)
    for row in rows:
        row.page_check = newest.get(row.pk)  # type: ignore[attr-defined]
        row.open_reports = open_reports.get(row.pk, [])  # type: ignore[attr-defined]


def reportable(product: Product) -> list[Listing]:
    """Where a product of the directory is sold today: what a visitor may say is wrong."""
    rows = Listing.objects.live_on(clock.today()).filter(product=product)
    return list(rows.select_related("marketplace").order_by("marketplace__order", "pk"))


# --- samples ----------------------------------------------------------------------------------------


def samples_visible_to(user: Any) -> QuerySet[Sample]:
    """A person's own samples; those who look after the whole province see all."""
    rows = Sample.objects.select_related("drawn_by").annotate(
        looked_at=Count("items", filter=~Q(items__outcome=""))
    )
    if user.is_administrator or (user.is_officer and places.remit_unit_ids(user) is None):
        return rows
    return rows.filter(drawn_by=user.pk)


def sample_rows(sample: Sample, user: Any) -> QuerySet[SampleItem]:
    """The rows of a sample whose enterprises the person may see (still), in the order of the sample."""
    rows = sample.items.select_related(
        "listing__product", "listing__enterprise__place", "listing__marketplace", "checked_by"
    )
    if user.is_administrator:
        return rows
    mine = Enterprise.objects.visible_to(user).order_by()
    return rows.filter(listing__enterprise__in=mine)


def sample_result(sample: Sample) -> dict[str, Any]:
    """How many rows of each outcome, and the share confirmed among those that could be told."""
    found = Counter(sample.items.values_list("outcome", flat=True))
    confirmed, wrong = found[rules.SampleOutcome.CONFIRMED], found[rules.SampleOutcome.WRONG]
    return {
        "confirmed": confirmed,
        "wrong": wrong,
        "unclear": found[rules.SampleOutcome.UNCLEAR],
        "open": found[""],
        "done": sum(found.values()) - found[""],
        "share": sampling.wilson(confirmed, confirmed + wrong),
    }
