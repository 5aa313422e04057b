"""Certificates, and the page where anyone checks them."""

from flask import Flask

from assessment.certificates import views


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
