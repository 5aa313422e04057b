"""Certificates, and the page where anyone checks them."""

from flask import Blueprint

bp = Blueprint("certificates", __name__)
