"""Asking for work: a row in the same transaction as the change, and a knock on the worker's door after the commit.

The row is the truth. huey only carries its id: a lost message costs the time until the worker's next sweep.
"""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from huey import Huey, PostgresHuey, SqliteHuey
from sqlalchemy import event, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.models import Job

QUEUE = "thuoc-so"
log = logging.getLogger(__name__)


def make_carrier(settings: Settings) -> Huey:
    """Give the queue that fits the database: PostgreSQL's own, or a small SQLite file beside it."""
    if settings.sqlite:
        settings.var.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(QUEUE, filename=str(settings.var / "queue.sqlite"), fsync=False)
    dsn = make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgresHuey(QUEUE, dsn=dsn)


def ask(
    session: Session,
    name: str,
    key: str,
    *,
    now: datetime,
    arguments: dict[str, Any] | None = None,
    user_id: UUID | None = None,
) -> Job:
    """Ask for a job by name; asking again with the same key gives the job that is already there."""
    known = session.scalar(select(Job).where(Job.key == key))
    if known is not None:
        return known
    job = Job(
        id=uuid4(), name=name, key=key, arguments=arguments or {}, not_before=now, user_id=user_id, created_at=now
    )
    session.add(job)
    session.flush()
    session.info.setdefault("knocks", []).append(str(job.id))
    return job


def knock_after_commit(session: Session, carrier: Huey) -> None:
    """Tell the worker about this session's jobs once they are committed, and forget them when they are not."""
    event.listen(session, "after_commit", lambda done: _knock(carrier, done.info.pop("knocks", [])))
    event.listen(session, "after_rollback", lambda undone: undone.info.pop("knocks", None))


def _knock(carrier: Huey, ids: list[str]) -> None:
    """Send one message a job; the queue may be away, the sweep will find the row."""
    for job_id in ids:
        try:
            carrier.enqueue(run_task(carrier).s(job_id))
        except Exception:
            log.exception("The queue did not take job %s; the next sweep will.", job_id)


def run_task(carrier: Huey, run: Any = None) -> Any:
    """Give the one task of the queue; the worker passes what runs it, others only need its name."""
    known = carrier.__dict__.get("_run_job")
    if known is None or run is not None:

        def run_job(job_id: str) -> None:
            if run is not None:
                run(job_id)

        known = carrier.task(name="run_job")(run_job)
        carrier.__dict__["_run_job"] = known
    return known
