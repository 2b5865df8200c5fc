"""Digital solutions: what kinds there are, and how an enterprise pays for one; no queries here."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken


class SolutionKind(models.TextChoices):
    """What a digital solution is for."""

    ACCOUNTING = "accounting", _("Accounting")
    E_INVOICE = "e_invoice", _("Electronic invoices")
    SIGNATURE = "signature", _("Digital signature")
    SALES = "sales", _("Sales and customers")
    WAREHOUSE = "warehouse", _("Warehouse")
    RESOURCES = "resources", _("Resource planning")
    PRODUCTION = "production", _("Production planning")
    TRACEABILITY = "traceability", _("Traceability")
    PAYMENT = "payment", _("Electronic payment")


class Paid(models.TextChoices):
    """How an enterprise pays for a solution."""

    UNKNOWN = "unknown", _("Not known")
    FREE = "free", _("Free of charge")
    RENT = "rent", _("Monthly or yearly fee")
    BOUGHT = "bought", _("Bought once")
    SHARE = "share", _("A share of each sale")


def check_use(since_on: date, ended_on: date | None, today: date) -> None:
    """Refuse a use that begins in the future, or ends before it began or in the future."""
    if since_on > today:
        raise RuleBroken(
            "since_future",
            _("Enter the day on which it was first used, not a later one."),
            "since_on",
        )
    if ended_on and ended_on < since_on:
        raise RuleBroken(
            "ended_before", _("It cannot end before the day on which it began."), "ended_on"
        )
    if ended_on and ended_on > today:
        raise RuleBroken("ended_future", _("Enter a day that is not in the future."), "ended_on")
