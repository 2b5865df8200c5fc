"""Template words of this room; see ``enterprise_tags``."""
