"""Asking for work: a row in the same transaction as the change, and a knock on the worker's door after the commit.

The row is the truth. huey only carries its id: a lost message costs the time until the worker's next sweep.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, bindparam, event, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from assessment.config import Settings
from assessment.database import hits, put, put_once
from assessment.models import Job

QUEUE = "thuoc-so"
LEASE = timedelta(minutes=10)
KNOWN = select(Job.__table__.c.id).where(Job.__table__.c.key == bindparam("key"))
TRIES = 6  # So often a job is begun before it counts as failed.
log = logging.getLogger(__name__)


class Carrier:
    """The queue that fits the database: PostgreSQL's own, or a small SQLite file in the var folder.

    Nothing is imported or opened before the first use: most processes start quicker without, and a page can be shown
    while the queue is away. Its messages need not outlive a power cut, so that nobody waits for the disk twice.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._run: Callable[[str], None] = _nothing

    @cached_property
    def huey(self) -> Any:
        """The queue itself."""
        library, settings = import_module("huey"), self._settings
        if settings.sqlite:
            file = str(settings.var / "queue.sqlite")
            return library.SqliteHuey(QUEUE, filename=file, fsync=False, results=False, create_tables=False)
        url = make_url(settings.database_url).set(drivername="postgresql")
        options = f"{url.query.get('options', '')} -c synchronous_commit=off"
        dsn = url.render_as_string(hide_password=False)
        return library.PostgresHuey(QUEUE, dsn=dsn, options=options, results=False, create_tables=False)

    @cached_property
    def _task(self) -> Any:
        """The one task of the queue; only its name and the id travel."""

        def run_job(job_id: str) -> None:
            self._run(job_id)

        return self.huey.task(name="run_job")(run_job)

    def prepare(self) -> None:
        """Make the queue's tables where there are none; the worker and `db upgrade` do this."""
        if self._settings.sqlite:
            self._settings.var.mkdir(parents=True, exist_ok=True)
        self.huey.storage.initialize_schema()

    def knock(self, job_id: str) -> None:
        """Send one message."""
        self.huey.enqueue(self._task.s(job_id))

    def waiting(self) -> list[str]:
        """Name the jobs whose messages nobody has taken yet."""
        _ = self._task
        return [task.args[0] for task in self.huey.pending()]

    def close(self) -> None:
        """Let go of the queue's connection; the next use opens it anew."""
        self.huey.storage.close()

    def serve(self, run: Callable[[str], None]) -> None:
        """Let messages that arrive in this process be run by this function."""
        self._run = run
        _ = self._task


def _nothing(_job_id: str) -> None:
    """Stand in for what runs jobs, in processes that only ask for them."""


def make_carrier(settings: Settings) -> Carrier:
    """Give the queue that fits the database."""
    return Carrier(settings)


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
    known = session.execute(KNOWN, {"key": key}).scalar()
    if known is None:
        known = _asked_once(session, key, name=name, arguments=arguments or {}, user_id=user_id, now=now)
    return session.get_one(Job, known)


def _asked_once(session: Session, key: str, *, now: datetime, **wanted: Any) -> UUID:
    """Write a job down, unless somebody has asked for the same in this very moment."""
    job = uuid4()
    if put_once(session, Job, "key", id=job, key=key, not_before=now, created_at=now, **wanted):
        session.info.setdefault("knocks", []).append(str(job))
        return job
    there: UUID = session.execute(KNOWN, {"key": key}).scalar_one()
    return there


def ask_first(session: Session, name: str, key: str, *, now: datetime, arguments: dict[str, Any]) -> None:
    """Ask for a job by a key that cannot be there yet."""
    job = uuid4()
    put(session, Job, id=job, name=name, key=key, arguments=arguments, not_before=now, created_at=now)
    session.info.setdefault("knocks", []).append(str(job))


def again(session: Session, job_id: UUID, *, now: datetime) -> bool:
    """Let a job that was given up run again from the start; False when it is not given up any more."""
    given_up = update(Job).where(Job.id == job_id, Job.state == "failed")
    fresh = {"state": "waiting", "attempts": 0, "progress": 0, "not_before": now, "finished_at": None}
    if not hits(session, given_up.values(**fresh)):
        return False
    session.info.setdefault("knocks", []).append(str(job_id))
    return True


def progress(writing: sessionmaker[Session], job: Job, percent: int) -> None:
    """Tell how far a running job is, in a short transaction of its own, and keep its lease for as long again.

    To be called before the job's first change: from then on its own session holds the only pen of an SQLite database.
    """
    mine = update(Job).where(Job.id == job.id, Job.attempts == job.attempts, Job.state == "running")
    with writing() as session, session.begin():
        session.execute(mine.values(progress=percent, leased_until=datetime.now(UTC) + LEASE))


def knock_after_commit(sessions: Session | sessionmaker[Session], carrier: Carrier) -> None:
    """Tell the worker about the jobs of a session, or of a maker's sessions, once they are committed."""
    event.listen(sessions, "after_commit", lambda done: _knock(carrier, done.info.pop("knocks", [])))
    event.listen(sessions, "after_rollback", lambda undone: undone.info.pop("knocks", None))


def _knock(carrier: Carrier, ids: list[str]) -> None:
    """Send one message a job; the queue may be away, the sweep will find the row."""
    for job_id in ids:
        try:
            carrier.knock(job_id)
        except Exception as error:  # noqa: BLE001 - whatever ails the queue, the change it tells of is committed
            log.warning("The queue did not take job %s (%s); the next sweep will.", job_id, error)


def session_of_a_job(engine: Engine) -> Session:
    """Give a session that reads first and writes at its end, without holding SQLite's only pen in between.

    A job gathers, renders for seconds, and then writes. As a reader it stands in nobody's way; a reader that turns
    writer may find that somebody wrote meanwhile and fail at once, so before its first change it begins anew.
    """
    session = Session(engine, expire_on_commit=False)
    if engine.dialect.name == "sqlite":
        event.listen(session, "before_flush", lambda flushing, *_: _take_pen(flushing))
        event.listen(session, "do_orm_execute", _take_pen_for_change)
        event.listen(session, "after_transaction_end", _lay_pen_down)
    return session


def _take_pen_for_change(state: ORMExecuteState) -> None:
    if not state.is_select:
        _take_pen(state.session)


def _take_pen(session: Session) -> None:
    if session.info.get("pen") or session.in_nested_transaction():
        return
    connection = session.connection()
    connection.exec_driver_sql("ROLLBACK")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    session.info["pen"] = True


def _lay_pen_down(session: Session, ended: Any) -> None:
    if ended.parent is None:
        session.info.pop("pen", None)
