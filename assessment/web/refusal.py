"""A form that cannot be accepted: its page again, with what was typed, and nothing changed."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

UNPROCESSABLE = 422


def refused(template: str, status: int = UNPROCESSABLE, /, **words: object) -> ResponseReturnValue:
    """Show a form again. The database is let go first: rendering must never keep other writers waiting."""
    session = g.pop("db", None)
    if session is not None:
        session.close()
    return render_template(template, **words), status
