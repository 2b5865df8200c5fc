"""How people narrow the queue of applications."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sme.programmes.models import Application
from sme.programmes.rules import ApplicationState

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
