"""Waves, people and roles, the audit log: what administrators look after."""

from flask import Blueprint

bp = Blueprint("waves", __name__)
