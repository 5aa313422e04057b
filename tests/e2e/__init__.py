"""Journeys in a real browser against a running server; `make browser` runs them."""
