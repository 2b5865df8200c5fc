"""Template filters and tags of the floor."""
