"""Writing answers: rows of history first, and then the answers that point at them; the statements are built once.

The answers of a page go over as one piece of JSON, which the database takes apart: to hand over ten rows one by one
costs more than to write them.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Connection, Insert, Select, Uuid, bindparam, column, func, select
from sqlalchemy.orm import Session

from assessment.database import Moment, insert_in
from assessment.models import AnswerEvent, AnswerRow
from assessment.survey.statements import Standing

SAID = ("assessment_id", "criterion", "value", "user_id", "at")
KEY = ("assessment_id", "criterion")
STANDING = ("value", "event")
_event = AnswerEvent.__table__.c
_answer = AnswerRow.__table__.c

Written = Mapping[str, int]
"""The change that made each question's answer stand."""


def write(
    session: Session, assessment_id: UUID, values: Mapping[str, dict[str, Any] | None], *, user_id: UUID, now: datetime
) -> dict[str, Standing]:
    """Write answers by question.

    The visit holds the lock of its assessment, so that its rows from the first new one on are those written here.
    """
    connection = session.connection()
    said = {"assessment": assessment_id, "values": values, "user": user_id, "now": now}
    events = WRITING[connection.dialect.name](connection, said)
    return {name: Standing(name, json.dumps(value), events[name]) for name, value in values.items()}


def _one_after_the_other(connection: Connection, said: Mapping[str, Any]) -> Written:
    history, standing = _two_statements()
    events = {row[0]: row[1] for row in connection.execute(history, said).all()}
    connection.execute(standing, {"assessment": said["assessment"], "first": min(events.values())})
    return events


def _at_once(connection: Connection, said: Mapping[str, Any]) -> Written:
    return {row[0]: row[1] for row in connection.execute(_one_statement(), said).all()}


WRITING: Mapping[str, Callable[[Connection, Mapping[str, Any]], Written]] = {
    "sqlite": _one_after_the_other,
    "postgresql": _at_once,
}
"""SQLite knows no INSERT inside another statement; over a wire each statement is a way there and back."""


@cache
def _two_statements() -> tuple[Insert, Insert]:
    history = _history("sqlite").returning(_event.criterion, _event.id)
    new = select(*_columns(_event)).where(
        _event.assessment_id == bindparam("assessment"), _event.id >= bindparam("first")
    )
    return history, _standing("sqlite", new)


@cache
def _one_statement() -> Insert:
    new = _history("postgresql").returning(*_columns(_event)).cte("new")
    return _standing("postgresql", select(*_columns(new.c))).returning(_answer.criterion, _answer.event)


def _columns(of: Any) -> list[Any]:
    return [of[name] for name in (*KEY, "value", "id")]


def _history(dialect: str) -> Any:
    return insert_in(dialect)(AnswerEvent.__table__).from_select(SAID, _said(dialect))


def _standing(dialect: str, new: Select[Any]) -> Any:
    upsert = insert_in(dialect)(AnswerRow.__table__).from_select([*KEY, *STANDING], new)
    return upsert.on_conflict_do_update(index_elements=KEY, set_={name: upsert.excluded[name] for name in STANDING})


def _said(dialect: str) -> Select[Any]:
    """Take the answers apart; SQLite would make no value of JSON's null, where an answer was taken back."""
    given = func.json_each(bindparam("values", type_=JSON)).table_valued("key", column("value", JSON))
    value = func.json_quote(given.c.value) if dialect == "sqlite" else given.c.value
    who, when = bindparam("user", type_=Uuid), bindparam("now", type_=Moment)
    return select(bindparam("assessment", type_=Uuid), given.c.key, value, who, when)
