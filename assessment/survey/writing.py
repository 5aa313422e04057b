"""Writing answers: the save first, and then the answers that point at it; the statements are built once.

The answers of a page go over as one piece of JSON, which the database takes apart: to hand over ten rows one by one
costs more than to write them.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BindParameter,
    Connection,
    Insert,
    Integer,
    Select,
    TableValuedAlias,
    Uuid,
    bindparam,
    column,
    func,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from assessment.database import Moment, insert_in
from assessment.models import AnswerEvent, AnswerRow, Assessment
from assessment.survey.statements import Head, Standing

KEY = ("assessment_id", "criterion")
STANDING = ("value", "event")
_event = AnswerEvent.__table__.c
_answer = AnswerRow.__table__.c
_table: Any = Assessment.__table__


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
    event = WRITING[connection.dialect.name](connection, {**read, "values": values, "user": user_id, "now": now})
    if event is None:
        raise Overtaken
    return {name: Standing(name, json.dumps(value), event) for name, value in values.items()}


def _one_after_the_other(connection: Connection, said: Mapping[str, Any]) -> int | None:
    """Write the save, then the answers: with the only pen in hand nobody comes in between."""
    save, standing = _two_statements()
    event: int = connection.execute(save, said).scalar_one()
    connection.execute(standing, {"assessment": said["assessment"], "values": said["values"], "event": event})
    return event


def _at_once(connection: Connection, said: Mapping[str, Any]) -> int | None:
    """Count the save where the assessment is as it was read, and write it and its answers along."""
    return connection.execute(_one_statement(), said).scalar()


WRITING: Mapping[str, Callable[[Connection, Mapping[str, Any]], int | None]] = {
    "sqlite": _one_after_the_other,
    "postgresql": _at_once,
}
"""SQLite knows no INSERT inside another statement; over a wire each statement is a way there and back."""


@cache
def _two_statements() -> tuple[Insert, Insert]:
    given = _given()
    # SQLite would make no value of JSON's null, where an answer was taken back.
    answers = select(
        _bound("assessment"), given.c.key, func.json_quote(given.c.value), bindparam("event", type_=Integer)
    )
    return _save("sqlite", _said()).returning(_event.id), _standing("sqlite", answers.where(true()))


@cache
def _one_statement() -> Insert:
    as_read = (
        _table.c.id == bindparam("assessment"),
        _table.c.version == bindparam("read_version"),
        _table.c.saves == bindparam("read_saves"),
    )
    counted = update(_table).where(*as_read).values(saves=_table.c.saves + 1).returning(_table.c.id).cte("counted")
    save = _save("postgresql", _said().where(select(counted.c.id).exists())).returning(_event.id).cte("save")
    given = _given()
    answers = select(_bound("assessment"), given.c.key, given.c.value, save.c.id).select_from(save.join(given, true()))
    return _standing("postgresql", answers).returning(_answer.event)


def _said() -> Select[Any]:
    return select(_bound("assessment"), bindparam("values", type_=JSON), _bound("user"), bindparam("now", type_=Moment))


def _bound(name: str) -> BindParameter[UUID]:
    return bindparam(name, type_=Uuid)


def _given() -> TableValuedAlias:
    """Take the answers apart that go over as one piece of JSON."""
    return func.json_each(bindparam("values", type_=JSON)).table_valued("key", column("value", JSON))


def _save(dialect: str, said: Select[Any]) -> Any:
    return insert_in(dialect)(AnswerEvent.__table__).from_select(["assessment_id", "answers", "user_id", "at"], said)


def _standing(dialect: str, answers: Select[Any]) -> Any:
    upsert = insert_in(dialect)(AnswerRow.__table__).from_select([*KEY, *STANDING], answers)
    return upsert.on_conflict_do_update(index_elements=KEY, set_={name: upsert.excluded[name] for name in STANDING})
