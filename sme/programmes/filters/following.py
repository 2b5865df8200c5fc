"""How people narrow milestones of enterprises and tasks of officers."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from sme.programmes import selectors
from sme.programmes.filters.enterprises import ALL, OfEnterprise
from sme.programmes.models import Reached, Task
from sme.programmes.rules import SOON


def _cohorts(request: Any) -> "QuerySet[Any]":
    """Those that this officer may open, by code."""
    return selectors.cohorts_visible_to(request.user).order_by("code")


class OfEnrolment(OfEnterprise):
    """What lists of enrolments' things are narrowed by."""

    to_enterprise = "enrolment__enterprise"
    cohort = django_filters.ModelChoiceFilter(
        label=_("Cohort"), queryset=_cohorts, field_name="enrolment__cohort", empty_label=ALL
    )


class MilestoneFilter(OfEnrolment):
    """Milestones of enterprises."""

    due = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("overdue", _("overdue")),
            ("soon", _("due within 14 days")),
            ("open", _("not done yet")),
            ("done", _("done")),
        ],
        method="that_stands",
        empty_label=ALL,
    )

    class Meta:
        model = Reached
        fields: tuple[str, ...] = ()

    def that_stands(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """As ``selectors.overdue_milestones`` counts it, and its neighbours."""
        today = clock.today()
        if value == "done":
            return rows.filter(done_on__isnull=False)
        if value == "overdue":
            return rows.overdue(today)  # type: ignore[attr-defined]
        rows = rows.expected()  # type: ignore[attr-defined]
        return rows.filter(due_on__range=(today, today + SOON)) if value == "soon" else rows


class TaskFilter(OfEnrolment):
    """Tasks of officers."""

    whose = django_filters.ChoiceFilter(
        label=_("Whose"),
        choices=[("mine", _("mine, or nobody's"))],
        method="of_desk",
        empty_label=ALL,
    )
    due = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("now", _("due, overdue")),
            ("open", _("not done yet")),
            ("done", _("done")),
        ],
        method="that_stands",
        empty_label=ALL,
    )

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    def of_desk(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """As ``selectors.due_tasks`` counts them."""
        return rows.for_desk_of(self.request.user)  # type: ignore[attr-defined]

    def that_stands(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Due now, open or done."""
        if value == "done":
            return rows.filter(done_at__isnull=False)
        return selectors.due_now(rows) if value == "now" else rows.open()  # type: ignore[arg-type, attr-defined]
