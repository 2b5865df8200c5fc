"""What this room knows of people: who takes part, as applications name them."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.shared import privacy
from portal.shared.privacy import Expiry, Holding, rows_of
from sme.programmes.models import Application, Certificate, DecisionLetter
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
    privacy.register(
        Holding(
            key="programmes.letters",
            order=141,
            label=_("Letters of decisions"),
            activity="programmes",
            columns={
                "number": _("Paper number"),
                "application__enterprise__name": _("Enterprise"),
                "state": _("Decision"),
                "decided_at": _("Decided on"),
            },
            read=lambda user: rows_of(
                DecisionLetter.objects.filter(application__applicant=user),
                *("number", "application__enterprise__name", "state", "decided_at"),
            ),
            kept=_("What the office wrote to an enterprise stays as it was written."),
        )
    )
    privacy.register(
        Holding(
            key="programmes.certificates",
            order=142,
            label=_("Certificates"),
            activity="programmes",
            columns={
                "number": _("Paper number"),
                "enrolment__enterprise__name": _("Enterprise"),
                "issued_at": _("Issued"),
                "revoked_at": _("Revoked"),
            },
            read=lambda user: rows_of(
                Certificate.objects.filter(enrolment__enterprise__memberships__user=user),
                *("number", "enrolment__enterprise__name", "issued_at", "revoked_at"),
            ),
            kept=_("Whoever holds the paper must be able to check it."),
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
