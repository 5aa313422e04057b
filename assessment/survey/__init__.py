"""Filling in: task list, pages, check and submission."""

from flask import Flask

from assessment.survey import views


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
