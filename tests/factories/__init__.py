"""Makers of rows for tests, one module per room."""
