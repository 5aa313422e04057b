"""Thước Số measures how far an enterprise has come in its digital transformation."""
