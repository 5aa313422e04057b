"""Thước Số measures how far an enterprise has come in its digital transformation."""

import gc

# Importing makes a hundred thousand objects that live as long as the process: looking among them for garbage is idle.
gc.set_threshold(100_000)
