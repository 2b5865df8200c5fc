"""Template words of the floor."""
