"""Forms of this room: typed text into clean values; nothing is saved here."""

from sme.programmes.forms.eligibility import RulesForm
from sme.programmes.forms.offering import (
    CohortForm,
    CohortMoveForm,
    EnrolmentForm,
    ProgrammeForm,
    VersionedForm,
)

__all__ = [
    "CohortForm",
    "CohortMoveForm",
    "EnrolmentForm",
    "ProgrammeForm",
    "RulesForm",
    "VersionedForm",
]
