"""What an owner learns: level, reasons, advice, roadmap, report."""

from flask import Flask

from assessment.results import roadmap_views, views

PAGES = (views, roadmap_views)  # Importing each adds its pages to the blueprint.


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
