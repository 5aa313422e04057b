"""People, their log-ins and their enterprises."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
