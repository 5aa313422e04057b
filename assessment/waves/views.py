"""The administrators' first page: what waits, and the waves that run."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assessment.policy import ADMINISTRATORS
from assessment.waves import overview
from assessment.web.access import allow
from assessment.web.transaction import db, today

bp = Blueprint("waves", __name__, url_prefix="/admin")


@bp.get("/")
@allow(ADMINISTRATORS)
def home() -> ResponseReturnValue:
    """Show what waits, the running waves with their counts, and the way to everything else."""
    return render_template("waves/home.html", overview=overview.overview(db(), today()), today=today())
