"""What an owner learns: level, reasons, advice, report."""

from flask import Blueprint

bp = Blueprint("results", __name__)
