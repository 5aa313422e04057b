"""The engine, the session of a request, and what both databases must agree on.

SQLite gets write-ahead logging, full synchronisation and enforced foreign keys. Every unit of work that may write
begins with BEGIN IMMEDIATE: a read that turns into a write would otherwise fail at once instead of waiting its turn.
"""

import sqlite3
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Insert,
    MetaData,
    TypeDecorator,
    UpdateBase,
    create_engine,
    event,
    insert,
)
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry, PoolResetState

BUSY_TIMEOUT_SECONDS = 5
IDLE = 0  # What PostgreSQL's library calls a connection in no transaction.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of all tables, with names for every constraint so that migrations can address them."""

    metadata = MetaData(naming_convention=NAMING)


def make_engine(url: str) -> Engine:
    """Connect to SQLite or PostgreSQL; nothing is opened before the first use."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # No ping before each use: a lost server costs one request a 503, and the pool then starts anew by itself.
    engine = create_engine(url, connect_args={"connect_timeout": 5, "autocommit": True}, pool_reset_on_return=None)
    event.listen(engine, "begin", _begin_postgresql)
    event.listen(engine, "reset", _reset_postgresql)
    return engine


class Sessions(NamedTuple):
    """Session factories over one engine: to write, to write in a single statement, and to read alone.

    On PostgreSQL the latter two let every statement stand for itself, which spares two round trips a page.
    """

    writing: sessionmaker[Session]
    at_once: sessionmaker[Session]
    reading: sessionmaker[Session]


def make_sessions(engine: Engine) -> Sessions:
    """Give the session factories of an engine."""
    writing, alone = engine.execution_options(writes=True), engine.execution_options(alone=True)
    at_once = writing if engine.dialect.name == "sqlite" else alone
    return Sessions(*(sessionmaker(each, expire_on_commit=False) for each in (writing, at_once, alone)))


def hold(session: Session) -> None:
    """Begin a transaction in a session of single statements, which has none yet unless SQLite's pen is taken."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("BEGIN")


def hits(session: Session, change: UpdateBase) -> int:
    """Carry out a change and tell how many rows met its conditions: none where somebody else was faster."""
    hit: int = session.execute(change).rowcount  # type: ignore[attr-defined]
    return hit


def put(session: Session, kind: type[Base], /, **values: Any) -> None:
    """Write a row that nobody asks for again, without making it an object; what the session holds back comes first."""
    session.flush()
    session.execute(_insertion(kind), values)  # By the session, so that a job's takes SQLite's pen before it.


def put_once(session: Session, kind: type[Base], /, *unique: str, **values: Any) -> bool:
    """Write such a row unless there is one with the same values in unique columns, and tell whether it was written."""
    session.flush()
    insertion = _insertion_once(kind, unique, session.get_bind().dialect.name)
    return session.execute(insertion, values).first() is not None


@cache
def _insertion_once(kind: type[Base], unique: tuple[str, ...], dialect: str) -> Insert:
    insertion = insert_in(dialect)(kind.__table__).on_conflict_do_nothing(index_elements=unique)
    written: Insert = insertion.returning(kind.__table__.c[unique[0]])
    return written


@cache
def _insertion(kind: type[Base]) -> Insert:
    table: Any = kind.__table__
    return insert(table)


def insert_in(dialect: str) -> Any:
    """Give the `insert` of a dialect, which knows what to do on conflict."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert


def _prepare_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    """Set what SQLite leaves off by default."""
    connection.isolation_level = None  # We say BEGIN ourselves, see below.
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin at once as a writer where the session may write."""
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Have the driver begin a transaction, unless every statement is to stand for itself."""
    options: dict[str, Any] = dict(connection.get_execution_options())
    driver = connection.connection.driver_connection
    if driver.autocommit and not options.get("alone"):  # type: ignore[union-attr]
        driver.autocommit = False  # type: ignore[union-attr]


def _reset_postgresql(driver: Any, _record: ConnectionPoolEntry, _state: PoolResetState) -> None:
    """Give a connection back as it was taken; one that only read has nothing to undo."""
    if not driver.autocommit or driver.info.transaction_status != IDLE:
        driver.rollback()
        driver.autocommit = True


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on both databases (SQLite would drop the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a naive moment, which would mean a different time on each machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
