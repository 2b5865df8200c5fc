"""Where they sell: marketplaces, storefronts, products, listings, the headline figure."""
