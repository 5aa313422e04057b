"""The Association's queue and decisions."""

from flask import Flask

from assessment.review import views


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
