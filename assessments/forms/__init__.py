"""Forms of readiness: one question, links for advisers, drafts of questionnaires."""

from assessments.forms.answering import AnswerForm, PaperDayForm, PaperForm
from assessments.forms.authoring import CriterionForm, FrameForm
from assessments.forms.documents import DocumentForm
from assessments.forms.drafts import CopyForm, CrosswalkForm, QuestionForm, ReasonForm, UploadForm
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
    "QuestionForm",
    "ReasonForm",
    "ReplyForm",
    "RoundForm",
    "ShareForm",
    "UploadForm",
]
