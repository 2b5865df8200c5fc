"""What the officer's list of listings can be filtered by."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.shared import searching
from portal.shared.formfields import VietnameseDateField
from portal.shared.forms import SearchInput
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, Marketplace, Product
from sme.places import selectors as places

ALL = _("All")
SORTS = {
    "product": "product__name_vi",
    "enterprise": "enterprise__name",
    "marketplace": "marketplace__order",
    "state": "state",
    "since": "state_on",
}


class DayFilter(django_filters.Filter):
    """A day written as people write days here."""

    field_class = VietnameseDateField


class ListingFilter(django_filters.FilterSet):
    """Filters of the list; each name is part of the web address."""

    q = django_filters.CharFilter(
        label=_("Product, enterprise or number"),
        method="search",
        max_length=200,
        widget=SearchInput,
    )
    marketplace = django_filters.ModelChoiceFilter(
        label=_("Marketplace"),
        queryset=Marketplace.objects.all(),
        to_field_name="key",
        empty_label=ALL,
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=rules.ListingState.choices, empty_label=ALL
    )
    place = django_filters.ChoiceFilter(
        label=_("Commune or ward"), choices=(), method="in_place", empty_label=ALL
    )
    checked = django_filters.ChoiceFilter(
        label=_("Seen by an officer"),
        choices=[("yes", _("Yes")), ("no", _("Only told by the enterprise"))],
        method="is_checked",
        empty_label=ALL,
    )
    live_on = DayFilter(label=_("On sale on the day"), method="on_day")

    class Meta:
        model = Listing
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: QuerySet[Listing], *, user: Any) -> None:
        super().__init__(data, queryset)
        self.units = {str(unit.pk): unit for unit in places.choices_for(user)}
        self.filters["place"].extra["choices"] = [(k, str(u)) for k, u in self.units.items()]

    def search(self, rows: QuerySet[Listing], _name: str, written: str) -> QuerySet[Listing]:
        """Each word in the product's name or barcode, or the words find the enterprise."""
        sold = searching.find(Product.objects.all(), written).rows.order_by()
        owners = enterprises.search(Enterprise.objects.all(), written).order_by()
        return rows.filter(Q(product__in=sold.values("pk")) | Q(enterprise__in=owners.values("pk")))

    def in_place(self, rows: QuerySet[Listing], _name: str, key: str) -> QuerySet[Listing]:
        """In the unit, or in a former unit that went wholly into it."""
        return rows.filter(enterprise__place__in=places.roll_up_ids(self.units[key]))

    def is_checked(self, rows: QuerySet[Listing], _name: str, answer: str) -> QuerySet[Listing]:
        """Seen by an officer in its present state, or not."""
        return rows.filter(verified_on__isnull=answer == "no")

    def on_day(self, rows: Any, _name: str, day: date) -> QuerySet[Listing]:
        """On sale on that day, whatever it is now."""
        return rows.live_on(day)


def ordered(rows: QuerySet[Listing], asked: str) -> QuerySet[Listing]:
    """Sorted as ``?sort=`` says; newest change first otherwise."""
    column = SORTS.get(asked.lstrip("-"))
    if column is None:
        return rows
    sign = "-" if asked.startswith("-") else ""
    return rows.order_by(f"{sign}{column}", f"{sign}pk")
