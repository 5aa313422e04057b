"""What an owner learns: level, reasons, advice, report."""

from flask import Flask

from assessment.results import views


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
