"""People, their log-ins and their enterprises."""

from flask import Flask

from assessment.accounts import views


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
