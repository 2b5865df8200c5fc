"""Words about people in templates."""
