"""What an owner learns: level, reasons, advice, report."""

from functools import partial
from uuid import UUID

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.core.tracing.trace import as_json
from assessment.policy import MEMBERS
from assessment.results import explained, history, roadmap, service, shown, standing, step_lines, waves_shown
from assessment.web.access import actor, allow
from assessment.web.language import language
from assessment.web.transaction import db, now

bp = Blueprint("results", __name__, url_prefix="/assessments/<uuid:assessment_id>/result")


@bp.get("")
@allow(MEMBERS)
def show(assessment_id: UUID) -> ResponseReturnValue:
    """Show the result: level and meaning, what holds it, three steps, pillars, why."""
    found = service.find(db(), actor(), assessment_id)
    # The three steps above are ticked at first, so that the answer to „what if“ is there before anything is pressed.
    first = [step.id for step in found.steps[: shown.FIRST_STEPS]]
    then = service.imagined(found, first)
    return _result(found, shown.page(found, language(), peers=service.peers(db(), found), chosen=first, then=then))


def _result(found: service.Found, page: shown.ResultPage) -> str:
    roadmaps = roadmap.overview(db(), found.assessment)
    return render_template("results/show.html", found=found, page=page, roadmaps=roadmaps)


@bp.post("/what-if")
@allow(MEMBERS)
def imagine(assessment_id: UUID) -> ResponseReturnValue:
    """Show where some steps would lead, as the whole page or for a script as its part; nothing is written."""
    found = service.find(db(), actor(), assessment_id)
    chosen = request.form.getlist("step")
    then = service.imagined(found, chosen)
    if request.headers.get("X-Part") == "answer":
        return render_template("results/answer.html", then=shown.imagined(found, then) if then else None)
    page = shown.page(found, language(), peers=service.peers(db(), found), chosen=chosen, then=then)
    return _result(found, page)


@bp.get("/benchmark")
@allow(MEMBERS)
def benchmark(assessment_id: UUID) -> ResponseReturnValue:
    """Show one's own place among those of the same sector, size and place, as far as figures are published."""
    found = service.find(db(), actor(), assessment_id)
    peers = service.peers(db(), found)
    if peers is None:
        return render_template("results/benchmark.html", found=found, board=None)
    board = standing.benchmark(found, peers, request.args.get("group", ""), language())
    address = partial(url_for, ".benchmark", assessment_id=assessment_id)
    links = [(each.label, address(group=each.code), each.code == board.chosen.code) for each in board.all]
    counted = service.counted(db(), found, peers)
    return render_template(
        "results/benchmark.html", found=found, board=board, links=links, taken=peers.taken, counted=counted
    )


@bp.get("/history")
@allow(MEMBERS)
def over_time(assessment_id: UUID) -> ResponseReturnValue:
    """Show the results of this enterprise from wave to wave."""
    found = service.find(db(), actor(), assessment_id)
    points = history.points(db(), found.assessment.enterprise_id)
    rows, table = waves_shown.wave_lines(points, language()), waves_shown.waves_table(points, language())
    return render_template("results/history.html", found=found, rows=rows, table=table)


@bp.get("/steps")
@allow(MEMBERS)
def steps(assessment_id: UUID) -> ResponseReturnValue:
    """Show the way of least effort to the next level, and every step that is open, by pillar."""
    found = service.find(db(), actor(), assessment_id)
    climb = step_lines.climb(found, service.way_up(found), language())
    groups = step_lines.by_pillar(found, language())
    planned = roadmap.chosen_ids(db(), assessment_id)
    return render_template("results/steps.html", found=found, climb=climb, groups=groups, planned=planned)


@bp.get("/trace/<pillar_id>")
@allow(MEMBERS)
def trace(assessment_id: UUID, pillar_id: str) -> ResponseReturnValue:
    """Show how one pillar came to its score, answer by answer."""
    found = service.find(db(), actor(), assessment_id)
    return render_template(
        "results/trace.html", found=found, trace=explained.pillar_trace(found, pillar_id, language())
    )


@bp.get("/trace.json")
@allow(MEMBERS)
def trace_json(assessment_id: UUID) -> ResponseReturnValue:
    """Give the whole trace, from each answer to the level, for scripts to follow; figures unrounded."""
    found = service.find(db(), actor(), assessment_id)
    seal = {"sealed_sha256": found.row.sha256, "kind": found.row.kind}
    return jsonify({**seal, **as_json(explained.whole_trace(found))})


@bp.get("/sealed.json")
@allow(MEMBERS)
def sealed(assessment_id: UUID) -> ResponseReturnValue:
    """Give the sealed text as it is, for whoever wants to recompute it."""
    found = service.find(db(), actor(), assessment_id)
    answer = Response(found.row.sealed, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="thuoc-so-{found.row.sha256[:12]}.json"'
    return answer


@bp.post("/report")
@allow(MEMBERS)
def report(assessment_id: UUID) -> ResponseReturnValue:
    """Ask the worker for the report and go to the page that shows how far it is."""
    found = service.find(db(), actor(), assessment_id)
    job = service.ask_for_report(db(), found, actor(), language(), now=now())
    db().commit()
    return redirect(url_for("papers.show", job_id=job.id), 303)
