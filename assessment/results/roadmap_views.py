"""The pages of the roadmap."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core.values.states import Problem
from assessment.documents.calendar import Task, calendar_file
from assessment.policy import MEMBERS
from assessment.results import planning, roadmap, service, shown
from assessment.results.planning import Line, Trouble, Wish
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


def _page(found: Found, wishes: Mapping[str, Wish] | None = None, trouble: Trouble | None = None) -> str:
    """Render the roadmap; `wishes` is what a form held that could not be kept, and `trouble` says why."""
    opened = roadmap.open_roadmap(db(), found)
    lines = {each.advice.id: planning.line(each.row, (wishes or {}).get(each.advice.id)) for each in opened.steps}
    return render_template(
        "results/roadmap.html",
        found=found,
        roadmap=opened,
        lines=lines,
        gone=trouble.gone if trouble else (),
        errors=[error for name, line in lines.items() for error in _errors(name, line)],
        then=shown.imagined(found, opened.then) if opened.then else None,
        today=today(),
    )


def _errors(name: str, line: Line) -> list[tuple[str, str]]:
    """Say what is wrong with the fields of one step, by their ids."""
    said = {f"who-{name}": line.wrong_who, f"due-{name}": line.wrong_due}
    return [(anchor, _wrong(problem)) for anchor, problem in said.items() if problem]


def _wrong(problem: Problem) -> str:
    return _("Ngày chưa đúng. Ví dụ một ngày đúng: 31/12/2026.") if problem.code == "day" else problem_words(problem)


@bp.post("/roadmap")
@allow(MEMBERS)
def choose(assessment_id: UUID) -> ResponseReturnValue:
    """Take a step into the roadmap and go there."""
    found, advice = service.find(db(), actor(), assessment_id), request.form.get("step", "")
    roadmap.choose(db(), found, advice, actor(), now=now())
    db().commit()
    return redirect(url_for(".show_roadmap", assessment_id=assessment_id, _anchor=f"step-{advice}"), 303)


@bp.post("/roadmap/plan")
@allow(MEMBERS)
def plan(assessment_id: UUID) -> ResponseReturnValue:
    """Keep what was typed for all steps, then do with one of them what the button says."""
    found, wishes = service.find(db(), actor(), assessment_id), planning.read(request.form)
    act, _colon, step = request.form.get("act", "").partition(":")
    trouble = planning.keep(db(), found, wishes.values(), dropped=step if act == "drop" else None)
    if trouble is not None:
        return _page(found, wishes, trouble), 422 if trouble.is_wrong else 409
    target = ACTS.get(act, _stay)(found, step)
    db().commit()
    return redirect(target, 303)


def _stay(found: Found, step: str) -> str:
    return url_for(".show_roadmap", assessment_id=found.assessment.id, _anchor=f"step-{step}" if step else None)


def _tick(found: Found, step: str, *, done: bool) -> str:
    roadmap.tick(db(), found.assessment.id, step, done=done, now=now())
    return _stay(found, step)


def _drop(found: Found, step: str) -> str:
    roadmap.drop(db(), found.assessment.id, step)
    return _stay(found, "")


def _take(found: Found, step: str) -> str:
    roadmap.choose(db(), found, step, actor(), now=now())
    return _stay(found, step)


def _look_for_more(found: Found, _step: str) -> str:
    return url_for(".steps", assessment_id=found.assessment.id)


def _print(found: Found, _step: str) -> str:
    """Ask the worker for the roadmap as a file to print."""
    job = roadmap.ask_for_paper(db(), found, actor(), language(), now=now())
    return url_for("papers.show", job_id=job.id)


ACTS: Mapping[str, Callable[[Found, str], str]] = {
    "done": partial(_tick, done=True),
    "undo": partial(_tick, done=False),
    "drop": _drop,
    "take": _take,
    "more": _look_for_more,
    "paper": _print,
}
"""What a button does after everything typed was kept; each gives the address to go on to."""


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
