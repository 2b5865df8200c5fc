"""Floor: people, their roles and how they sign in."""
