"""The pages of the roadmap."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core.values.states import Problem
from assessment.documents.calendar import Task, calendar_file
from assessment.policy import MEMBERS
from assessment.results import roadmap, service, shown
from assessment.results.service import Found
from assessment.results.views import bp
from assessment.web.access import actor, allow
from assessment.web.fields import problem_words
from assessment.web.language import language
from assessment.web.papers import attachment
from assessment.web.transaction import db, now, today


@bp.get("/roadmap")
@allow(MEMBERS)
def show_roadmap(assessment_id: UUID) -> ResponseReturnValue:
    """Show the chosen steps, who takes them and until when."""
    return _page(service.find(db(), actor(), assessment_id))


def _page(found: Found, typed: dict[str, Any] | None = None) -> str:
    """Render the roadmap; `typed` is what one form held that could not be kept, with what is wrong."""
    opened = roadmap.open_roadmap(db(), found)
    then = shown.imagined(found, opened.then) if opened.then else None
    return render_template(
        "results/roadmap.html", found=found, roadmap=opened, then=then, typed=typed or {}, today=today()
    )


@bp.post("/roadmap")
@allow(MEMBERS)
def choose(assessment_id: UUID) -> ResponseReturnValue:
    """Take a step into the roadmap and go there."""
    found, advice = service.find(db(), actor(), assessment_id), request.form.get("step", "")
    roadmap.choose(db(), found, advice, actor(), now=now())
    db().commit()
    return redirect(url_for(".show_roadmap", assessment_id=assessment_id, _anchor=f"step-{advice}"), 303)


@bp.post("/roadmap/<uuid:step_id>")
@allow(MEMBERS)
def plan(assessment_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Set who takes a step and until when, and tick it off where that was the button."""
    row = roadmap.find_step(db(), actor(), assessment_id, step_id)
    typed = {name: request.form.get(name, "") for name in ("who", "due")}
    who, due = roadmap.read_who(typed["who"]), roadmap.read_due(typed["due"])
    if isinstance(who, Problem) or isinstance(due, Problem):
        wrong = {"who_error": _wrong(who), "due_error": _wrong(due)}
        found = service.find(db(), actor(), assessment_id)
        return _page(found, {"step": row.id, "version": row.version, **typed, **wrong}), 422
    version = request.form.get("version", type=int) or 0
    if not roadmap.plan(db(), row, who, due, version=version):
        found = service.find(db(), actor(), assessment_id)
        return _page(found, {"step": row.id, "version": row.version, "is_stale": True, **typed}), 409
    if request.form.get("act") == "done":
        roadmap.tick(row, done=True, now=now())
    db().commit()
    return _back(assessment_id, row.advice)


def _wrong(read: object) -> str:
    if not isinstance(read, Problem):
        return ""
    return _("Ngày chưa đúng. Ví dụ một ngày đúng: 31/12/2026.") if read.code == "day" else problem_words(read)


@bp.post("/roadmap/<uuid:step_id>/tick")
@allow(MEMBERS)
def tick(assessment_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Tick a step off, or take the tick back."""
    row = roadmap.find_step(db(), actor(), assessment_id, step_id)
    roadmap.tick(row, done=request.form.get("done") == "yes", now=now())
    db().commit()
    return _back(assessment_id, row.advice)


@bp.post("/roadmap/<uuid:step_id>/drop")
@allow(MEMBERS)
def drop(assessment_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Take a step out of the roadmap."""
    roadmap.drop(db(), roadmap.find_step(db(), actor(), assessment_id, step_id))
    db().commit()
    return redirect(url_for(".show_roadmap", assessment_id=assessment_id), 303)


def _back(assessment_id: UUID, advice: str) -> ResponseReturnValue:
    return redirect(url_for(".show_roadmap", assessment_id=assessment_id, _anchor=f"step-{advice}"), 303)


@bp.get("/roadmap.ics")
@allow(MEMBERS)
def calendar(assessment_id: UUID) -> ResponseReturnValue:
    """Give the open steps that have a day as a calendar file."""
    found = service.find(db(), actor(), assessment_id)
    opened = roadmap.open_roadmap(db(), found)
    tasks = [_task(each) for each in opened.steps if each.row.due and not each.row.done_at]
    if not tasks:  # A calendar without a day is none, and calendars refuse it.
        return redirect(url_for(".show_roadmap", assessment_id=assessment_id))
    content = calendar_file(_("Lộ trình chuyển đổi số"), tasks, now())
    answer: Response = attachment(content.encode(), "text/calendar", "lo-trinh.ics")
    return answer


def _task(each: roadmap.Chosen) -> Task:
    words = [_("Người thực hiện: %(who)s", who=each.row.who)] if each.row.who else []
    words.append(each.criterion.text.of(language()))
    due = each.row.due or today()
    return Task(str(each.row.id), due, each.advice.text.of(language()), "\n".join(words))


@bp.post("/roadmap/paper")
@allow(MEMBERS)
def roadmap_paper(assessment_id: UUID) -> ResponseReturnValue:
    """Ask the worker for the roadmap as a file to print."""
    found = service.find(db(), actor(), assessment_id)
    job = roadmap.ask_for_paper(db(), found, actor(), language(), now=now())
    db().commit()
    return redirect(url_for("papers.show", job_id=job.id), 303)
