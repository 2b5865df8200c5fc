"""Pages of this room: the roster and its files, and the reports."""
