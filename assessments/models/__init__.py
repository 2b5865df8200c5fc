"""Frameworks and their frozen versions, assessments, answers (one row each) and frozen results."""

from assessments.models.answering import Answer, Assessment, AssessmentQuerySet
from assessments.models.crosswalks import Crosswalk
from assessments.models.frameworks import Framework, FrameworkQuerySet, FrameworkVersion
from assessments.models.guides import GuideDone
from assessments.models.results import PillarResult, Result
from assessments.models.reviews import Contest, Review
from assessments.models.rounds import Campaign, CampaignQuerySet, CampaignResult, Reminder
from assessments.models.sharing import ResultLink, ResultLinkQuerySet

__all__ = [
    "Answer",
    "Assessment",
    "AssessmentQuerySet",
    "Campaign",
    "CampaignQuerySet",
    "CampaignResult",
    "Contest",
    "Crosswalk",
    "Framework",
    "FrameworkQuerySet",
    "FrameworkVersion",
    "GuideDone",
    "PillarResult",
    "Reminder",
    "Result",
    "ResultLink",
    "ResultLinkQuerySet",
    "Review",
]
