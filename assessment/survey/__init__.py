"""Filling in: task list, pages, check and submission."""

from flask import Flask

from assessment.survey import evidence_views, paper_views, people_views, questions, views

PAGES = (views, evidence_views, people_views, paper_views)  # Importing each adds its pages to the blueprint.


def init_app(app: Flask) -> None:
    """Register this feature's pages, and what their templates call to write a question."""
    app.register_blueprint(views.bp)
    app.jinja_env.globals["written"] = questions.written
