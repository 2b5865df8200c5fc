"""How people narrow the catalogue of digital solutions and who uses which."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sme.enterprises.rules import Kind
from sme.programmes.filters.enterprises import ALL, OfEnterprise
from sme.programmes.models import Adoption, Solution
from sme.programmes.rules import Paid, SolutionKind


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
