"""How people narrow lists: applications, the support ledger, its contracts, solutions and their use."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.forms import SearchInput
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import Kind, SizeClass
from sme.places import selectors as places
from sme.places.models import Unit
from sme.programmes import selectors
from sme.programmes.models import Adoption, Application, Solution, SupportContract, SupportYear
from sme.programmes.rules import ApplicationState, Paid, SolutionKind

SHOWN = [each for each in ApplicationState.choices if each[0] != ApplicationState.DRAFT]


class ApplicationFilter(django_filters.FilterSet):
    """State, cohort and what is to be done, from the address; unknown values are ignored."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=SHOWN)
    cohort = django_filters.NumberFilter(field_name="cohort_id")
    papers = django_filters.ChoiceFilter(
        label=_("Papers"), choices=[("new", _("not yet looked at"))], method="with_new_papers"
    )
    proposed = django_filters.ChoiceFilter(
        label=_("Proposed"),
        choices=[("yes", _("waits for a second officer"))],
        method="with_proposal",
    )

    class Meta:
        model = Application
        fields = ("state", "cohort", "papers", "proposed")

    def with_new_papers(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """With the office, and some paper was not looked at."""
        return rows.filter(
            state=ApplicationState.SUBMITTED,
            documents__isnull=False,
            documents__checked_at__isnull=True,
        ).distinct()

    def with_proposal(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Proposed by one officer."""
        return rows.exclude(proposed="")


ALL = _("All")
SIZES = [each for each in SizeClass.choices if each[0] != SizeClass.UNKNOWN]


def _support_titles() -> list[tuple[str, Any]]:
    return [(each.key, each.title) for each in selectors.support_rules_on()]


def _communes(request: Any) -> "QuerySet[Unit]":
    """Today's communes, of an officer of named places those of the area."""
    units = places.communes_on(clock.today())
    user = getattr(request, "user", None)
    remit = None if user is None or user.is_administrator else places.remit_unit_ids(user)
    return units if remit is None else units.filter(pk__in=remit)


class OfEnterprise(django_filters.FilterSet):
    """What lists of enterprises' things are narrowed by: words, place, kind and size; ``to_enterprise`` leads there."""

    to_enterprise = "enterprise"
    q = django_filters.CharFilter(
        label=_("Name, number or phone"), method="search", max_length=200, widget=SearchInput
    )
    place = django_filters.ModelChoiceFilter(
        label=_("Commune or ward"),
        queryset=_communes,
        to_field_name="code",
        method="in_place",
        empty_label=ALL,
    )
    size = django_filters.ChoiceFilter(
        label=_("Size class"), choices=SIZES, method="of_size", empty_label=ALL
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "rule" in self.filters:
            self.filters["rule"].extra["choices"] = _support_titles()

    def search(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Each word in the name, the numbers or the phones."""
        found = enterprises.search(Enterprise.objects.all(), value)
        return rows.filter(**{f"{self.to_enterprise}__in": found})

    def in_place(self, rows: "QuerySet[Any]", name: str, unit: Unit) -> "QuerySet[Any]":
        """In the unit, or in a former one that went wholly into it."""
        return rows.filter(**{f"{self.to_enterprise}__place__in": places.roll_up_ids(unit)})

    def of_size(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Of this size class today."""
        return rows.filter(**{f"{self.to_enterprise}__size_class": value})


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


class UseFilter(OfEnterprise):
    """Which enterprises use which solutions."""

    kind = django_filters.ChoiceFilter(
        label=_("What it is for"), choices=SolutionKind.choices, empty_label=ALL
    )
    enterprise_kind = django_filters.ChoiceFilter(
        label=_("Kind"), field_name="enterprise__kind", choices=Kind.choices, empty_label=ALL
    )
    paid = django_filters.ChoiceFilter(label=_("Paid how"), choices=Paid.choices, empty_label=ALL)
    support = django_filters.ChoiceFilter(
        label=_("With support"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        method="with_support",
        empty_label=ALL,
    )

    class Meta:
        model = Adoption
        fields: tuple[str, ...] = ()

    def with_support(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """With a supported contract behind it, or without."""
        return rows.filter(contract__isnull=value == "no")


class SolutionFilter(django_filters.FilterSet):
    """The public catalogue."""

    kind = django_filters.ChoiceFilter(
        label=_("What it is for"), choices=SolutionKind.choices, empty_label=ALL
    )
    provider = django_filters.ChoiceFilter(label=_("Provider"), choices=(), empty_label=ALL)

    class Meta:
        model = Solution
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: "QuerySet[Any]") -> None:
        super().__init__(data, queryset)
        names = queryset.order_by("provider").values_list("provider", flat=True).distinct()
        self.filters["provider"].extra["choices"] = [(name, name) for name in names]
