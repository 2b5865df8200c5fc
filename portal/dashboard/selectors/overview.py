"""Counts for the first page of a business and of an officer."""

from django.db.models import Count, Q

from portal.accounts.models import User
from portal.dashboard.rules import Facts
from sme.enterprises import selectors as registry
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import SizeClass, State
from sme.marketplaces import selectors as marketplaces
from sme.marketplaces.selectors import verifying as looking
from sme.programmes import selectors as programmes
from sme.programmes.models import Cohort, Enrolment
from sme.programmes.rules import CohortState


def business_facts(enterprise: Enterprise, user: User) -> Facts:
    """What the first page of a business asks about the enterprise (three queries)."""
    return Facts(
        has_identifier=enterprise.identifiers.filter(valid_to__isnull=True).exists(),
        has_phone=bool(enterprise.phone),
        is_size_known=enterprise.size_class != SizeClass.UNKNOWN,
        is_checked=enterprise.state == State.VERIFIED,
        readiness_level=enterprise.readiness_level,
        live_products=enterprise.live_products,
        enrolments=Enrolment.objects.filter(enterprise=enterprise).live().count(),
        open_cohorts=Cohort.objects.filter(state=CohortState.OPEN).count(),
    )


def office_counts(user: User) -> dict[str, int]:
    """Counts over the enterprises that this officer sees, and of what waits for a decision; a few queries."""
    counts: dict[str, int] = (
        Enterprise.objects.visible_to(user)
        .exclude(state=State.CLOSED)
        .aggregate(
            total=Count("pk"),
            new=Count("pk", filter=Q(state=State.NEW)),
            selling=Count("pk", filter=Q(live_products__gt=0)),
            unassessed=Count("pk", filter=Q(readiness_level__isnull=True)),
            unnumbered=Count("pk", filter=Q(has_identifier=False)),
        )
    )
    counts["claims"] = registry.claims_for_office(user).count()
    counts["stuck"] = marketplaces.stuck_count(user)
    counts["applications"] = programmes.applications_to_decide(user).count()
    counts["papers"] = programmes.with_papers_to_check(user).count()
    counts["ending_contracts"] = programmes.contracts_about_to_end(user).count()
    counts["conflicts"] = marketplaces.open_conflicts(user).count()
    counts["pairs"] = registry.pairs_to_decide(user).count()
    waiting = looking.counts(looking.in_queue(user))
    counts |= {f"listings_{name}": number for name, number in waiting.items()}
    return counts


def running_cohorts(user: User, limit: int = 5) -> list[Cohort]:
    """Cohorts that are open or running and that this officer may see."""
    states = [CohortState.OPEN, CohortState.RUNNING]
    return list(programmes.cohorts_visible_to(user).filter(state__in=states)[:limit])
