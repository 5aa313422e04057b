"""The Association's queue and decisions."""

from flask import Flask

from assessment.review import passing_views, views

PAGES = (views, passing_views)  # Importing each adds its pages to the blueprint.


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
