"""What lists of enterprises' things are narrowed by: words, place, kind and size."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.forms import SearchInput
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import SizeClass
from sme.places import selectors as places
from sme.places.models import Unit
from sme.programmes import selectors

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
