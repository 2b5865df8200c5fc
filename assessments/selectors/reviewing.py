"""Reviews and contested results."""

from assessments.models import Assessment, AssessmentQuerySet, Contest, Review
from assessments.rules import Source


def last_review(assessment: Assessment) -> Review | None:
    """The office's newest word on a result."""
    return Review.objects.filter(assessment=assessment).order_by("-pk").first()


def is_assisted(assessment: Assessment) -> bool:
    """An officer answered a question of it, or typed it in from paper."""
    by_office = (Source.ASSISTED, Source.PAPER)
    return assessment.answers.filter(source__in=by_office).exists()


def contests_of(assessment: Assessment) -> list[Contest]:
    """What the business said about a result and what the office answered, the newest first."""
    return list(
        Contest.objects.filter(assessment=assessment).select_related("made_by", "replied_by")
    )


def later_results(assessment: Assessment) -> AssessmentQuerySet:
    """Newer submitted results of the same enterprise and questionnaire."""
    return Assessment.objects.submitted().filter(
        enterprise=assessment.enterprise_id,
        framework=assessment.framework_id,
        submitted_at__gt=assessment.submitted_at,
    )
