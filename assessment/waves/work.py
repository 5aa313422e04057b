"""Work in the background: what failed, and trying it again. No HTTP, no clock, no commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from assessment import jobs
from assessment.models import Job, Mail
from assessment.models.trail import record
from assessment.policy import Actor, Conflict, NotFound
from assessment.waves.listing import Listed, listed


@dataclass(frozen=True, slots=True)
class Letter:
    """What may be shown of a mail: its body holds secrets and stays where it is."""

    recipient: str
    subject: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that was given up, with its letter where it is one."""

    job: Job
    letter: Letter | None


@dataclass(frozen=True, slots=True)
class Queue:
    """What is under way: how much waits, how much runs, since when the oldest waits."""

    waiting: int
    running: int
    oldest: datetime | None


def failed() -> ColumnElement[bool]:
    """Say which jobs were given up."""
    return Job.state == "failed"


def failures(session: Session, page: int) -> Listed[Failure]:
    """Give the jobs that were given up, the newest first."""
    found = listed(session, select(Job).where(failed()).order_by(Job.finished_at.desc(), Job.id), page)
    letters = _letters(session, found.rows)
    rows = tuple(Failure(job, letters.get(job.arguments.get("mail", ""))) for job in found.rows)
    return Listed(rows, found.number, found.total)


def _letters(session: Session, rows: Sequence[Job]) -> dict[str, Letter]:
    """Find the letters of several jobs in one query, without their bodies."""
    wanted = [UUID(job.arguments["mail"]) for job in rows if job.name == "mail" and "mail" in job.arguments]
    query = select(Mail.id, Mail.recipient, Mail.subject).where(Mail.id.in_(wanted))
    return {str(mail_id): Letter(recipient, subject) for mail_id, recipient, subject in session.execute(query)}


def queue(session: Session) -> Queue:
    """Tell how much is under way."""
    query = select(Job.state, func.count(), func.min(Job.created_at)).where(Job.state.in_(("waiting", "running")))
    rows = {state: (number, oldest) for state, number, oldest in session.execute(query.group_by(Job.state))}
    waiting, oldest = rows.get("waiting", (0, None))
    return Queue(waiting, rows.get("running", (0, None))[0], oldest)


def try_again(session: Session, actor: Actor, job_id: UUID, *, now: datetime) -> None:
    """Let a job that was given up run again from the start.

    Raises
    ------
    Conflict
        When it is no longer given up: somebody else was faster.
    """
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound
    if not jobs.again(session, job_id, now=now):
        raise Conflict
    if job.name == "mail":
        letter = update(Mail).where(Mail.id == UUID(job.arguments["mail"]), Mail.state != "sent")
        session.execute(letter.values(state="waiting", not_before=now))
    record(session, "job.retried", f"job:{job_id}", actor=actor.user_id, now=now, detail={"name": job.name})
