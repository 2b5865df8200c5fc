"""What the office offers (programmes), to whom and when (cohorts), and who takes part (enrolments)."""

from sme.programmes.models.cohorts import Cohort, CohortQuerySet
from sme.programmes.models.eligibility import EligibilityRule, EligibilityRuleQuerySet
from sme.programmes.models.enrolments import Enrolment, EnrolmentQuerySet
from sme.programmes.models.programmes import Programme, ProgrammeQuerySet

__all__ = [
    "Cohort",
    "CohortQuerySet",
    "EligibilityRule",
    "EligibilityRuleQuerySet",
    "Enrolment",
    "EnrolmentQuerySet",
    "Programme",
    "ProgrammeQuerySet",
]
