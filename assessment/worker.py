"""The worker: takes job rows by name, under a lease, and runs the function the table below names.

Each function gets a writing session and the job, and returns the paper it made, if any. It is idempotent: a job whose
worker died runs again after its lease. A function never commits; the worker does, once, together with the job's end.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from assessment import jobs, mail
from assessment.config import Settings
from assessment.models import Job, Mail, Paper

LEASE = timedelta(minutes=10)
TRIES = 6
PAUSES = (5, 30, 120, 600, 3600)  # Seconds until the next try, after the first, second … failure.
log = logging.getLogger(__name__)

Handler = Callable[[Flask, Session, Job], Paper | None]


def send_mail(app: Flask, session: Session, job: Job) -> None:
    """Send one letter. `sending` is committed first, so that a crash can double one letter and never lose one."""
    letter = session.get_one(Mail, UUID(job.arguments["mail"]))
    if letter.state == "sent":
        return
    letter.state, letter.attempts = "sending", letter.attempts + 1
    session.commit()
    settings: Settings = app.extensions["settings"]
    mail.deliver(letter, settings)
    letter.state, letter.sent_at = "sent", datetime.now(UTC)


HANDLERS: dict[str, Handler] = {"mail": send_mail}


def run_pending(app: Flask) -> int:
    """Run every job that is due and give how many ran; tests and the worker's sweep call this."""
    done = 0
    while (job_id := _next_due(app)) is not None:
        run(app, job_id)
        done += 1
    return done


def run(app: Flask, job_id: UUID) -> None:
    """Run one job, unless another worker holds it."""
    with app.app_context(), app.extensions["writing"]() as session:
        jobs_carrier = app.extensions["carrier"]
        if jobs_carrier is not None:
            jobs.knock_after_commit(session, jobs_carrier)
        job = _lease(session, job_id)
        if job is None:
            return
        try:
            paper = HANDLERS[job.name](app, session, job)
            _finish(session, job, paper)
        except Exception as error:
            log.exception("Job %s (%s) failed", job.id, job.key)
            session.rollback()
            _postpone(session, job_id, error)


def _next_due(app: Flask) -> UUID | None:
    with app.extensions["reading"]() as session:
        found: UUID | None = session.scalar(
            select(Job.id).where(_due(datetime.now(UTC))).order_by(Job.not_before, Job.created_at).limit(1)
        )
        return found


def _due(now: datetime) -> object:
    """Say when a job may be taken: it waits and its time has come, or its worker's lease ran out."""
    waiting = (Job.state == "waiting") & (Job.not_before <= now)
    return or_(waiting, (Job.state == "running") & (Job.leased_until < now))


def _lease(session: Session, job_id: UUID) -> Job | None:
    """Take a job by one conditional UPDATE; the loser gets None."""
    now = datetime.now(UTC)
    taken = session.execute(
        update(Job)
        .where(Job.id == job_id, _due(now))  # type: ignore[arg-type]
        .values(state="running", leased_until=now + LEASE, attempts=Job.attempts + 1)
    )
    session.commit()
    return session.get(Job, job_id) if taken.rowcount else None


def _finish(session: Session, job: Job, paper: Paper | None) -> None:
    if paper is not None:
        session.add(paper)
        session.flush()
        job.paper_id = paper.id
    job.state, job.progress, job.finished_at, job.leased_until = "done", 100, datetime.now(UTC), None
    session.commit()


def _postpone(session: Session, job_id: UUID, error: Exception) -> None:
    """Try again later, or give up after the last try; either way the trouble stands in the row."""
    job = session.get_one(Job, job_id)
    job.trouble = f"{type(error).__name__}: {error}"[:2000]
    job.leased_until = None
    if job.attempts >= TRIES:
        job.state, job.finished_at = "failed", datetime.now(UTC)
    else:
        job.state = "waiting"
        job.not_before = datetime.now(UTC) + timedelta(seconds=PAUSES[min(job.attempts, len(PAUSES)) - 1])
    session.commit()


def work(app: Flask) -> None:
    """Serve the queue until stopped: a message starts its job at once, a sweep each minute finds what was missed."""
    from huey import crontab

    carrier = app.extensions["carrier"]
    jobs.run_task(carrier, run=lambda job_id: run(app, UUID(job_id)))
    carrier.periodic_task(crontab(minute="*"), name="sweep")(lambda: run_pending(app))
    run_pending(app)
    consumer = carrier.create_consumer(workers=1, initial_delay=0.05, backoff=1.15, max_delay=0.2)
    consumer.run()
