"""People, their log-ins and their enterprises."""

from flask import Flask

from assessment.accounts import address_views, door, enterprises, members, own, sign_up, views

# Importing each adds its pages to the blueprint.
PAGES = (views, door, sign_up, own, address_views, enterprises, members)


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
