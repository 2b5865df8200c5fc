"""What of this room waits for the office: results to review and contested ones."""

from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, AssessmentQuerySet, Contest, Review
from portal.shared import waiting
from portal.shared.waiting import Kind, Told


def unreviewed(rows: AssessmentQuerySet) -> AssessmentQuerySet:
    """Submitted results of which the office has said nothing yet."""
    return rows.submitted().exclude(Exists(Review.objects.filter(assessment=OuterRef("pk"))))


def contested(rows: AssessmentQuerySet) -> Any:
    """Submitted results with which a business does not agree and that wait for an answer (``contested_at``)."""
    waits = Contest.objects.filter(assessment=OuterRef("pk"), replied_at__isnull=True)
    found = rows.submitted().filter(Exists(waits))
    return found.annotate(contested_at=Subquery(waits.order_by().values("made_at")[:1]))


def _rows(user: Any) -> AssessmentQuerySet:
    found = Assessment.objects.visible_to(user).select_related("framework", "enterprise__place")
    return found.defer("facts")


def _result(row: Assessment) -> Told:
    enterprise: Any = row.enterprise  # there is one: nobody's results are in nobody's list
    about = f"{row.framework.title} · {enterprise.place.name}"
    return Told(enterprise.name, row.get_absolute_url(), about)


def register_kinds() -> None:
    """Contested results first: somebody waits for an answer."""
    here = "assessments:list"
    waiting.register(
        Kind(
            key="assessments.contested",
            label=_("Contested results"),
            act=_("Answer the business"),
            icon="mail",
            rows=lambda user: contested(_rows(user)).order_by("contested_at", "pk"),
            tell=_result,
            address=lambda: f"{reverse(here)}?review=contested",
            since="contested_at",
        ),
        Kind(
            key="assessments.reviews",
            label=_("Results to review"),
            act=_("Review the result"),
            icon="chart",
            rows=lambda user: unreviewed(_rows(user)).order_by("submitted_at", "pk"),
            tell=_result,
            address=lambda: f"{reverse(here)}?review=waiting",
            since="submitted_at",
        ),
    )
