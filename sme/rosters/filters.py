"""What a roster can be filtered by, on screen, in an export and on the command line alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.forms import SearchInput
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import Kind, SizeClass
from sme.places import selectors as places
from sme.places.models import Unit
from sme.programmes.models import Cohort, Enrolment, EnrolmentQuerySet
from sme.programmes.rules import EnrolmentState
from sme.rosters import selectors
from sme.rosters.rules import Came, PaidState

NO_LEVEL = "none"
LEVELS = [(str(level), str(level)) for level in range(6)]


def _places(user: User | None) -> QuerySet[Unit]:
    """Today's communes, of an officer of named places those of the remit."""
    units = places.communes_on(clock.today())
    remit = None if user is None or user.is_administrator else places.remit_unit_ids(user)
    return units if remit is None else units.filter(pk__in=remit)


def _sectors() -> list[tuple[str, str]]:
    """The sections of the classification, in the reader's language."""
    return [(code, str(each)) for code, each in enterprises.classification().sections.items()]


class RosterFilter(django_filters.FilterSet):
    """Filters of a roster; the name of each is part of its web address and of the command."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Name, number or phone"),
        method="search",
        max_length=200,
        widget=SearchInput,
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=EnrolmentState.choices,
        empty_label=gettext_lazy("All"),
    )
    place = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Commune or ward"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        method="in_place",
        empty_label=gettext_lazy("All"),
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"),
        field_name="enterprise__kind",
        choices=Kind.choices,
        empty_label=gettext_lazy("All"),
    )
    size = django_filters.ChoiceFilter(
        label=gettext_lazy("Size class"),
        field_name="enterprise__size_class",
        choices=SizeClass.choices,
        empty_label=gettext_lazy("All"),
    )
    sector = django_filters.ChoiceFilter(
        label=gettext_lazy("Sector"),
        field_name="enterprise__sector",
        choices=(),
        empty_label=gettext_lazy("All"),
    )
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("Readiness level"),
        method="at_level",
        choices=[*LEVELS, (NO_LEVEL, gettext_lazy("Not yet known"))],
        empty_label=gettext_lazy("All"),
    )
    listed = django_filters.ChoiceFilter(
        label=gettext_lazy("Sells on marketplaces"),
        method="is_listed",
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        empty_label=gettext_lazy("All"),
    )
    paid = django_filters.ChoiceFilter(
        label=gettext_lazy("Paid"),
        method="has_paid",
        choices=PaidState.choices,
        empty_label=gettext_lazy("All"),
    )
    attendance = django_filters.ChoiceFilter(
        label=gettext_lazy("Attendance"),
        method="has_come",
        choices=Came.choices,
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Enrolment
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: Any, queryset: EnrolmentQuerySet, *, user: User | None, cohort: Cohort
    ) -> None:
        super().__init__(data, queryset)
        self.cohort = cohort
        self.filters["place"].queryset = _places(user)
        self.filters["sector"].extra["choices"] = _sectors()

    def search(self, rows: EnrolmentQuerySet, _name: str, written: str) -> EnrolmentQuerySet:
        """Each word somewhere in the name, the numbers or the phones, whatever the accents."""
        return rows.filter(enterprise__in=enterprises.search(Enterprise.objects.all(), written))

    def in_place(self, rows: EnrolmentQuerySet, _name: str, unit: Unit) -> EnrolmentQuerySet:
        """In the unit, or in a former unit that went wholly into it."""
        return rows.filter(enterprise__place__in=places.roll_up_ids(unit))

    def at_level(self, rows: EnrolmentQuerySet, _name: str, level: str) -> EnrolmentQuerySet:
        """At this level; ``none``: not assessed."""
        if level == NO_LEVEL:
            return rows.filter(enterprise__readiness_level__isnull=True)
        return rows.filter(enterprise__readiness_level=int(level))

    def is_listed(self, rows: EnrolmentQuerySet, _name: str, answer: str) -> EnrolmentQuerySet:
        """With products on marketplaces now, or without."""
        if answer == "yes":
            return rows.filter(enterprise__live_products__gt=0)
        return rows.filter(enterprise__live_products=0)

    def has_paid(self, rows: EnrolmentQuerySet, _name: str, answer: str) -> EnrolmentQuerySet:
        """By what was asked for the place: paid, still open, or nothing asked."""
        return selectors.with_paid(rows, answer)

    def has_come(self, rows: EnrolmentQuerySet, _name: str, answer: str) -> EnrolmentQuerySet:
        """By the sessions held so far."""
        return selectors.with_attendance(rows, self.cohort, answer)


@dataclass(frozen=True)
class Asked:
    """A filtered, ordered roster, and its filter in words."""

    rows: EnrolmentQuerySet
    words: list[tuple[str, str]]
    filterset: RosterFilter
    sort: str


def asked(cohort: Cohort, user: User | None, data: MultiValueDict) -> Asked:
    """What these parameters ask of a cohort's roster; with a value that is none, no rows (the form says why)."""
    filterset = RosterFilter(data, selectors.roster(cohort, user), user=user, cohort=cohort)
    rows = filterset.qs if filterset.is_valid() else filterset.queryset.none()
    sort = data.get("sort", "")
    return Asked(selectors.ordered(rows, sort), words(filterset), filterset, sort)


def asked_strictly(cohort: Cohort, user: User | None, data: MultiValueDict) -> Asked:
    """As ``asked``, but refuses a value that is none instead of showing nothing."""
    found = asked(cohort, user, data)
    for name, errors in found.filterset.form.errors.items():
        raise RuleBroken(
            "filter_value",
            _("Filter “%(name)s”: %(error)s") % {"name": name, "error": " ".join(errors)},
        )
    return found


def parsed(query: str) -> MultiValueDict:
    """A filter written as in a web address (``state=enrolled&place=29869``).

    Refuses what is no such text, a key that is no filter, and a second value where one is allowed.
    """
    data: MultiValueDict[str, str] = MultiValueDict()
    try:
        pairs = parse_qsl(
            query.strip().lstrip("?"), keep_blank_values=True, strict_parsing=bool(query.strip())
        )
    except ValueError:
        raise RuleBroken(
            "filter_unreadable",
            _(
                "Write a filter as key=value, several joined by &, as in state=enrolled&kind=household."
            ),
        ) from None
    known = RosterFilter.base_filters
    for key, value in pairs:
        if key != "sort" and key not in known:
            raise RuleBroken(
                "filter_unknown",
                _("There is no filter “%(key)s”. Filters: %(known)s.")
                % {"key": key[:60], "known": ", ".join([*known, "sort"])},
            )
        if key in data:
            raise RuleBroken(
                "filter_twice", _("The filter “%(key)s” takes one value.") % {"key": key}
            )
        if key == "sort" and value.lstrip("-") not in selectors.SORTS:
            raise RuleBroken(
                "sort_unknown",
                _("Sorting is possible by: %(known)s.") % {"known": ", ".join(selectors.SORTS)},
            )
        data[key] = value
    return data


def query_of(data: MultiValueDict) -> str:
    """The part of an address that filters and sorts, for a job that is to read it again."""
    keys = (*RosterFilter.base_filters, "sort")
    return urlencode(
        [(key, value) for key in keys for value in data.getlist(key) if value], doseq=True
    )


def words(filterset: RosterFilter) -> list[tuple[str, str]]:
    """The filter as a person reads it: (what, which)."""
    form = filterset.form
    if not form.is_valid():
        return []
    found = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", []):
            continue
        labels: Mapping[str, Any] = {}
        if not isinstance(field, forms.ModelChoiceField):
            labels = (
                {str(key): label for key, label in field.choices}
                if hasattr(field, "choices")
                else {}
            )
        values = value if isinstance(value, list) else [value]
        shown = ", ".join(str(labels.get(str(each), each)) for each in values)
        found.append((str(field.label), shown))
    return found
