"""How officers narrow and sort the list of assessments; every state of it is an address."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, AssessmentQuerySet, Framework, Review
from assessments.rules import Round, State
from assessments.selectors.waiting import contested, unreviewed
from portal.shared.forms import SearchInput
from sme.enterprises import selectors as enterprises
from sme.enterprises.filters import PlaceChoiceField, TextFilter
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import Kind, SizeClass
from sme.places import selectors as places
from sme.places.models import Unit

# What ?sort= may say, and the columns it means; the key settles what is equal.
SORTS: dict[str, tuple[str, ...]] = {
    "name": ("enterprise__sort_key", "pk"),
    "framework": ("framework__position", "-submitted_at", "pk"),
    "level": ("result__level", "result__percent", "pk"),
    "percent": ("result__percent", "pk"),
    "submitted": ("submitted_at", "started_at", "pk"),
}
DEFAULT_SORT = "-submitted"
REVIEWS = [
    ("waiting", _("Not reviewed yet")),
    ("reviewed", _("Reviewed")),
    ("adjusted", _("Reviewed and adjusted")),
    ("contested", _("Contested, waits for an answer")),
]


class PlaceFilter(django_filters.Filter):
    """Assessments of enterprises whose place lies in a unit, by either map."""

    field_class = PlaceChoiceField

    def filter(self, qs: AssessmentQuerySet, value: Unit | None) -> AssessmentQuerySet:
        """Rolled up across 1 July 2025."""
        return qs.filter(enterprise__place_id__in=places.roll_up_ids(value)) if value else qs


class PlaceOfEnterprise(django_filters.Filter):
    """Enterprises whose place lies in a unit, by either map."""

    field_class = PlaceChoiceField

    def filter(self, qs: Any, value: Unit | None) -> Any:
        """Rolled up across 1 July 2025."""
        return qs.filter(place_id__in=places.roll_up_ids(value)) if value else qs


class AssessmentFilter(django_filters.FilterSet):
    """The filters of the list; ``user`` decides which places are offered."""

    q = TextFilter(
        label=_("Search"),
        method="search",
        max_length=200,
        widget=SearchInput(attrs={"autocapitalize": "none"}),
    )
    framework = django_filters.ModelChoiceFilter(
        label=_("Questionnaire"),
        queryset=Framework.objects.all(),
        to_field_name="slug",
        empty_label="–",
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"),
        field_name="result__level",
        choices=[(n, str(n)) for n in range(6)],
        empty_label="–",
    )
    place = PlaceFilter(label=_("Place"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), field_name="enterprise__kind", choices=Kind.choices, empty_label="–"
    )
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), field_name="result__sector", choices=[], empty_label="–"
    )
    size = django_filters.ChoiceFilter(
        label=_("Size"), field_name="result__size_class", choices=SizeClass.choices, empty_label="–"
    )
    round = django_filters.ChoiceFilter(label=_("Round"), choices=Round.choices, empty_label="–")
    review = django_filters.ChoiceFilter(
        label=_("Review"), method="reviewed", choices=REVIEWS, empty_label="–"
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label="–")

    class Meta:
        model = Assessment
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: AssessmentQuerySet, user: Any) -> None:
        super().__init__(data, queryset=queryset)
        self.filters["sector"].extra["choices"] = enterprises.sector_choices()[1:]
        self.form.fields["place"].offer(places.choices_for(user))

    @property
    def sort(self) -> str:
        """The order asked for; anything unknown is the newest first."""
        asked = (self.data or {}).get("sort", "")
        return asked if asked.removeprefix("-") in SORTS else DEFAULT_SORT

    def in_scope(self) -> AssessmentQuerySet:
        """The rows without an order; none when a filter says something that is no choice."""
        return self.qs if self.form.is_valid() else self.queryset.none()

    def found(self) -> AssessmentQuerySet:
        """The rows, in order."""
        columns = SORTS[self.sort.removeprefix("-")]
        if self.sort.startswith("-"):
            columns = tuple(
                column.removeprefix("-") if column.startswith("-") else f"-{column}"
                for column in columns
            )
        return self.in_scope().order_by(*columns)

    def is_on(self) -> bool:
        """Something is filtered for."""
        values = self.form.cleaned_data.values() if self.form.is_valid() else []
        return any(value not in (None, "") for value in values)

    def search(self, queryset: AssessmentQuerySet, name: str, value: str) -> AssessmentQuerySet:
        """By the enterprise's name, number, phone, person or place."""
        named = enterprises.search(Enterprise.objects.all(), value)
        return queryset.filter(enterprise__in=named.order_by().values("pk"))

    def reviewed(self, queryset: AssessmentQuerySet, name: str, value: str) -> AssessmentQuerySet:
        """The queue of reviews: submitted results by what the office has said of them."""
        if value == "contested":
            return contested(queryset)
        if value == "waiting":
            return unreviewed(queryset)
        found = queryset.filter(state=State.SUBMITTED)
        said = Review.objects.filter(assessment=OuterRef("pk"))
        return found.filter(Exists(said.exclude(adjusted=[]) if value == "adjusted" else said))


class AskedFilter(django_filters.FilterSet):
    """The filters of a round: who has answered, where, by name."""

    q = TextFilter(label=_("Search"), method="search", max_length=200, widget=SearchInput())
    answered = django_filters.ChoiceFilter(
        label=_("Answered"),
        method="by_answer",
        choices=[("no", _("Not answered yet")), ("yes", _("Answered"))],
        empty_label="–",
    )
    place = PlaceOfEnterprise(label=_("Place"))

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: Any, user: Any) -> None:
        super().__init__(data, queryset=queryset)
        self.form.fields["place"].offer(places.choices_for(user))

    def found(self) -> Any:
        """The rows; none when a filter says something that is no choice."""
        return self.qs if self.form.is_valid() else self.queryset.none()

    def by_answer(self, queryset: Any, name: str, value: str) -> Any:
        """With or without a result that counts in the round."""
        return queryset.filter(answered_id__isnull=value == "no")

    def search(self, queryset: Any, name: str, value: str) -> Any:
        """By the enterprise's name, number, phone or person."""
        named = enterprises.search(Enterprise.objects.all(), value)
        return queryset.filter(pk__in=named.order_by().values("pk"))
