"""The database session of a request: a reading one for GET, a writing one for POST; views commit, nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from assessment.config import TIME_ZONE, Settings
from assessment.database import make_engine, make_sessions
from assessment.jobs import knock_after_commit, make_carrier


class WriteDuringReadError(RuntimeError):
    """A page that only shows something tried to change something: a fault of ours, never of the visitor."""


def init_app(app: Flask, settings: Settings) -> None:
    """Connect the application to its database and queue."""
    engine = make_engine(settings.database_url)
    writing, at_once, reading = make_sessions(engine)
    app.extensions["engine"] = engine
    app.extensions["writing"] = writing
    app.extensions["at_once"] = at_once
    app.extensions["reading"] = reading
    app.extensions["carrier"] = None if settings.immediate_jobs else make_carrier(settings)
    # Once for every session of a kind, rather than on each session again.
    event.listen(reading, "before_flush", _refuse)
    if app.extensions["carrier"] is not None:
        knock_after_commit(writing, app.extensions["carrier"])
    app.teardown_appcontext(_close)


def db() -> Session:
    """Give the session of this request."""
    if "db" not in g:
        g.db = _reading_session() if request.method in ("GET", "HEAD", "OPTIONS") else writing_session()
    session: Session = g.db
    return session


def at_once() -> Session:
    """Give the session of a request whose change is one statement, which then needs no transaction around it.

    On SQLite it is the ordinary writing one, which has taken the pen before anything is read.
    """
    if "db" not in g:
        g.db = current_app.extensions["at_once"]()
    session: Session = g.db
    return session


def now() -> datetime:
    """Give the moment of this request: one for all that it does."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment


def today() -> date:
    """Give the day it now is in Việt Nam, by which waves open and close."""
    return now().astimezone(TIME_ZONE).date()


def writing_session() -> Session:
    """Open a session that may write, and that wakes the worker when it has committed jobs."""
    session: Session = current_app.extensions["writing"]()
    return session


@contextmanager
def short_transaction() -> Iterator[Session]:
    """Write something small of its own: last-seen, throttle counters. Commits at the end."""
    with writing_session() as session, session.begin():
        yield session


@contextmanager
def short_read() -> Iterator[Session]:
    """Read something small of its own, and let go of the database at once."""
    with _reading_session() as session:
        yield session


@contextmanager
def bare_read() -> Iterator[Connection]:
    """Do the same for a plain statement, without the machinery for objects."""
    engine: Engine = current_app.extensions["reading"].kw["bind"]
    with engine.connect() as connection:
        yield connection


def _reading_session() -> Session:
    session: Session = current_app.extensions["reading"]()
    return session


def _refuse(*_details: Any) -> None:
    raise WriteDuringReadError("A GET request may not write; use a POST view.")


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()
