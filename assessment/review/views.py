"""The Association's queue and decisions."""

from flask import Blueprint

bp = Blueprint("review", __name__)
