"""Lists of assessments: a business's own, a visitor's, the officers'."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Answer, Assessment, AssessmentQuerySet
from assessments.rules import Source, State
from assessments.selectors.frameworks import frameworks_offered
from sme.enterprises import permissions as enterprise_permissions
from sme.enterprises.models import Enterprise
from sme.enterprises.panels import Due


def with_progress(queryset: AssessmentQuerySet) -> AssessmentQuerySet:
    """With the number of answers and the moment of the last one, in the same query."""
    given = Answer.objects.exclude(source=Source.PREFILLED).filter(assessment=OuterRef("pk"))
    answers = given.order_by().values("assessment")
    return queryset.annotate(
        answers_count=Subquery(answers.annotate(n=Count("pk")).values("n")),
        answered_at=Subquery(answers.annotate(last=Max("answered_at")).values("last")),
    )


def assessments_of(enterprise: Enterprise) -> AssessmentQuerySet:
    """An enterprise's assessments, the newest first."""
    found = Assessment.objects.filter(enterprise=enterprise).select_related(
        "framework", "version", "result", "submitted_by"
    )
    light = found.defer("version__document", "result__snapshot", "result__answers")
    return with_progress(light).order_by("-started_at", "-pk")


def visited(queryset: AssessmentQuerySet) -> AssessmentQuerySet:
    """What was answered without an account, with how far it is."""
    found = queryset.exclude(state=State.WITHDRAWN).select_related("framework", "version")
    return with_progress(found.defer("version__document")).order_by("-pk")


def in_list(user: Any) -> AssessmentQuerySet:
    """What the officers' list shows a person."""
    found = Assessment.objects.visible_to(user).select_related(
        "framework", "version", "enterprise__place", "result"
    )
    light = found.defer("version__document", "result__snapshot", "result__answers")
    return with_progress(light)


def distribution(queryset: AssessmentQuerySet) -> dict[int, int]:
    """How many submitted assessments of a list stand at each level; drafts never count."""
    rows = (
        queryset.filter(state=State.SUBMITTED)
        .order_by()
        .values("result__level")
        .annotate(n=Count("pk"))
    )
    return {row["result__level"]: row["n"] for row in rows}


def enterprise_panel(enterprise: Enterprise, user: Any) -> Mapping[str, Any]:
    """What an enterprise's page shows officers."""
    found = list(assessments_of(enterprise)[:10])
    is_office = enterprise_permissions.is_responsible_officer(user, enterprise)
    begun = {each.framework_id for each in found if each.state == State.DRAFT}
    return {
        "assessments": found,
        "assisted": [each for each in found if each.state == State.DRAFT and each.is_assisted]
        if is_office
        else [],
        "enterprise_id": enterprise.pk,
        "offered": [each for each in frameworks_offered() if each.pk not in begun]
        if is_office
        else [],
    }


def todo_for(enterprise: Enterprise) -> Iterator[Due]:
    """What was begun and not sent, for the business's own first page (one query)."""
    for each in (
        Assessment.objects.filter(enterprise=enterprise).drafts().select_related("framework")
    ):
        words = _("Go on with “%(name)s”") % {"name": each.framework.title}
        yield Due(words, reverse("assessments:resume", args=[each.pk]))
