"""People, their log-ins and their enterprises."""

from flask import Flask

from assessment.accounts import address_views, door, enterprises, members, own, sign_up, views

PAGES = (
    views,
    door,
    sign_up,
    own,
    address_views,
    enterprises,
    members,
)  # Importing each adds its pages to the blueprint.


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
