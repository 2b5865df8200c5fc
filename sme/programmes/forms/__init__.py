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
from sme.programmes.forms.support import CommitForm, EntryForm

__all__ = [
    "ApplicationForm",
    "BulkDecisionForm",
    "CohortForm",
    "CohortMoveForm",
    "CommitForm",
    "DecisionForm",
    "EnrolmentForm",
    "EntryForm",
    "ProgrammeForm",
    "RulesForm",
    "VersionedForm",
    "decision_words",
]
