"""Pages of the registry: the officers' workspace, the business's own record, and its registration."""
