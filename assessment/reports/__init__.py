"""Statistics of a wave, as page, paper and table."""

from flask import Flask

from assessment.reports import views


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
