"""Guidance: Wagtail pages and blocks that editors write."""
