"""Waves, people and roles, the audit log: what administrators look after."""

from flask import Flask

from assessment.waves import views


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
