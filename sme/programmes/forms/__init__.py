"""Forms of this room: typed text into clean values; nothing is saved here."""

from sme.programmes.forms.adoption import UseForm
from sme.programmes.forms.applications import (
    ApplicationForm,
    BulkDecisionForm,
    DecisionForm,
    decision_words,
)
from sme.programmes.forms.eligibility import RulesForm
from sme.programmes.forms.following import (
    CopyForm,
    DoneForm,
    LeaveForm,
    MilestoneForm,
    NoteForm,
    OutcomeForm,
    TaskForm,
    TaskMoveForm,
    TimeForm,
)
from sme.programmes.forms.offering import (
    CohortForm,
    CohortMoveForm,
    EnrolmentForm,
    ProgrammeForm,
    VersionedForm,
)
from sme.programmes.forms.papers import PapersForm
from sme.programmes.forms.sessions import SessionForm
from sme.programmes.forms.support import CommitForm, EntryForm, PaperForm

__all__ = [
    "ApplicationForm",
    "BulkDecisionForm",
    "CohortForm",
    "CohortMoveForm",
    "CommitForm",
    "CopyForm",
    "DecisionForm",
    "DoneForm",
    "EnrolmentForm",
    "EntryForm",
    "LeaveForm",
    "MilestoneForm",
    "NoteForm",
    "OutcomeForm",
    "PaperForm",
    "PapersForm",
    "ProgrammeForm",
    "RulesForm",
    "SessionForm",
    "TaskForm",
    "TaskMoveForm",
    "TimeForm",
    "UseForm",
    "VersionedForm",
    "decision_words",
]
