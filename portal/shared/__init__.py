"""Floor: what every room stands on."""
