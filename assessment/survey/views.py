"""Filling in: task list, pages, check and submission."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from assessment.core.errors import ForbiddenTransition
from assessment.models.assignments import assignments
from assessment.models.pace import pace
from assessment.policy import MEMBERS, OWNERS
from assessment.survey import answering, checking, fields, overview, pages, service, statements, submission, visits
from assessment.survey import context as context_page
from assessment.survey.script import script
from assessment.survey.service import Typed
from assessment.survey.tasks import SECONDS_A_QUESTION, task_list
from assessment.survey.visits import Visit
from assessment.web.access import actor, allow
from assessment.web.errors import RETRY_SECONDS
from assessment.web.language import language
from assessment.web.refusal import refused
from assessment.web.transaction import at_once, db, now, today

bp = Blueprint("survey", __name__, url_prefix="/assessments")


@bp.get("/")
@allow(MEMBERS)
def home() -> ResponseReturnValue:
    """Show the person's enterprises with their assessments, and the waves that wait."""
    return render_template("survey/home.html", overview=overview.overview(db(), actor(), today()))


@bp.post("/")
@allow(MEMBERS)
def start() -> ResponseReturnValue:
    """Start the assessment of an enterprise in an open wave, or go on with the one that is there."""
    enterprise, wave = fields.uuid_of("enterprise"), fields.uuid_of("wave")
    assessment_id = overview.start(db(), actor(), enterprise, wave, now=now(), today=today())
    db().commit()
    return redirect(url_for(".tasks", assessment_id=assessment_id), 303)


@bp.get("/<uuid:assessment_id>")
@allow(MEMBERS)
def tasks(assessment_id: UUID) -> ResponseReturnValue:
    """Show the pillars with their progress and the one to continue with."""
    visit = visits.visit(db(), actor(), assessment_id)
    seconds = pace(db(), visit.assessment.questionnaire_id) or SECONDS_A_QUESTION
    handed, saved_at = assignments(db(), visit.assessment), statements.latest(db(), assessment_id)
    tasks = task_list(visit, handed, actor().user_id, seconds, saved_at)
    is_owner = visit.assessment.enterprise_id in actor().owner_of
    return render_template("survey/tasks.html", visit=visit, tasks=tasks, is_owner=is_owner, script=script(visit))


@bp.get("/<uuid:assessment_id>/pages/<page_id>")
@allow(MEMBERS)
def page(assessment_id: UUID, page_id: str) -> ResponseReturnValue:
    """Show one indicator with the answers that stand."""
    visit = visits.visit(db(), actor(), assessment_id)
    names = [criterion.id for criterion in pages.page_of(visit, page_id).criteria]
    shown = pages.shown(visit, page_id, language(), visits.beside(db(), visit, names))
    return render_template("survey/page.html", visit=visit, page=shown, script=script(visit))


@bp.post("/<uuid:assessment_id>/pages/<page_id>")
@allow(MEMBERS)
def save(assessment_id: UUID, page_id: str) -> ResponseReturnValue:
    """Save one page and go on, or come back with what needs a look."""
    visit = visits.visit(at_once(), actor(), assessment_id)
    names = [criterion.id for criterion in pages.indicator_of(visit, page_id).criteria]
    typed = _typed(visit, names)
    try:
        saved = service.save(db(), visit, typed, actor=actor(), now=now())
        db().commit()
    except ForbiddenTransition:
        visit = visits.visit(db(), actor(), assessment_id)
        return refused("survey/closed.html", 409, visit=visit, rows=pages.unsaved(visit, typed, language()))
    except OperationalError as error:
        return _unwritten(visit, pages.as_typed(visit, page_id, typed, language()), error)
    if saved.problems or saved.conflicts:
        status = 409 if saved.conflicts and not saved.problems else 422
        shown = pages.reshown(saved, page_id, typed, language(), visits.beside(db(), visit, names))
        return refused("survey/page.html", status, visit=saved.visit, page=shown, script=script(visit))
    if saved.uncovered:
        flash(_("Câu trả lời vừa rồi mở thêm câu hỏi trên trang này. Trả lời nốt rồi đi tiếp."), "warning")
    if "language" in request.form:  # The switch of this page saves first; its feature then changes the language.
        here = url_for(".page", assessment_id=assessment_id, page_id=page_id)
        return redirect(url_for("accounts.speak", back=here), 307)
    return redirect(pages.onward(saved, page_id, request.form), 303)


def _unwritten(visit: Visit, shown: pages.Shown, error: OperationalError) -> ResponseReturnValue:
    """Show the page as it was typed where nothing can be written, as on a full disk; the same button sends it."""
    current_app.logger.error("Answers could not be written: %s", error.orig)
    answer = make_response(refused("survey/page.html", 503, visit=visit, page=shown, script=script(visit)))
    answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


@bp.post("/<uuid:assessment_id>/answers/<criterion>")
@allow(MEMBERS)
def answer(assessment_id: UUID, criterion: str) -> ResponseReturnValue:
    """Save one answer for the script of the page, and say in JSON what became of it."""
    visit = visits.visit(at_once(), actor(), assessment_id)
    if any(each.id == criterion for each in visit.questionnaire.context):
        return _context_answer(visit.whole(), criterion)
    asked = pages.criterion_of(visit, criterion)
    try:
        saved = service.save(db(), visit, _typed(visit, [asked.id]), actor=actor(), now=now())
    except ForbiddenTransition:
        return answering.closed()
    db().commit()
    return answering.told(saved, asked, _signed(saved.visit, asked.id), language())


def _context_answer(visit: Visit, name: str) -> ResponseReturnValue:
    """Save one answer that is not scored, and say the same of it."""
    said = context_page.typed(visit, request.form, language())
    try:
        visit, conflicts = service.save_context(db(), visit, said.values, said.seen, actor=actor(), now=now())
    except ForbiddenTransition:
        return answering.closed()
    db().commit()
    return context_page.told(visit, said, conflicts, name, _signed(visit, name), language())


def _signed(visit: Visit, name: str) -> statements.Signature | None:
    """Give who gave the answer that stands to a question, if one does."""
    return statements.signature(db(), visit.assessment.id, name) if name in visit.rows else None


def _typed(visit: Visit, names: Sequence[str]) -> Typed:
    """Read what the form hands in for these questions."""
    form = request.form
    reuse = [name for name in form.getlist("reuse") if name in names]
    return Typed(
        raws=fields.typed(visit.questionnaire, names, form),
        seen=fields.seen(form, names),
        language=language(),
        reused=visits.last_time(db(), visit, reuse) if reuse else {},
    )


@bp.get("/<uuid:assessment_id>/context")
@allow(MEMBERS)
def context(assessment_id: UUID) -> ResponseReturnValue:
    """Show the questions that are not scored."""
    visit = visits.visit(db(), actor(), assessment_id).whole()
    page = context_page.shown(visit, language())
    return render_template("survey/context.html", visit=visit, page=page, errors=(), script=script(visit))


@bp.post("/<uuid:assessment_id>/context")
@allow(MEMBERS)
def save_context(assessment_id: UUID) -> ResponseReturnValue:
    """Save the questions that are not scored, or come back with what needs a look."""
    visit = visits.visit(at_once(), actor(), assessment_id).whole()
    said = context_page.typed(visit, request.form, language())
    try:
        visit, conflicts = service.save_context(db(), visit, said.values, said.seen, actor=actor(), now=now())
    except ForbiddenTransition:
        visit = visits.visit(db(), actor(), assessment_id)
        return refused("survey/closed.html", 409, visit=visit, rows=context_page.unsaved(visit, said, language()))
    db().commit()
    if said.problems or conflicts:
        status = 422 if said.problems else 409
        page = context_page.again(visit, said, conflicts, language())
        errors = context_page.errors(page)
        return refused("survey/context.html", status, visit=visit, page=page, errors=errors, script=script(visit))
    if "language" in request.form:
        return redirect(url_for("accounts.speak", back=url_for(".context", assessment_id=assessment_id)), 307)
    return redirect(url_for(".check", assessment_id=assessment_id), 303)


@bp.get("/<uuid:assessment_id>/check")
@allow(MEMBERS)
def check(assessment_id: UUID) -> ResponseReturnValue:
    """Show every answer, what is missing, what deserves a second look, and the declaration."""
    visit = visits.visit(db(), actor(), assessment_id).whole()
    shown = checking.check(visit, actor(), language(), names=statements.names(db(), assessment_id))
    return render_template("survey/check.html", visit=visit, check=shown)


@bp.post("/<uuid:assessment_id>/check")
@allow(OWNERS)
def submit(assessment_id: UUID) -> ResponseReturnValue:
    """Submit, once: a second press with the same key leads to the same result."""
    key, declared = request.form.get("submission_key", ""), "declared" in request.form
    visit = visits.visit(db(), actor(), assessment_id, lock=True)
    refusal = submission.submit(db(), actor(), visit, key=key, declared=declared, now=now(), today=today())
    if refusal is not None:
        shown = checking.check(visit, actor(), language(), refusal=refusal)
        return refused("survey/check.html", 422, visit=visit, check=shown)
    path, settings = url_for("results.show", assessment_id=assessment_id), current_app.extensions["settings"]
    submission.confirm(db(), settings, visit, key=key, path=path, now=now())
    db().commit()
    return redirect(path, 303)


@bp.post("/<uuid:assessment_id>/withdraw")
@allow(OWNERS)
def withdraw(assessment_id: UUID) -> ResponseReturnValue:
    """Take an assessment back before it is approved."""
    submission.withdraw(db(), actor(), assessment_id, version=request.form.get("version", ""), now=now())
    db().commit()
    flash(_("Bài đánh giá đã được rút lại. Có thể bắt đầu bài mới bất cứ lúc nào trong đợt."))
    return redirect(url_for(".home"), 303)
