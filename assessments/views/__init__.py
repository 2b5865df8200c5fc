"""Pages of readiness: the public invitation, the business's answering and results, the officers' list."""
