"""A database full of labelled, invented enterprises, and the people one may log in as there."""
