"""Forms of readiness: one question, links for advisers, drafts of questionnaires."""

from assessments.forms.answering import AnswerForm
from assessments.forms.authoring import (
    CopyForm,
    CriterionForm,
    CrosswalkForm,
    DocumentForm,
    FrameForm,
    ReasonForm,
    UploadForm,
)
from assessments.forms.sharing import ShareForm

__all__ = [
    "AnswerForm",
    "CopyForm",
    "CriterionForm",
    "CrosswalkForm",
    "DocumentForm",
    "FrameForm",
    "ReasonForm",
    "ShareForm",
    "UploadForm",
]
