"""Statistics of a wave, as page, paper and table."""

from flask import Blueprint

bp = Blueprint("reports", __name__)
