"""Reads for the first pages, and the mails of the demonstration world."""

from portal.dashboard.selectors.mails import Mail, mails_sent
from portal.dashboard.selectors.overview import business_facts, office_counts, running_cohorts

__all__ = ["Mail", "business_facts", "mails_sent", "office_counts", "running_cohorts"]
