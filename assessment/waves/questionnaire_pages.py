"""Pages of the published questionnaires, for reading only."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from assessment.policy import ADMINISTRATORS
from assessment.waves import library
from assessment.waves.reading import Reader, plain
from assessment.waves.views import bp
from assessment.web.access import allow
from assessment.web.language import OWN_NAMES, language
from assessment.web.transaction import db


@bp.get("/questionnaires")
@allow(ADMINISTRATORS)
def questionnaires() -> ResponseReturnValue:
    """List the published versions with hash, size and use."""
    return render_template("waves/questionnaires.html", versions=library.versions(db()))


@bp.get("/questionnaires/<slug>/<version>")
@allow(ADMINISTRATORS)
def questionnaire(slug: str, version: str) -> ResponseReturnValue:
    """Show a questionnaire whole, in the language asked for."""
    found = library.version(db(), slug, version)
    asked = request.args.get("in", language())
    spoken = asked if asked in found.questionnaire.languages else found.questionnaire.languages[0]
    reader = Reader(found.questionnaire, spoken)
    return render_template(
        "waves/questionnaire.html", found=found, spoken=spoken, reader=reader, names=OWN_NAMES, plain=plain
    )
