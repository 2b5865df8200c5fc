"""Forms of this room: typed text into clean values; nothing is saved here."""

from sme.programmes.forms.applications import (
    ApplicationForm,
    BulkDecisionForm,
    DecisionForm,
    decision_words,
)
from sme.programmes.forms.eligibility import RulesForm
from sme.programmes.forms.offering import (
    CohortForm,
    CohortMoveForm,
    EnrolmentForm,
    ProgrammeForm,
    VersionedForm,
)

__all__ = [
    "ApplicationForm",
    "BulkDecisionForm",
    "CohortForm",
    "CohortMoveForm",
    "DecisionForm",
    "EnrolmentForm",
    "ProgrammeForm",
    "RulesForm",
    "VersionedForm",
    "decision_words",
]
