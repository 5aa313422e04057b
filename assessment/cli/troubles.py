"""Foreseeable troubles, each in one clear line."""

import errno

from sqlalchemy.exc import DBAPIError

FULL = "The disk is full."
NO_TABLES = "The database has no tables yet. Run: flask --app wsgi db upgrade"


def of_database(error: DBAPIError) -> str:
    """Say what ails the database."""
    said = str(error.orig).strip().partition("\n")[0]
    if "no such table" in said or ("relation" in said and "does not exist" in said):
        return NO_TABLES
    if "disk is full" in said or "No space left" in said:
        return FULL
    return f"The database says: {said}"


def of_system(error: OSError) -> str:
    """Say what the system refused."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)
