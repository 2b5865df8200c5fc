"""The one-step acts of the officer's queue: seen as recorded, no longer on sale, cannot tell."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit, clock, files
from portal.shared.errors import RuleBroken
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, ListingFact
from sme.marketplaces.services import listings, reports

EVIDENCE = files.DOCUMENTS
ASIDE_DAYS = 14


def checked_evidence(upload: UploadedFile | None) -> dict[str, Any]:
    """A screenshot for ``record_state``, judged by its content; refuses what is no picture and no PDF."""
    if not upload:
        return {}
    try:
        checked = files.check_upload(upload, EVIDENCE)
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.sentence, "evidence_file") from None
    upload.name = f"evidence{checked.kind.endings[0]}"
    return {"evidence_file": upload}


@transaction.atomic
def seen(
    listing: Listing,
    *,
    state: str,
    actor: User,
    evidence: UploadedFile | None = None,
    note: str = "",
) -> ListingFact:
    """An officer looked today and it is as recorded; open reports about it are answered with that.

    ``state``: what the officer's page showed; refuses when it has become another one since. Pressed twice, it
    is recorded once.
    """
    present = Listing.objects.select_for_update(of=("self",)).get(pk=listing.pk)
    if not present.state or present.state != state:
        raise RuleBroken(
            "state_changed",
            _("The state was changed since you opened the page. Look at the entry again."),
        )
    again = ListingFact.objects.filter(
        listing=present,
        state=state,
        effective_on=clock.today(),
        source=rules.Source.OFFICER,
        recorded_by=actor,
        superseded_by=None,
    ).first()
    if again is not None and not evidence:
        fact = again
    else:
        fact = listings.record_state(
            present,
            state,
            effective_on=clock.today(),
            source=rules.Source.OFFICER,
            actor=actor,
            evidence_url=present.address,
            note=note,
            **checked_evidence(evidence),
        )
    reports.decide_all(present, rules.ReportState.DISMISSED, actor=actor)
    return fact


@transaction.atomic
def gone(
    listing: Listing,
    *,
    state: str,
    effective_on: date,
    actor: User,
    note: str = "",
    evidence: UploadedFile | None = None,
) -> ListingFact:
    """An officer saw that it cannot be bought any more, from a day on; open reports about it were right."""
    if state not in (rules.ListingState.DORMANT, rules.ListingState.DELISTED):
        raise RuleBroken("still_on_sale", _("Say how it is no longer on sale."), field="state")
    fact = listings.record_state(
        listing,
        state,
        effective_on=effective_on,
        source=rules.Source.OFFICER,
        actor=actor,
        evidence_url=listing.address,
        note=note,
        **checked_evidence(evidence),
    )
    reports.decide_all(listing, rules.ReportState.UPHELD, actor=actor)
    return fact


@transaction.atomic
def cannot_tell(listing: Listing, *, actor: User) -> None:
    """An officer looked and could not tell: it stands apart for two weeks; nothing is recorded of its state."""
    until = clock.today() + timedelta(days=ASIDE_DAYS)
    Listing.objects.filter(pk=listing.pk).update(aside_until=until)
    audit.record(listing, "marketplaces.cannot_tell", actor=actor, data={"until": until})
