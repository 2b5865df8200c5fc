"""What the officer's list of listings and the public's of products can be filtered by."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, When
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from portal.shared import clock, searching
from portal.shared.formfields import VietnameseDateField
from portal.shared.forms import SearchInput
from sme.enterprises import selectors as enterprises
from sme.enterprises.filters import in_charge_of, officer_choices
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules, selectors
from sme.marketplaces.models import Listing, ListingInterval, Marketplace, Onboarding, Product
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


class DirectoryFilter(django_filters.FilterSet):
    """What visitors look for among local products; the words stand in a field of their own above the others."""

    q = django_filters.CharFilter(method="search", max_length=200, widget=HiddenInput)
    category = django_filters.ChoiceFilter(
        label=_("Category"), choices=rules.Category.choices, empty_label=ALL
    )
    place = django_filters.ChoiceFilter(
        label=_("Commune or ward"), choices=(), method="in_place", empty_label=ALL
    )
    marketplace = django_filters.ChoiceFilter(
        label=_("Sold on"), choices=(), method="sold_on", empty_label=ALL
    )
    stars = django_filters.ChoiceFilter(
        label=_("OCOP stars"),
        field_name="ocop_stars",
        choices=rules.OcopStars.choices,
        empty_label=ALL,
    )

    class Meta:
        model = Product
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: QuerySet[Product]) -> None:
        super().__init__(data, queryset)
        self.makers = selectors.makers()
        self.units = {str(unit.pk): unit for unit in self.makers.units}
        self.filters["place"].extra["choices"] = [(k, str(u)) for k, u in self.units.items()]
        shown = selectors.markets_shown()
        self.markets = {each.key: each.pk for each in shown}
        self.filters["marketplace"].extra["choices"] = [(each.key, each.name) for each in shown]

    def search(self, rows: QuerySet[Product], _name: str, written: str) -> QuerySet[Product]:
        """Each word in the product's names or barcode, or each in its maker's name; never in a maker's numbers."""
        named = searching.find(Product.objects.all(), written).rows.order_by().values("pk")
        made = self.makers.found(written)
        rows = rows.filter(Q(pk__in=named) | Q(enterprise__in=made))
        first = Case(When(pk__in=named, then=0), default=1, output_field=IntegerField())
        return rows.order_by(first, *rows.query.order_by)

    def in_place(self, rows: QuerySet[Product], _name: str, key: str) -> QuerySet[Product]:
        """Made in the unit, or in a former unit that went wholly into it."""
        return rows.filter(enterprise__place__in=places.roll_up_ids(self.units[key]))

    def sold_on(self, rows: QuerySet[Product], _name: str, key: str) -> QuerySet[Product]:
        """On sale there today."""
        live = ListingInterval.objects.on(clock.today()).filter(marketplace=self.markets[key])
        return rows.filter(pk__in=live.values("product"))


class OnboardingFilter(django_filters.FilterSet):
    """Filters of the officer's pipeline; each name is part of the web address."""

    stage = django_filters.ChoiceFilter(
        label=_("Stage"),
        choices=[(selectors.BEGUN, _("Just begun")), *rules.Step.choices],
        method="at_stage",
        empty_label=ALL,
    )
    marketplace = django_filters.ModelChoiceFilter(
        label=_("Marketplace"),
        queryset=Marketplace.objects.all(),
        to_field_name="key",
        empty_label=ALL,
    )
    place = django_filters.ChoiceFilter(
        label=_("Commune or ward"), choices=(), method="in_place", empty_label=ALL
    )
    officer = django_filters.ChoiceFilter(
        label=_("Officer in charge"), choices=(), method="by_officer", empty_label=ALL
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=rules.OnboardingState.choices, empty_label=_("All but stopped")
    )
    stuck = django_filters.ChoiceFilter(
        label=_("Stuck"), choices=[("yes", _("Stuck only"))], method="is_stuck", empty_label=ALL
    )

    class Meta:
        model = Onboarding
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: QuerySet[Onboarding], *, user: Any) -> None:
        super().__init__(data, queryset)
        self.user = user
        self.units = {str(unit.pk): unit for unit in places.choices_for(user)}
        self.filters["place"].extra["choices"] = [(k, str(u)) for k, u in self.units.items()]
        self.filters["officer"].extra["choices"] = officer_choices(user)[1:]

    def filter_queryset(self, queryset: Any) -> Any:
        """Those given up only when they are asked for; nothing where a filter cannot be read."""
        if self.form.errors:
            return queryset.none()
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.counted()

    def at_stage(self, rows: Any, _name: str, stage: str) -> Any:
        """The furthest step that is done is this one."""
        return rows.filter(stage="" if stage == selectors.BEGUN else stage)

    def in_place(self, rows: Any, _name: str, key: str) -> Any:
        """In the unit, or in a former unit that went wholly into it."""
        return rows.filter(enterprise__place__in=places.roll_up_ids(self.units[key]))

    def by_officer(self, rows: Any, _name: str, value: str) -> Any:
        """In one's own charge, in somebody's, or in nobody's."""
        if value == "none":
            return rows.filter(officer=None)
        return rows.filter(officer=self.user.pk if value == "mine" else int(value))

    def is_stuck(self, rows: Any, _name: str, _value: str) -> Any:
        """Nothing came on for a month, or a step is overdue."""
        return rows.stuck(clock.today())


def ordered(rows: QuerySet[Listing], asked: str) -> QuerySet[Listing]:
    """Sorted as ``?sort=`` says; newest change first otherwise."""
    column = SORTS.get(asked.lstrip("-"))
    if column is None:
        return rows
    sign = "-" if asked.startswith("-") else ""
    return rows.order_by(f"{sign}{column}", f"{sign}pk")


class VerifyFilter(django_filters.FilterSet):
    """What the officer's queue of listings to look at again can be narrowed to."""

    place = django_filters.ChoiceFilter(
        label=_("Commune or ward"), choices=(), method="in_place", empty_label=ALL
    )
    marketplace = django_filters.ModelChoiceFilter(
        label=_("Marketplace"),
        queryset=Marketplace.objects.all(),
        to_field_name="key",
        empty_label=ALL,
    )
    officer = django_filters.ChoiceFilter(
        label=_("Officer in charge"), choices=(), method="in_charge", empty_label=ALL
    )

    class Meta:
        model = Listing
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: QuerySet[Listing], *, user: Any) -> None:
        super().__init__(data, queryset)
        self.user = user
        self.units = {str(unit.pk): unit for unit in places.choices_for(user)}
        self.filters["place"].extra["choices"] = [(k, str(u)) for k, u in self.units.items()]
        self.filters["officer"].extra["choices"] = officer_choices(user)[1:]

    def in_place(self, rows: QuerySet[Listing], _name: str, key: str) -> QuerySet[Listing]:
        """In the unit, or in a former unit that went wholly into it."""
        return rows.filter(enterprise__place__in=places.roll_up_ids(self.units[key]))

    def in_charge(self, rows: QuerySet[Listing], _name: str, who: str) -> QuerySet[Listing]:
        """Of enterprises in one's own charge, in somebody's, or in nobody's."""
        mine = in_charge_of(Enterprise.objects.order_by(), who, self.user)
        return rows.filter(enterprise__in=mine)


class ProductFilter(django_filters.FilterSet):
    """Filters of the officers' list of products; each name is part of the web address."""

    q = django_filters.CharFilter(
        label=_("Product, enterprise or number"),
        method="search",
        max_length=200,
        widget=SearchInput,
    )
    place = django_filters.ChoiceFilter(
        label=_("Commune or ward"), choices=(), method="in_place", empty_label=ALL
    )
    category = django_filters.ChoiceFilter(
        label=_("Category"), choices=rules.Category.choices, empty_label=ALL
    )
    stars = django_filters.ChoiceFilter(
        label=_("OCOP stars"),
        choices=[("any", _("Any stars")), *rules.OcopStars.choices, ("none", _("None"))],
        method="with_stars",
        empty_label=ALL,
    )
    sold = django_filters.ChoiceFilter(
        label=_("On sale today"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        method="is_sold",
        empty_label=ALL,
    )

    class Meta:
        model = Product
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: QuerySet[Product], *, user: Any) -> None:
        super().__init__(data, queryset)
        self.units = {str(unit.pk): unit for unit in places.choices_for(user)}
        self.filters["place"].extra["choices"] = [(k, str(u)) for k, u in self.units.items()]

    def search(self, rows: QuerySet[Product], _name: str, written: str) -> QuerySet[Product]:
        """Each word in the product's names or barcode, or the words find the enterprise."""
        named = searching.find(Product.objects.all(), written).rows.order_by().values("pk")
        owners = enterprises.search(Enterprise.objects.all(), written).order_by()
        return rows.filter(Q(pk__in=named) | Q(enterprise__in=owners.values("pk")))

    def in_place(self, rows: QuerySet[Product], _name: str, key: str) -> QuerySet[Product]:
        """Made in the unit, or in a former unit that went wholly into it."""
        return rows.filter(enterprise__place__in=places.roll_up_ids(self.units[key]))

    def with_stars(self, rows: QuerySet[Product], _name: str, key: str) -> QuerySet[Product]:
        """So many stars today, any, or none."""
        if key in ("any", "none"):
            return rows.filter(ocop_stars__isnull=key == "none")
        return rows.filter(ocop_stars=int(key))

    def is_sold(self, rows: QuerySet[Product], _name: str, answer: str) -> QuerySet[Product]:
        """On sale on some marketplace today, or on none."""
        live = ListingInterval.objects.on(clock.today()).filter(product=OuterRef("pk"))
        return rows.filter(Exists(live) if answer == "yes" else ~Exists(live))

    def in_words(self) -> list[str]:
        """The filter as people read it, for a list that is taken away."""
        told = []
        for name, value in (self.form.cleaned_data if self.is_bound else {}).items():
            if value:
                shown = dict(getattr(self.form.fields[name], "choices", ())).get(value, value)
                told.append(f"{self.form.fields[name].label}: {shown}")
        return told
