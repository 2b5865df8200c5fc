"""Forms of readiness: one question, links for advisers, drafts of questionnaires."""

from assessments.forms.answering import AnswerForm, PaperDayForm, PaperForm
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
    "PaperDayForm",
    "PaperForm",
    "ReasonForm",
    "ShareForm",
    "UploadForm",
]
