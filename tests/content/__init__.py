"""Tests of the guidance that editors publish."""
