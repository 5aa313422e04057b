"""Answers and texts as values: their states, how figures are written, how both are checked and stored."""
