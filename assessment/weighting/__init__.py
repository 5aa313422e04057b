"""Weight sets: proposing weights for a place of a questionnaire, and writing them into a new version."""

from flask import Flask

from assessment.weighting import views


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
