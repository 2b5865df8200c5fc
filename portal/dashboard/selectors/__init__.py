"""Reads for the first pages, and the mails of the demonstration world."""

from portal.dashboard.selectors.mails import Mail, mails_sent

__all__ = ["Mail", "mails_sent"]
