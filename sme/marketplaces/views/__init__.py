"""Pages of listings: the officer's, the figure's, and the business's own."""
