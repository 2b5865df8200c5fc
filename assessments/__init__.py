"""Readiness: frameworks and their versions, answers, scoring, results."""
