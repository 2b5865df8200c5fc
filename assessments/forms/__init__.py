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
from assessments.forms.following import (
    AdjustReasonForm,
    ContestForm,
    DaysForm,
    NoteForm,
    ReplyForm,
    RoundForm,
)
from assessments.forms.sharing import ShareForm

__all__ = [
    "AdjustReasonForm",
    "AnswerForm",
    "ContestForm",
    "CopyForm",
    "CriterionForm",
    "CrosswalkForm",
    "DaysForm",
    "DocumentForm",
    "FrameForm",
    "NoteForm",
    "PaperDayForm",
    "PaperForm",
    "ReasonForm",
    "ReplyForm",
    "RoundForm",
    "ShareForm",
    "UploadForm",
]
