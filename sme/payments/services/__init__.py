"""Acts on what is owed and paid; each module keeps one of them."""
