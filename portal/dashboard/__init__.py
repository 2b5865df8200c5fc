"""Roof: what a signed-in person sees first, by role."""
