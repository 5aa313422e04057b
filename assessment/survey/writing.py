"""Writing answers: rows of history first, and then the answers that point at them; a statement each, built once.

The answers of a page go over as one piece of JSON, which the database takes apart: to hand over ten rows one by one
costs more than to write them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Insert, Select, Uuid, bindparam, column, func, select
from sqlalchemy.orm import Session

from assessment.database import Moment, insert_in
from assessment.models import AnswerEvent, AnswerRow
from assessment.survey.statements import Standing

SAID = ("assessment_id", "criterion", "value", "user_id", "at")
KEY = ("assessment_id", "criterion")
STANDING = ("value", "event", "user_id", "at")
_event = AnswerEvent.__table__.c
NEW = select(_event.assessment_id, _event.criterion, _event.value, _event.id, _event.user_id, _event.at).where(
    _event.assessment_id == bindparam("assessment"), _event.id >= bindparam("first")
)


@dataclass(frozen=True)
class Writing:
    """The two statements in one dialect."""

    history: Insert
    standing: Insert


def write(
    session: Session, assessment_id: UUID, values: Mapping[str, dict[str, Any] | None], *, user_id: UUID, now: datetime
) -> dict[str, Standing]:
    """Write answers by question.

    The visit holds the lock of its assessment, so that its rows from the first new one on are those written here.
    """
    connection = session.connection()
    statements = _writing(connection.dialect.name)
    said = {"assessment": assessment_id, "values": values, "user": user_id, "now": now}
    events = {row[0]: row[1] for row in connection.execute(statements.history, said).all()}
    connection.execute(statements.standing, {"assessment": assessment_id, "first": min(events.values())})
    return {name: Standing(name, json.dumps(value), events[name]) for name, value in values.items()}


@cache
def _writing(dialect: str) -> Writing:
    insert = insert_in(dialect)
    upsert = insert(AnswerRow.__table__).from_select([*KEY, *STANDING], NEW)
    return Writing(
        history=insert(AnswerEvent.__table__).from_select(SAID, _said(dialect)).returning(_event.criterion, _event.id),
        standing=upsert.on_conflict_do_update(
            index_elements=KEY, set_={name: upsert.excluded[name] for name in STANDING}
        ),
    )


def _said(dialect: str) -> Select[Any]:
    """Take the answers apart; SQLite would make no value of JSON's null, where an answer was taken back."""
    given = func.json_each(bindparam("values", type_=JSON)).table_valued("key", column("value", JSON))
    value = func.json_quote(given.c.value) if dialect == "sqlite" else given.c.value
    who, when = bindparam("user", type_=Uuid), bindparam("now", type_=Moment)
    return select(bindparam("assessment", type_=Uuid), given.c.key, value, who, when)
