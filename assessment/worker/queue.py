"""The queue: takes job rows that are due, under a lease, and runs the function the table of work names."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import ColumnElement, case, or_, select, update
from sqlalchemy.orm import Session

from assessment import jobs
from assessment.database import hits
from assessment.models import Job, Paper
from assessment.worker.handlers import HANDLERS

PAUSES = (5, 30, 120, 600, 3600)  # Seconds until the next try, after the first, second … failure.
SOUR = timedelta(minutes=1)  # So long after a letter failed letters come last: a mail server that hangs takes its time.
log = logging.getLogger(__name__)


def run_pending(app: Flask, stop: Callable[[], bool] = lambda: False) -> int:
    """Run every job that is due and give how many ran; tests and the worker's sweep call this."""
    done = 0
    while not stop() and (job_id := _next_due(app)) is not None:
        run(app, job_id)
        done += 1
    return done


def run(app: Flask, job_id: UUID) -> None:
    """Run one job, unless another worker holds it."""
    with app.app_context(), jobs.session_of_a_job(app.extensions["engine"]) as session:
        carrier = app.extensions["carrier"]
        if carrier is not None:
            jobs.knock_after_commit(session, carrier)
        job = _lease(session, job_id)
        if job is None:
            return
        attempt = job.attempts
        _in_hand[job_id] = attempt
        try:
            paper = HANDLERS[job.name](app, session, job)
            _finish(session, job_id, attempt, paper)
        except Exception as error:
            log.exception("Job %s (%s) failed", job_id, job.name)
            session.rollback()
            _postpone(session, job_id, attempt, error)
            if job.name == "mail":
                app.extensions["letter_failed"] = datetime.now(UTC)
        finally:
            _in_hand.pop(job_id, None)


_in_hand: dict[UUID, int] = {}  # The jobs this process runs now, with the attempt that is theirs.


def _next_due(app: Flask) -> UUID | None:
    """Give the job to do next: letters first, unless one failed just now, what a person waits for, then the rest."""
    now = datetime.now(UTC)
    failed = app.extensions.get("letter_failed")
    letters = 0 if failed is None or now - failed > SOUR else 3
    urgency = case((Job.name == "mail", letters), (Job.user_id.is_not(None), 1), else_=2)
    due = select(Job.id).where(_due(now)).order_by(urgency, Job.not_before, Job.created_at)
    with app.extensions["reading"]() as session:
        found: UUID | None = session.scalar(due.limit(1))
        return found


def _due(now: datetime) -> ColumnElement[bool]:
    """Say when a job may be taken: it waits and its time has come, or its worker's lease ran out."""
    waiting = (Job.state == "waiting") & (Job.not_before <= now)
    return or_(waiting, (Job.state == "running") & (Job.leased_until < now))


def _lease(session: Session, job_id: UUID) -> Job | None:
    """Take a job by one conditional UPDATE; the loser gets None."""
    now = datetime.now(UTC)
    waiting = update(Job).where(Job.id == job_id, _due(now))
    mine = hits(session, waiting.values(state="running", leased_until=now + jobs.LEASE, attempts=Job.attempts + 1))
    session.commit()
    return session.get(Job, job_id) if mine else None


def _end(session: Session, job_id: UUID, attempt: int, **values: object) -> bool:
    """Change a job only while it is still ours: a lease that ran out may have gone to somebody else."""
    mine = update(Job).where(Job.id == job_id, Job.attempts == attempt, Job.state == "running")
    return hits(session, mine.values(leased_until=None, **values)) > 0


def _finish(session: Session, job_id: UUID, attempt: int, paper: Paper | None) -> None:
    if paper is not None:
        session.add(paper)
        session.flush()
    made = {} if paper is None else {"paper_id": paper.id}
    if _end(session, job_id, attempt, state="done", progress=100, finished_at=datetime.now(UTC), **made):
        session.commit()
    else:
        log.warning("Job %s was taken over by another worker; what was done here is dropped.", job_id)
        session.rollback()


def _postpone(session: Session, job_id: UUID, attempt: int, error: Exception) -> None:
    """Try again later, or give up after the last try; either way the trouble stands in the row."""
    now, trouble = datetime.now(UTC), f"{type(error).__name__}: {error}"[:2000]
    if attempt >= jobs.TRIES:
        _end(session, job_id, attempt, state="failed", trouble=trouble, finished_at=now)
    else:
        pause = timedelta(seconds=PAUSES[min(attempt, len(PAUSES)) - 1])
        _end(session, job_id, attempt, state="waiting", trouble=trouble, not_before=now + pause)
    session.commit()


def give_back(app: Flask) -> int:
    """Put what is still in hand back among what waits, and give how many jobs that were."""
    in_hand = list(_in_hand.items())
    if in_hand:
        with app.extensions["writing"]() as session, session.begin():
            for job_id, attempt in in_hand:
                _end(session, job_id, attempt, state="waiting", not_before=datetime.now(UTC))
    return len(in_hand)
