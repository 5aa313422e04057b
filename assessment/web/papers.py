"""Papers somebody asked for: a page that shows how far the worker is, and the finished file."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from assessment.models import Job, Paper, ResultRow
from assessment.policy import SIGNED_IN, NotFound
from assessment.web.access import actor, allow
from assessment.web.transaction import db

bp = Blueprint("papers", __name__, url_prefix="/papers")


@bp.get("/<uuid:job_id>")
@allow(SIGNED_IN)
def show(job_id: UUID) -> ResponseReturnValue:
    """Show progress; the page reloads itself until the paper is ready, with or without scripts."""
    job = _own_job(job_id)
    answer = Response(render_template("papers/progress.html", job=job, origin=_origin(job)))
    if job.state in ("waiting", "running"):
        answer.headers["Refresh"] = "2"
    return answer


@bp.get("/<uuid:job_id>/file")
@allow(SIGNED_IN)
def file(job_id: UUID) -> ResponseReturnValue:
    """Give the finished file to the person who asked for it."""
    job = _own_job(job_id)
    if job.paper_id is None:
        return redirect(url_for(".show", job_id=job.id), 303)
    return send(db().get_one(Paper, job.paper_id))


def send(paper: Paper) -> Response:
    """Serve a kept file as an attachment that no browser will run in our name."""
    return attachment(paper.content, paper.media_type, paper.name)


def attachment(content: bytes | Iterable[Any], media_type: str, name: str) -> Response:
    """Answer with a file under a safe name."""
    answer = Response(content, mimetype=media_type)
    plain = name.encode("ascii", "ignore").decode() or "file"
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _origin(job: Job) -> tuple[str, str] | None:
    """Name the page a paper was asked for from, and where it is."""
    back = _ORIGINS.get(job.name)
    return back(job) if back is not None else None


def _result_page(job: Job, label: str, endpoint: str) -> tuple[str, str] | None:
    row = db().get(ResultRow, UUID(job.arguments["result"]))
    return None if row is None else (label, url_for(endpoint, assessment_id=row.assessment_id))


def _tasks_page(job: Job) -> tuple[str, str]:
    return _("Danh sách trụ cột"), url_for("survey.tasks", assessment_id=job.arguments["assessment"])


def _own_page(_job: Job) -> tuple[str, str]:
    return _("Dữ liệu của tôi"), url_for("privacy.mine")


def _figures_page(_job: Job) -> tuple[str, str]:
    return _("Số liệu công bố"), url_for("reports.published")


_ORIGINS: Mapping[str, Callable[[Job], tuple[str, str] | None]] = {
    "owner_report": lambda job: _result_page(job, _("Kết quả"), "results.show"),
    "roadmap": lambda job: _result_page(job, _("Lộ trình"), "results.show_roadmap"),
    "blank_questionnaire": _tasks_page,
    "own_answers": _tasks_page,
    "own_data": _own_page,
    "own_data_paper": _own_page,
    "aggregate_report": _figures_page,
    "statistics_csv": _figures_page,
    "statistics_xlsx": _figures_page,
}


def _own_job(job_id: UUID) -> Job:
    job = db().scalar(select(Job).where(Job.id == job_id, Job.user_id == actor().user_id))
    if job is None:
        raise NotFound
    return job
