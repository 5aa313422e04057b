"""The audit log as administrators read it: references only, never the persons and firms behind them. No HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from assessment.models import AuditEvent
from assessment.models.trail import first_break
from assessment.waves.listing import Listed, listed


@dataclass(frozen=True, slots=True)
class Sought:
    """What the log is narrowed to; `subject` is a whole reference, a kind of reference, or how an id begins."""

    action: str = ""
    subject: str = ""
    actor: UUID | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log."""

    id: int
    at: datetime
    action: str
    kind: str
    reference: str
    actor: UUID | None
    detail: Mapping[str, Any]

    @property
    def subject(self) -> str:
        """The reference as it stands in the log."""
        return f"{self.kind}:{self.reference}"


@dataclass(frozen=True, slots=True)
class Chain:
    """What a check of the whole chain found."""

    events: int
    broken_at: int | None


def events(session: Session, sought: Sought, page: int) -> Listed[Event]:
    """Give the events, the newest first."""
    found = listed(session, _narrowed(sought).order_by(AuditEvent.id.desc()), page)
    return Listed(tuple(_event(row) for row in found.rows), found.number, found.total)


def _narrowed(sought: Sought) -> Select[AuditEvent]:
    query = select(AuditEvent)
    if sought.action:
        query = query.where(AuditEvent.action == sought.action)
    if sought.actor is not None:
        query = query.where(AuditEvent.actor == sought.actor)
    if ":" in sought.subject:
        return query.where(AuditEvent.subject == sought.subject)
    if sought.subject:
        kind = AuditEvent.subject.startswith(f"{sought.subject}:", autoescape=True)
        return query.where(or_(kind, AuditEvent.subject.contains(f":{sought.subject}", autoescape=True)))
    return query


def actions(session: Session) -> list[str]:
    """Give the actions that stand in the log."""
    return sorted(session.scalars(select(AuditEvent.action).distinct()))


def check(session: Session) -> Chain:
    """Check the whole chain, from the first event to the last."""
    broken = first_break(session)
    return Chain(session.scalar(select(func.count()).select_from(AuditEvent)) or 0, broken)


def _event(row: AuditEvent) -> Event:
    kind, _, reference = row.subject.partition(":")
    return Event(row.id, row.at, row.action, kind, reference, row.actor, row.detail)
