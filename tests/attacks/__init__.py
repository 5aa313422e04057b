"""Attacks that once succeeded, and must not again."""
