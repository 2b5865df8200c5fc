"""How people narrow the support ledger and its contracts."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from sme.programmes import selectors
from sme.programmes.filters.enterprises import ALL, OfEnterprise
from sme.programmes.models import SupportContract, SupportYear

YES = [("yes", _("Yes"))]


class SupportFilter(OfEnterprise):
    """The ledger of a year; ``unused`` and the others open the figures above it."""

    rule = django_filters.ChoiceFilter(label=_("Kind of support"), choices=(), empty_label=ALL)
    unused = django_filters.ChoiceFilter(
        label=_("Promised, not paid"), choices=YES, method="with_unused", empty_label=ALL
    )
    used = django_filters.ChoiceFilter(
        label=_("Paid out"), choices=YES, method="with_used", empty_label=ALL
    )
    left = django_filters.ChoiceFilter(
        label=_("Something is left of the ceiling"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        method="with_left",
        empty_label=ALL,
    )

    class Meta:
        model = SupportYear
        fields: tuple[str, ...] = ()

    def with_unused(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Something was promised and not paid out yet."""
        return rows.filter(committed__gt=F("used"))

    def with_used(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Something was paid out."""
        return rows.filter(used__gt=0)

    def with_left(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Of ceilings of a year only."""
        rows = rows.filter(per="year")
        if value == "yes":
            return rows.filter(committed__lt=F("ceiling"))
        return rows.filter(committed__gte=F("ceiling"))


class ContractFilter(OfEnterprise):
    """Supported contracts."""

    to_enterprise = "support_year__enterprise"
    year = django_filters.NumberFilter(
        label=_("Year"), field_name="support_year__year", min_value=2000, max_value=2999
    )
    rule = django_filters.ChoiceFilter(
        label=_("Kind of support"),
        field_name="support_year__rule",
        choices=(),
        empty_label=ALL,
    )
    ends = django_filters.ChoiceFilter(
        label=_("End"),
        choices=[("soon", _("within 30 days")), ("over", _("over, not all paid out"))],
        method="that_ends",
        empty_label=ALL,
    )
    unused = django_filters.ChoiceFilter(
        label=_("Promised, not paid"), choices=YES, method="with_unused", empty_label=ALL
    )
    papers = django_filters.ChoiceFilter(
        label=_("Papers"),
        choices=[("new", _("not yet looked at")), ("none", _("none yet"))],
        method="with_papers",
        empty_label=ALL,
    )

    class Meta:
        model = SupportContract
        fields: tuple[str, ...] = ()

    def that_ends(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Soon, or over with something left of the promise."""
        if value == "soon":
            return selectors.ending(rows, clock.today())
        return rows.filter(ends_on__lt=clock.today(), open__gt=0)

    def with_unused(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Something of the promise is not paid out yet."""
        return rows.filter(open__gt=0)

    def with_papers(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Papers to look at, or contracts without any."""
        with_some = selectors.contracts_with_papers(is_new=value == "new")
        return rows.filter(pk__in=with_some) if value == "new" else rows.exclude(pk__in=with_some)
