"""Filling in: task list, pages, check and submission."""

from flask import Flask

from assessment.survey import questions, views


def init_app(app: Flask) -> None:
    """Register this feature's pages, and what their templates call to write a question."""
    app.register_blueprint(views.bp)
    app.jinja_env.globals["written"] = questions.written
