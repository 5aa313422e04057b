"""The site this process serves."""

from flask import current_app

from assessment.config import Settings


def settings() -> Settings:
    """Give the settings of this process."""
    found: Settings = current_app.extensions["settings"]
    return found
