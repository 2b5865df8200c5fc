"""Counts for the first page of a business and of an officer."""

from typing import Any

from django.db.models import Count, Exists, IntegerField, Q, Subquery
from django.db.models.functions import Coalesce

from portal.accounts.models import User
from portal.dashboard.rules import Facts
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import SizeClass, State
from sme.programmes import selectors as programmes
from sme.programmes.models import Cohort, Enrolment
from sme.programmes.rules import CohortState


def business_facts(enterprise: Enterprise, user: User) -> Facts:
    """What the first page of a business asks about the enterprise (one query)."""
    numbers = enterprise.identifiers.filter(valid_to__isnull=True)
    enrolments = Enrolment.objects.filter(enterprise=enterprise).live().order_by()
    cohorts = Cohort.objects.filter(state=CohortState.OPEN).order_by()
    known = Enterprise.objects.filter(pk=enterprise.pk).values_list(
        Exists(numbers), _count(enrolments.values("enterprise")), _count(cohorts.values("state"))
    )
    has_identifier, enrolled, is_open = known.get()
    return Facts(
        has_identifier=has_identifier,
        has_phone=bool(enterprise.phone),
        is_size_known=enterprise.size_class != SizeClass.UNKNOWN,
        is_checked=enterprise.state == State.VERIFIED,
        readiness_level=enterprise.readiness_level,
        live_products=enterprise.live_products,
        enrolments=enrolled,
        open_cohorts=is_open,
    )


def _count(grouped: Any) -> Any:
    """How many rows a grouped query has, as a part of another one."""
    counted = grouped.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def office_counts(user: User) -> dict[str, int]:
    """How many enterprises this officer sees, and how many of them sell on marketplaces; one query."""
    return (
        Enterprise.objects.visible_to(user)
        .exclude(state=State.CLOSED)
        .aggregate(total=Count("pk"), selling=Count("pk", filter=Q(live_products__gt=0)))
    )


def running_cohorts(user: User, limit: int = 5) -> list[Cohort]:
    """Cohorts that are open or running and that this officer may see."""
    states = [CohortState.OPEN, CohortState.RUNNING]
    return list(programmes.cohorts_visible_to(user).filter(state__in=states)[:limit])
