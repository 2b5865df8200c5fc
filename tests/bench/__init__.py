"""Measurements: figures as ratios to references of the same run (docs/howto/measure.md)."""
