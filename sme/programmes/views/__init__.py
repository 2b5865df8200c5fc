"""Pages of this room: for everybody, for a business, and for officers."""
