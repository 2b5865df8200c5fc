"""Whom we help: enterprises, co-operatives, household businesses, and who acts for them."""
