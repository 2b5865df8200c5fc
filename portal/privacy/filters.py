"""How administrators narrow the log of looks."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.privacy.models import Look
from portal.privacy.selectors import lists_with
from portal.shared import privacy


def _ways() -> list[tuple[str, Any]]:
    return sorted(privacy.looks().items())


class LookFilter(django_filters.FilterSet):
    """By who, how, which record and when."""

    viewer = django_filters.ModelChoiceFilter(
        label=_("Who looked"), queryset=User.objects.filter(groups__isnull=False).distinct()
    )
    way = django_filters.ChoiceFilter(label=_("In which way"), choices=())
    number = django_filters.NumberFilter(
        label=_("Number of the enterprise"),
        method="of_record",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    since = django_filters.DateFilter(
        label=_("From"),
        field_name="at",
        lookup_expr="date__gte",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
    )
    until = django_filters.DateFilter(
        label=_("Until"),
        field_name="at",
        lookup_expr="date__lte",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
    )

    class Meta:
        model = Look
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["way"].extra["choices"] = _ways()

    def of_record(self, rows: Any, _name: str, value: Any) -> Any:
        """Looks at one record, and lists that hold it."""
        number = int(value)
        if not 0 < number < 2**62:
            return rows.none()
        single = rows.filter(subject="enterprise", subject_id=number)
        return single | rows.filter(pk__in=lists_with("enterprise", [number]))
