"""Filling in: task list, pages, check and submission."""

from flask import Blueprint

bp = Blueprint("survey", __name__)
