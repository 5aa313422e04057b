"""The audit log, chained by hashes, and the few facts about the database itself."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import JSON, Connection, String, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from assessment.database import Base, Moment, put

STRETCH = 1000  # Events read at once when the chain is checked.
CHAIN_LOCK = 20_260_001  # Any number, as long as nothing else locks it.
HEAD = "audit.head"  # The fact that names the last event: without it nobody would miss one that was cut off.


class AuditEvent(Base):
    """One event on record. Each row's hash covers the one before; triggers refuse UPDATE and DELETE."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(120), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


_event = AuditEvent.__table__.c
LAST = select(_event.id, _event.hash).order_by(_event.id.desc()).limit(1)
TURN = select(func.pg_advisory_xact_lock(CHAIN_LOCK))


class Entry(NamedTuple):
    """What an event says, before it is a link of the chain."""

    id: int
    at: datetime
    actor: UUID | None
    action: str
    subject: str
    detail: dict[str, Any]
    previous: str


NOTE = text(
    "INSERT INTO fact (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


class Fact(Base):
    """A fact about this database, such as whether it holds demo data."""

    __tablename__ = "fact"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


NOTED = select(Fact.__table__.c.value).where(Fact.__table__.c.name == HEAD).with_for_update()


def record(
    session: Session,
    action: str,
    subject: str,
    *,
    actor: UUID | None,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Append an event to the chain, in the transaction of the change it tells of.

    Appends are serialised: SQLite has one writer anyway, on PostgreSQL the noted end of the chain is locked.
    """
    last, previous = _end(session.connection())
    event = Entry(
        id=last + 1, at=now, actor=actor, action=action, subject=subject, detail=detail or {}, previous=previous
    )
    hash_ = link(event)
    put(session, AuditEvent, **event._asdict(), hash=hash_)
    note_head(session, event.id, hash_)


def _end(connection: Connection) -> tuple[int, str]:
    """Give the id and the hash of the last event, and let nobody else append until this transaction has ended.

    What was noted counts, not the last row: an event after those that were cut off would hide that they are missing.
    """
    noted = connection.execute(NOTED).scalar()
    if noted is None:  # The first event, or an old database: with no row to lock, its first writers take turns.
        if connection.dialect.name == "postgresql":
            connection.execute(TURN)
        noted = connection.execute(NOTED).scalar()
    if noted is None:
        last = connection.execute(LAST).first()
        return (0, "") if last is None else (last.id, last.hash)
    number, _, link_ = noted.partition(":")
    return int(number), link_


def note_head(session: Session, last: int, link_: str) -> None:
    """Write down which event is the last one, and its hash."""
    session.execute(NOTE, {"name": HEAD, "value": _head(last, link_)})


def _head(last: int | None, link_: str) -> str:
    return f"{last}:{link_}"


def link(event: AuditEvent | Entry) -> str:
    """Give the hash of an event over all it says and the hash before it."""
    content = [
        event.id,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(event.actor or ""),
        event.action,
        event.subject,
        event.detail,
        event.previous,
    ]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_break(session: Session) -> int | None:
    """Give the id of the first event that does not fit the chain or is missing, or None when the whole chain holds."""
    last, previous, expected = None, "", 1
    while events := _events_after(session, last):
        for event in events:
            if event.id != expected or event.previous != previous or event.hash != link(event):
                return event.id
            last, previous, expected = event.id, event.hash, expected + 1
        session.expunge_all()
    # A database that nobody has acted in since heads are noted has none yet.
    noted = session.scalar(select(Fact.value).where(Fact.name == HEAD))
    return expected if noted not in (None, _head(last, previous)) else None


def _events_after(session: Session, last: int | None) -> Sequence[AuditEvent]:
    """Read the chain a stretch at a time, so that neither memory nor an open cursor grows with it."""
    query = select(AuditEvent).order_by(AuditEvent.id).limit(STRETCH)
    return session.scalars(query if last is None else query.where(AuditEvent.id > last)).all()
