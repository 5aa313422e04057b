"""Statistics of a wave, as page, paper and table."""

from flask import Flask

from assessment.reports import quality_views, views

# Importing each adds its pages to the blueprint.
PAGES = (views, quality_views)


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
