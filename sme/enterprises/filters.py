"""How officers narrow and sort the list of enterprises; every state of it is an address."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField
from portal.shared.forms import SearchInput
from sme.enterprises import selectors
from sme.enterprises.models import Enterprise, EnterpriseQuerySet, Finding, FindingQuerySet
from sme.enterprises.rules import Grade, Kind, SizeClass, State
from sme.enterprises.rules.quality import CHECKS
from sme.places import selectors as places
from sme.places.models import Unit

# What ?sort= may say, and the columns it means; the key settles what is equal.
SORTS: dict[str, tuple[str, ...]] = {
    "name": ("sort_key", "pk"),
    "kind": ("kind", "sort_key", "pk"),
    "place": ("place__sort_key", "place__code", "sort_key", "pk"),
    "sector": ("sector", "sort_key", "pk"),
    "size": ("size_class", "sort_key", "pk"),
    "products": ("live_products", "sort_key", "pk"),
    "readiness": ("readiness_level", "sort_key", "pk"),
    "state": ("state", "sort_key", "pk"),
    "registered": ("registered_on", "pk"),
}
DEFAULT_SORT = "name"


class TextFilter(django_filters.CharFilter):
    """Text cleaned before it is looked for."""

    field_class = CleanCharField


class PlaceChoiceField(forms.ChoiceField):
    """A unit, old or new; one that the list of choices leaves out (a former commune) is known as well."""

    def offer(self, units: list[Unit]) -> None:
        """Offer these units: today's, then those of before."""
        self.offered = {unit.pk: unit for unit in units}
        today = [(unit.pk, unit.name) for unit in units if not unit.is_former]
        former = [(unit.pk, name_of(unit)) for unit in units if unit.is_former]
        self.choices = [("", "–"), (_("Today"), today)]
        if former:
            self.choices = [("", "–"), (_("Today"), today), (_("Before 1 July 2025"), former)]

    def clean(self, value: Any) -> Unit | None:
        """The unit; refuses what is none."""
        if value in self.empty_values:
            return None
        word = str(value)
        key = int(word) if word.isascii() and word.isdigit() and len(word) < 16 else 0
        if key in self.offered:
            return self.offered[key]
        unit = Unit.objects.select_related("parent").filter(pk=key).first()
        if unit is None:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": word}
            )
        self.offer([*self.offered.values(), unit])
        return unit


class PlaceFilter(django_filters.Filter):
    """Everything whose area lies in a unit, by either map."""

    field_class = PlaceChoiceField

    def filter(self, qs: EnterpriseQuerySet, value: Unit | None) -> EnterpriseQuerySet:
        """Rolled up across 1 July 2025."""
        return qs.filter(place_id__in=places.roll_up_ids(value)) if value else qs


def name_of(unit: Unit) -> str:
    """A former unit is marked as one."""
    return places.former_name(unit) if unit.is_former else unit.full_name


def officer_choices(user: Any) -> list[tuple[str, Any]]:
    """Oneself and nobody; those who look after the whole province choose among all officers."""
    own = [("", "–"), ("mine", _("in my charge")), ("none", _("nobody in charge"))]
    if not user.is_administrator and places.remit_unit_ids(user) is not None:
        return own
    return own + [(str(each.pk), str(each)) for each in selectors.officers()]


def in_charge_of(queryset: EnterpriseQuerySet, value: str, user: Any) -> EnterpriseQuerySet:
    """In one's own charge, in somebody's, or in nobody's."""
    if value == "none":
        return queryset.filter(responsible=None)
    return queryset.filter(responsible=user.pk if value == "mine" else int(value))


class EnterpriseFilter(django_filters.FilterSet):
    """The filters of the list; ``user`` decides which places are offered."""

    q = TextFilter(
        label=_("Search"),
        method="search",
        max_length=200,
        widget=SearchInput(attrs={"autocapitalize": "none"}),
    )
    place = PlaceFilter(label=_("Place"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label="–")
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=selectors.sector_choices()[1:], empty_label="–"
    )
    size = django_filters.ChoiceFilter(
        label=_("Size class"), field_name="size_class", choices=SizeClass.choices, empty_label="–"
    )
    listings = django_filters.ChoiceFilter(
        label=_("On marketplaces"),
        choices=[("yes", _("has products on sale")), ("no", _("has none on sale"))],
        method="by_listings",
        empty_label="–",
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label="–")
    number = django_filters.ChoiceFilter(
        label=_("Tax code or number"),
        choices=[("none", _("none yet")), ("some", _("has one"))],
        method="by_number",
        empty_label="–",
    )
    officer = django_filters.ChoiceFilter(
        label=_("Officer in charge"), method="by_officer", empty_label="–"
    )

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: EnterpriseQuerySet, user: Any) -> None:
        super().__init__(data, queryset=queryset)
        self.user = user
        self.nearness: Any = None
        self.form.fields["place"].offer(places.choices_for(user))
        self.form.fields["officer"].choices = officer_choices(user)

    @property
    def sort(self) -> str:
        """The order asked for; anything unknown is by name."""
        asked = (self.data or {}).get("sort", "")
        return asked if asked.removeprefix("-") in SORTS else DEFAULT_SORT

    def found(self) -> EnterpriseQuerySet:
        """The rows, in order; none when a filter says something that is no choice."""
        if not self.form.is_valid():
            return self.queryset.none()
        columns = SORTS[self.sort.removeprefix("-")]
        if self.sort.startswith("-"):
            columns = tuple(f"-{column}" for column in columns)
        rows = self.qs  # reading it searches
        if self.nearness is not None and not self.data.get("sort"):
            return rows.order_by(self.nearness, *columns)
        return rows.order_by(*columns)

    def in_words(self) -> list[tuple[str, str]]:
        """What is filtered for, label and value, for the head of an export."""
        if not self.form.is_valid():
            return []
        words = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, ""):
                continue
            field = self.form.fields[name]
            flat = dict(getattr(field, "choices", None) or []) if name != "place" else {}
            shown = name_of(value) if isinstance(value, Unit) else flat.get(value, value)
            words.append((str(field.label), str(shown)))
        return words

    def search(self, queryset: EnterpriseQuerySet, name: str, value: str) -> EnterpriseQuerySet:
        """By name, number, phone, person, place."""
        found = selectors.find(queryset, value)
        self.nearness = found.nearness
        return found.rows

    def by_listings(
        self, queryset: EnterpriseQuerySet, name: str, value: str
    ) -> EnterpriseQuerySet:
        """On sale now, or not."""
        return (
            queryset.filter(live_products__gt=0)
            if value == "yes"
            else queryset.filter(live_products=0)
        )

    def by_number(self, queryset: EnterpriseQuerySet, name: str, value: str) -> EnterpriseQuerySet:
        """Known to an authority, or not yet."""
        return queryset.filter(has_identifier=value == "some")

    def by_officer(self, queryset: EnterpriseQuerySet, name: str, value: str) -> EnterpriseQuerySet:
        """In somebody's charge, or in nobody's."""
        return in_charge_of(queryset, value, self.user)


class CompletionFilter(django_filters.FilterSet):
    """The queue of incomplete records, by place and officer in charge."""

    place = PlaceFilter(label=_("Place"))
    officer = django_filters.ChoiceFilter(
        label=_("Officer in charge"), method="by_officer", empty_label="–"
    )

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data, queryset=Enterprise.objects.none())
        self.user = user
        self.form.fields["place"].offer(places.choices_for(user))
        self.form.fields["officer"].choices = officer_choices(user)

    def by_officer(self, queryset: EnterpriseQuerySet, name: str, value: str) -> EnterpriseQuerySet:
        """In somebody's charge, or in nobody's."""
        return in_charge_of(queryset, value, self.user)

    def found(self, gap: str) -> EnterpriseQuerySet:
        """Those with this gap, by name; none when a filter says something that is no choice."""
        rows = selectors.incomplete(self.user, gap)
        if not self.form.is_valid():
            return rows.none()
        return self.filter_queryset(rows).by_name()


class FindingFilter(django_filters.FilterSet):
    """What a figure of data quality opens into: check, grade, place as entered, officer in charge, state."""

    check = django_filters.ChoiceFilter(
        label=_("Check"),
        field_name="check_key",
        choices=[(key, each.label) for key, each in CHECKS.items()],
        empty_label="–",
    )
    grade = django_filters.ChoiceFilter(label=_("Grade"), choices=Grade.choices, empty_label="–")
    place = django_filters.ChoiceFilter(
        label=_("Commune as entered"), field_name="enterprise__place", empty_label="–"
    )
    officer = django_filters.ChoiceFilter(
        label=_("Officer in charge"), method="by_officer", empty_label="–"
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("accepted", _("accepted")), ("all", _("open and accepted"))],
        method="by_state",
        empty_label=_("open"),
    )

    class Meta:
        model = Finding
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: FindingQuerySet) -> None:
        super().__init__(data, queryset=queryset)
        plain = queryset.select_related(None)
        self.form.fields["place"].choices = [("", "–"), *self._places(plain)]
        self.form.fields["officer"].choices = [("", "–"), *self._officers(plain)]

    @staticmethod
    def _places(rows: FindingQuerySet) -> list[tuple[str, str]]:
        """Only where something was found."""
        return [
            (str(row["enterprise__place"]), row["enterprise__place__name"])
            for row in sorted(selectors.by_place(rows), key=lambda r: r["enterprise__place__name"])
        ]

    @staticmethod
    def _officers(rows: FindingQuerySet) -> list[tuple[str, Any]]:
        """Those in charge of something that was found."""
        return [
            (
                str(row["enterprise__responsible"] or "none"),
                row["enterprise__responsible__display_name"] or _("nobody in charge"),
            )
            for row in selectors.by_officer(rows)
        ]

    def found(self) -> FindingQuerySet:
        """The rows, check by check; none when a filter says something that is no choice."""
        if not self.form.is_valid():
            return self.queryset.none()
        rows = self.qs
        if not self.form.cleaned_data.get("state"):
            rows = rows.open()
        return rows.order_by("check_key", "enterprise__sort_key", "pk")

    def by_officer(self, queryset: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """In somebody's charge, or in nobody's."""
        if value == "none":
            return queryset.filter(enterprise__responsible__isnull=True)
        return queryset.filter(enterprise__responsible=int(value))

    def by_state(self, queryset: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """Accepted ones, or all."""
        return queryset.filter(accepted_at__isnull=False) if value == "accepted" else queryset
