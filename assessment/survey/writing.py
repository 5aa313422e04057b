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

from sqlalchemy import JSON, Connection, Insert, Select, Uuid, bindparam, column, func, select, update
from sqlalchemy.orm import Session

from assessment.database import Moment, insert_in
from assessment.models import AnswerEvent, AnswerRow, Assessment
from assessment.survey.statements import Head, Standing

SAID = ("assessment_id", "criterion", "value", "user_id", "at")
KEY = ("assessment_id", "criterion")
STANDING = ("value", "event")
_event = AnswerEvent.__table__.c
_answer = AnswerRow.__table__.c
_table: Any = Assessment.__table__

Written = Mapping[str, int]
"""The change that made each question's answer stand."""


class Overtaken(Exception):
    """Somebody saved answers or moved the assessment after it was read; nothing was written."""


def write(
    session: Session, head: Head, values: Mapping[str, dict[str, Any] | None], *, user_id: UUID, now: datetime
) -> dict[str, Standing]:
    """Write answers by question.

    Raises
    ------
    Overtaken
        When the assessment is not any more as it was read without a lock.
    """
    connection = session.connection()
    read = {"assessment": head.id, "read_version": head.version, "read_saves": head.saves}
    events = WRITING[connection.dialect.name](connection, {**read, "values": values, "user": user_id, "now": now})
    if not events:
        raise Overtaken
    return {name: Standing(name, json.dumps(value), events[name]) for name, value in values.items()}


def _one_after_the_other(connection: Connection, said: Mapping[str, Any]) -> Written:
    """Write history, then the answers: with the only pen in hand, the rows from the first new one on are those."""
    history, standing = _two_statements()
    events = {row[0]: row[1] for row in connection.execute(history, said).all()}
    connection.execute(standing, {"assessment": said["assessment"], "first": min(events.values())})
    return events


def _at_once(connection: Connection, said: Mapping[str, Any]) -> Written:
    """Count the save where the assessment is as it was read, and write history and answers with it."""
    return {row[0]: row[1] for row in connection.execute(_one_statement(), said).all()}


WRITING: Mapping[str, Callable[[Connection, Mapping[str, Any]], Written]] = {
    "sqlite": _one_after_the_other,
    "postgresql": _at_once,
}
"""SQLite knows no INSERT inside another statement; over a wire each statement is a way there and back."""


@cache
def _two_statements() -> tuple[Insert, Insert]:
    history = _history("sqlite", _said("sqlite")).returning(_event.criterion, _event.id)
    new = select(*_columns(_event)).where(
        _event.assessment_id == bindparam("assessment"), _event.id >= bindparam("first")
    )
    return history, _standing("sqlite", new)


@cache
def _one_statement() -> Insert:
    as_read = (
        _table.c.id == bindparam("assessment"),
        _table.c.version == bindparam("read_version"),
        _table.c.saves == bindparam("read_saves"),
    )
    counted = update(_table).where(*as_read).values(saves=_table.c.saves + 1).returning(_table.c.id).cte("counted")
    said = _said("postgresql").where(select(counted.c.id).exists())
    new = _history("postgresql", said).returning(*_columns(_event)).cte("new")
    return _standing("postgresql", select(*_columns(new.c))).returning(_answer.criterion, _answer.event)


def _columns(of: Any) -> list[Any]:
    return [of[name] for name in (*KEY, "value", "id")]


def _history(dialect: str, said: Select[Any]) -> Any:
    return insert_in(dialect)(AnswerEvent.__table__).from_select(SAID, said)


def _standing(dialect: str, new: Select[Any]) -> Any:
    upsert = insert_in(dialect)(AnswerRow.__table__).from_select([*KEY, *STANDING], new)
    return upsert.on_conflict_do_update(index_elements=KEY, set_={name: upsert.excluded[name] for name in STANDING})


def _said(dialect: str) -> Select[Any]:
    """Take the answers apart; SQLite would make no value of JSON's null, where an answer was taken back."""
    given = func.json_each(bindparam("values", type_=JSON)).table_valued("key", column("value", JSON))
    value = func.json_quote(given.c.value) if dialect == "sqlite" else given.c.value
    who, when = bindparam("user", type_=Uuid), bindparam("now", type_=Moment)
    return select(bindparam("assessment", type_=Uuid), given.c.key, value, who, when)
