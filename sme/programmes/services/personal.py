"""What this room knows of people: who takes part, as applications name them."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.shared import privacy
from portal.shared.privacy import Expiry, Holding, rows_of
from sme.programmes.models import Application
from sme.programmes.rules import LIVE_APPLICATIONS


def register_all() -> None:
    """Make it known; called when Django starts."""
    privacy.register(
        Holding(
            key="programmes.applications",
            order=140,
            label=_("Applications"),
            activity="programmes",
            columns={
                "cohort__code": _("Cohort"),
                "enterprise__name": _("Enterprise"),
                "state": _("State"),
                "contact": _("Who takes part"),
                "phone": _("Phone"),
                "wish": _("What you want to achieve"),
                "submitted_at": _("Sent"),
            },
            read=lambda user: rows_of(
                Application.objects.filter(applicant=user),
                *("cohort__code", "enterprise__name", "state", "contact", "phone", "wish"),
                "submitted_at",
            ),
            erase=lambda user: _blank(Application.objects.filter(applicant=user)),
            kept=_(
                "That an enterprise applied, and how it was decided, stays with the enterprise."
            ),
            covers=("programmes.application.phone", "programmes.application.contact"),
        )
    )
    privacy.declare_looks({"programmes.application": _("opened an application")})
    privacy.register_expiry(
        Expiry(
            "application_contacts",
            _("People named in applications that are closed"),
            lambda before: _closed(before).count(),
            lambda before: _blank(_closed(before)),
        )
    )


def _closed(before: datetime) -> QuerySet[Application]:
    named = ~Q(contact="", phone="", wish="")
    rows = Application.objects.filter(named, updated_at__lt=before)
    return rows.exclude(state__in=LIVE_APPLICATIONS)


def _blank(rows: QuerySet[Any]) -> int:
    return rows.update(contact="", phone="", wish="")
