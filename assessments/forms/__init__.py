"""Forms of readiness: one question, links for advisers."""

from assessments.forms.answering import AnswerForm
from assessments.forms.sharing import ShareForm

__all__ = ["AnswerForm", "ShareForm"]
