"""Notes that a listing is wrong: taken from anybody, decided by officers."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit, clock, text, throttle
from portal.shared.errors import RuleBroken
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, WrongReport

HOUR = 3600
MOST_OPEN = 20  # of one listing: the office knows by then


@transaction.atomic
def report_wrong(
    listing: Listing, note: str = "", *, who: str, user: User | None = None
) -> WrongReport:
    """Keep somebody's word that a listing is not as shown.

    ``who`` is a key of the visitor for counting only (two an hour about one listing, ten about all); it is not
    kept. Refuses more than that, and when many reports of this listing wait already.
    """
    throttle.count_try("report", f"{listing.pk}:{who}", most=2, seconds=HOUR)
    throttle.count_try("reports", who, most=10, seconds=HOUR)
    if (
        WrongReport.objects.filter(listing=listing, state=rules.ReportState.OPEN).count()
        >= MOST_OPEN
    ):
        raise RuleBroken(
            "reports_enough", _("The office has been told of this already. Thank you.")
        )
    report = WrongReport.objects.create(
        listing=listing, note=text.clean(note)[:500], reported_by=user
    )
    data = None if user else dict(audit.BY_SYSTEM)
    audit.record(listing, "marketplaces.report_wrong", actor=user, data=data)
    return report


@transaction.atomic
def decide(report: WrongReport, state: str, *, actor: User) -> WrongReport:
    """Say whether a report was right; refuses one that was decided before."""
    report = WrongReport.objects.select_for_update().get(pk=report.pk)
    if report.state != rules.ReportState.OPEN:
        raise RuleBroken("report_decided", _("This report was decided already."))
    if state not in (rules.ReportState.UPHELD, rules.ReportState.DISMISSED):
        raise RuleBroken("report_state", _("Say whether the report was right."), field="state")
    report.state = state
    report.decided_at, report.decided_by = clock.now(), actor
    report.save(update_fields=["state", "decided_at", "decided_by", "updated_at"])
    audit.record(
        report.listing, "marketplaces.decide_report", actor=actor, data={"state": str(state)}
    )
    return report


def decide_all(listing: Listing, state: str, *, actor: User) -> int:
    """Decide all open reports of a listing alike; returns how many there were."""
    waiting = WrongReport.objects.filter(listing=listing, state=rules.ReportState.OPEN)
    return len([decide(each, state, actor=actor) for each in waiting])
