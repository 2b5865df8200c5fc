"""Reads for the first pages, and the mails of the demonstration world."""

from portal.dashboard.selectors.mails import Mail, mails_sent
from portal.dashboard.selectors.morning import Morning, morning_of
from portal.dashboard.selectors.overview import business_facts, office_counts, running_cohorts
from portal.dashboard.selectors.steps import NextStep, Way, next_step_of, steps_of, way_of

__all__ = [
    "Mail",
    "Morning",
    "NextStep",
    "Way",
    "business_facts",
    "mails_sent",
    "morning_of",
    "next_step_of",
    "office_counts",
    "running_cohorts",
    "steps_of",
    "way_of",
]
