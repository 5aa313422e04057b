"""Papers somebody asked for: a page that shows how far the worker is, and the finished file."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from assessment.models import Job, Paper
from assessment.policy import SIGNED_IN, NotFound
from assessment.web.access import actor, allow
from assessment.web.transaction import db

bp = Blueprint("papers", __name__, url_prefix="/papers")


@bp.get("/<uuid:job_id>")
@allow(SIGNED_IN)
def show(job_id: UUID) -> ResponseReturnValue:
    """Show progress; the page reloads itself until the paper is ready, with or without scripts."""
    job = _own_job(job_id)
    if job.state in ("waiting", "running"):
        answer = Response(render_template("papers/progress.html", job=job))
        answer.headers["Refresh"] = "2"
        return answer
    return render_template("papers/progress.html", job=job)


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


def _own_job(job_id: UUID) -> Job:
    job = db().scalar(select(Job).where(Job.id == job_id, Job.user_id == actor().user_id))
    if job is None:
        raise NotFound
    return job
