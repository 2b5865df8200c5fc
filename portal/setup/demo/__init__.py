"""The demonstration world: invented, deterministic, made by calling the rooms' own services."""
