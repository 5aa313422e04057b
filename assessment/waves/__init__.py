"""Waves, people and roles, the audit log: what administrators look after."""

from flask import Flask

from assessment.waves import (
    audit_pages,
    enterprise_pages,
    people_pages,
    questionnaire_pages,
    views,
    wave_pages,
    work_pages,
)

# Importing each adds its pages to the blueprint.
PAGES = (views, wave_pages, people_pages, enterprise_pages, audit_pages, questionnaire_pages, work_pages)


def init_app(app: Flask) -> None:
    """Register this feature's pages."""
    app.register_blueprint(views.bp)
