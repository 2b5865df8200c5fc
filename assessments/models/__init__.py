"""Frameworks and their frozen versions, assessments, answers (one row each) and frozen results."""

from assessments.models.answering import Answer, Assessment, AssessmentQuerySet
from assessments.models.frameworks import Framework, FrameworkQuerySet, FrameworkVersion
from assessments.models.results import PillarResult, Result

__all__ = [
    "Answer",
    "Assessment",
    "AssessmentQuerySet",
    "Framework",
    "FrameworkQuerySet",
    "FrameworkVersion",
    "PillarResult",
    "Result",
]
