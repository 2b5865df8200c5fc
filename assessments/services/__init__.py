"""Acts of readiness: versions are loaded and frozen, answers kept, assessments submitted and withdrawn."""

from assessments.services.answering import Saved, StaleAnswer, save_answer, save_answers, start
from assessments.services.finishing import submit, withdraw
from assessments.services.versions import import_version, load_shipped, offer, publish

__all__ = [
    "Saved",
    "StaleAnswer",
    "import_version",
    "load_shipped",
    "offer",
    "publish",
    "save_answer",
    "save_answers",
    "start",
    "submit",
    "withdraw",
]
