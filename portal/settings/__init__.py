"""Settings of the four kinds of place the portal runs in."""
