"""Personal data: what is kept, consent, copies, leaving, and the requests the Association has to answer in time."""

from flask import Flask

from assessment.privacy import agreed_views, inbox_views, leaving_views, pausing, request_views, views

PAGES = (views, request_views, leaving_views, inbox_views, agreed_views)  # Importing each adds its pages.


def init_app(app: Flask) -> None:
    """Register this feature's pages, and stop what a person has withdrawn their consent to."""
    app.register_blueprint(views.bp)
    pausing.init_app(app)
