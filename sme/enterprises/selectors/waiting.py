"""What of this room waits for the office, for the officer's first page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared import waiting
from portal.shared.waiting import Kind, Told
from sme.enterprises.models import Claim, Enterprise, EnterpriseQuerySet
from sme.enterprises.rules import State
from sme.enterprises.selectors.completion import incomplete
from sme.enterprises.selectors.duplicates import pairs_to_decide
from sme.enterprises.selectors.people import claims_for_office
from sme.enterprises.selectors.quality import findings


def new_records(user: Any) -> EnterpriseQuerySet:
    """Records that nobody of the office has verified, the longest waiting first."""
    rows = Enterprise.objects.visible_to(user).filter(state=State.NEW)
    return rows.select_related("place").order_by("registered_on", "pk")


def _record(enterprise: Enterprise) -> Told:
    return Told(enterprise.name, enterprise.get_absolute_url(), enterprise.place.name)


def _claim(claim: Claim) -> Told:
    url = reverse("enterprises:claim_decide", args=[claim.pk])
    return Told(claim.enterprise.name, url, claim.enterprise.place.name)


def register_kinds() -> None:
    """Claims and new records by their day; gaps, findings and duplicates when there is time."""
    waiting.register(
        Kind(
            key="enterprises.claims",
            label=_("Claims on records"),
            act=_("Decide whose record it is"),
            icon="users",
            rows=claims_for_office,
            tell=_claim,
            address=lambda: reverse("enterprises:claims"),
            since="created_at",
        ),
        Kind(
            key="enterprises.new",
            label=_("Newly registered, to be checked"),
            act=_("Check the record"),
            icon="building",
            rows=new_records,
            tell=_record,
            address=lambda: f"{reverse('enterprises:list')}?state={State.NEW}",
            since="registered_on",
        ),
        Kind(
            key="enterprises.unnumbered",
            label=_("Without a tax code or other number"),
            rows=lambda user: incomplete(user, "number"),
            address=lambda: f"{reverse('enterprises:completion')}?gap=number",
        ),
        Kind(
            key="enterprises.pairs",
            label=_("Possible duplicates"),
            rows=pairs_to_decide,
            address=lambda: reverse("enterprises:duplicates"),
        ),
        Kind(
            key="enterprises.findings",
            label=_("Findings of the data checks"),
            rows=lambda user: findings(user).open(),
            address=lambda: reverse("enterprises:findings"),
        ),
    )
