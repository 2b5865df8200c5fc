"""What the office offers (programmes), to whom and when (cohorts), and who takes part (enrolments)."""

from sme.programmes.models.adoption import Adoption, AdoptionQuerySet, Solution, SolutionQuerySet
from sme.programmes.models.applications import (
    Application,
    ApplicationDocument,
    ApplicationQuerySet,
)
from sme.programmes.models.certificates import (
    Certificate,
    CertificateQuerySet,
    DecisionLetter,
    LetterQuerySet,
)
from sme.programmes.models.cohorts import Cohort, CohortQuerySet
from sme.programmes.models.eligibility import EligibilityRule, EligibilityRuleQuerySet
from sme.programmes.models.enrolments import Enrolment, EnrolmentQuerySet
from sme.programmes.models.following import (
    Milestone,
    Note,
    Reached,
    ReachedQuerySet,
    Task,
    TaskQuerySet,
)
from sme.programmes.models.freezes import FrozenQuerySet, RosterFreeze
from sme.programmes.models.papers import CohortPaper
from sme.programmes.models.programmes import Programme, ProgrammeQuerySet
from sme.programmes.models.sessions import (
    Session,
    SessionQuerySet,
    SignUp,
    SignUpQuerySet,
)
from sme.programmes.models.support import (
    AppendOnly,
    SupportContract,
    SupportDocument,
    SupportEntry,
    SupportYear,
    SupportYearQuerySet,
)

__all__ = [
    "Adoption",
    "AdoptionQuerySet",
    "AppendOnly",
    "Application",
    "ApplicationDocument",
    "ApplicationQuerySet",
    "Certificate",
    "CertificateQuerySet",
    "Cohort",
    "CohortPaper",
    "CohortQuerySet",
    "DecisionLetter",
    "EligibilityRule",
    "EligibilityRuleQuerySet",
    "Enrolment",
    "EnrolmentQuerySet",
    "FrozenQuerySet",
    "LetterQuerySet",
    "Milestone",
    "Note",
    "Programme",
    "ProgrammeQuerySet",
    "Reached",
    "ReachedQuerySet",
    "RosterFreeze",
    "Session",
    "SessionQuerySet",
    "SignUp",
    "SignUpQuerySet",
    "Solution",
    "SolutionQuerySet",
    "SupportContract",
    "SupportDocument",
    "SupportEntry",
    "SupportYear",
    "SupportYearQuerySet",
    "Task",
    "TaskQuerySet",
]
