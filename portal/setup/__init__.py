"""Roof: role grants and the demonstration world."""
