"""Template words of the first pages."""
