"""Administrative units with validity dates, and the map from old units to new ones."""
