"""Rows of a demo database, gathered first and written in few strokes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from assessment.cli.demo.lives import PATHS, Life
from assessment.models import AnswerEvent, AnswerRow, AssessmentEvent, AuditEvent
from assessment.models.trail import link, note_head

AUDITED = {
    "submit": "assessment.submitted",
    "take": "assessment.taken",
    "request_changes": "assessment.sent_back",
    "approve": "assessment.approved",
    "decline": "assessment.declined",
    "withdraw": "assessment.withdrawn",
}
OWNERS_STEPS = ("submit", "withdraw")


@dataclass
class Gathered:
    """Rows of plain tables, by table, in the order in which they came."""

    saves: list[dict[str, Any]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    audit: list[tuple[datetime, UUID | None, str, str]] = field(default_factory=list)

    def answered(self, assessment_id: UUID, values: Mapping[str, object], user_id: UUID, at: datetime) -> None:
        """Note the answers of one assessment, saved in one go."""
        of = {"id": len(self.saves) + 1, "assessment_id": assessment_id}
        self.saves.append({**of, "answers": dict(values), "user_id": user_id, "at": at})

    def lived(self, assessment_id: UUID, life: Life, owner: UUID, reviewer: UUID) -> None:
        """Note the steps of one assessment."""
        before = "draft"
        for (action, after), at in zip(PATHS[life.state], life.steps, strict=True):
            actor = owner if action in OWNERS_STEPS else reviewer
            step = {"action": action, "before": before, "after": after, "note": _note(action), "user_id": actor}
            self.steps.append({"assessment_id": assessment_id, "at": at, **step})
            self.audit.append((at, actor, AUDITED[action], f"assessment:{assessment_id}"))
            before = after


def _note(action: str) -> str:
    return "Các câu trả lời chưa khớp với minh chứng đã gửi." if action == "decline" else ""


def write(session: Session, gathered: Gathered) -> None:
    """Write all that was gathered."""
    rows = [
        {"assessment_id": save["assessment_id"], "criterion": name, "value": value, "event": save["id"]}
        for save in gathered.saves
        for name, value in save["answers"].items()
    ]
    _insert(session, AnswerEvent, gathered.saves)
    _insert(session, AnswerRow, rows)
    _insert(session, AssessmentEvent, sorted(gathered.steps, key=lambda step: step["at"]))
    if session.get_bind().dialect.name == "postgresql":
        # The numbers were given here, so the table's own counter goes on after them.
        counter = "SELECT setval(pg_get_serial_sequence('answer_event', 'id'), (SELECT max(id) FROM answer_event))"
        session.execute(text(counter))
    _chain(session, sorted(gathered.audit, key=lambda each: each[0]))


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _chain(session: Session, events: Iterable[tuple[datetime, UUID | None, str, str]]) -> None:
    """Append events to the audit log in one stroke, each linked to the one before."""
    last = session.execute(select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)).first()
    number, previous = (0, "") if last is None else (last.id, last.hash)
    rows = []
    for number_, (at, actor, action, subject) in enumerate(events, number + 1):
        row = {"id": number_, "at": at, "actor": actor, "action": action, "subject": subject, "detail": {}}
        event = AuditEvent(**row, previous=previous)
        event.hash = link(event)
        rows.append({**row, "previous": previous, "hash": event.hash})
        previous = event.hash
    _insert(session, AuditEvent, rows)
    if rows:
        note_head(session, event.id, event.hash)
