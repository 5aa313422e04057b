"""Paper: the blank questionnaire to read beforehand, and the answers that stand."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessment import jobs
from assessment.policy import MEMBERS, NotFound
from assessment.survey import visits
from assessment.survey.views import bp
from assessment.web.access import actor, allow
from assessment.web.language import language
from assessment.web.transaction import db, now


@bp.post("/<uuid:assessment_id>/paper")
@allow(MEMBERS)
def print_form(assessment_id: UUID) -> ResponseReturnValue:
    """Ask the worker for a paper, and go to the page that shows how far it is."""
    visit = visits.visit(db(), actor(), assessment_id, lock=True)
    spoken, reader = language(), actor().user_id
    about = {"assessment": str(assessment_id), "language": spoken}
    match request.form.get("paper", ""):
        case "blank":
            key = f"blank:{assessment_id}:{spoken}:{reader}:{visit.assessment.enterprise.version}"
            job = jobs.ask(db(), "blank_questionnaire", key, now=now(), arguments=about, user_id=reader)
        case "answers":
            visit.whole()
            key = f"answers:{assessment_id}:{spoken}:{reader}:{visit.seen}:{visit.assessment.enterprise.version}"
            job = jobs.ask(db(), "own_answers", key, now=now(), arguments=about, user_id=reader)
        case _:
            raise NotFound
    db().commit()
    return redirect(url_for("papers.show", job_id=job.id), 303)
