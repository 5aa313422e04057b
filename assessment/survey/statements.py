"""The statements of a respondent's journey, built once: building one anew costs more than running it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Insert, ScalarSelect, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased, contains_eager, load_only

from assessment.models import AnswerEvent, AnswerRow, Assessment, Enterprise, Evidence, Wave
from assessment.policy import Actor


class Standing(NamedTuple):
    """The answer that now stands to one question, as the page needs it; `event` is the change that made it so."""

    criterion: str
    value: dict[str, Any] | None
    event: int
    user_id: UUID
    at: datetime


# Columns of the table, not of the mapped class: plain rows come without the machinery for objects.
_answer = AnswerRow.__table__.c
ANSWERS = select(_answer.criterion, _answer.value, _answer.event, _answer.user_id, _answer.at).where(
    _answer.assessment_id == bindparam("assessment")
)


def _previous() -> ScalarSelect[UUID]:
    """Select the assessment the enterprise handed in last before the one that is loaded."""
    earlier = aliased(Assessment)
    return (
        select(earlier.id)
        .where(
            earlier.enterprise_id == Assessment.enterprise_id,
            earlier.created_at < Assessment.created_at,
            earlier.submitted_at.is_not(None),
            earlier.state != "withdrawn",
        )
        .order_by(earlier.submitted_at.desc())
        .limit(1)
        .correlate(Assessment)
        .scalar_subquery()
    )


def _has_evidence() -> ColumnElement[bool]:
    """Ask along the way whether there is any evidence, since most assessments have none."""
    return select(Evidence.id).where(Evidence.assessment_id == Assessment.id).correlate(Assessment).exists()


# The WHERE clause of `policy.own_assessments`, with the actor's enterprises as a parameter.
VISIT = (
    select(Assessment, _previous(), _has_evidence())
    .where(Assessment.id == bindparam("assessment"))
    .where(Assessment.enterprise_id.in_(bindparam("enterprises", expanding=True)))
    .join(Assessment.enterprise)
    .join(Assessment.wave)
    .options(
        load_only(
            Assessment.enterprise_id,
            Assessment.wave_id,
            Assessment.questionnaire_id,
            Assessment.state,
            Assessment.version,
            Assessment.submission_key,
            Assessment.submitted_at,
        ),
        contains_eager(Assessment.enterprise).load_only(
            Enterprise.name, Enterprise.organisation_type, Enterprise.sector, Enterprise.size, Enterprise.place
        ),
        contains_eager(Assessment.wave).load_only(Wave.title, Wave.opens_on, Wave.closes_on),
    )
)
LOCKING_VISIT = VISIT.with_for_update(of=Assessment)


def of_actor(actor: Actor, assessment_id: UUID) -> dict[str, Any]:
    """Give the parameters of a visit."""
    return {"assessment": assessment_id, "enterprises": list(actor.enterprises)}


def answers(session: Session, assessment_id: UUID) -> dict[str, Standing]:
    """Read the answers that stand, by question."""
    rows = session.connection().execute(ANSWERS, {"assessment": assessment_id})
    return {row[0]: Standing(*row) for row in rows}


@dataclass(frozen=True)
class Writing:
    """The two statements that write answers in one dialect."""

    history: Insert
    standing: Insert


@cache
def writing(dialect: str) -> Writing:
    """Give the statements that write history rows, and point the answers at them."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    event, row = AnswerEvent.__table__, AnswerRow.__table__
    upsert: Any = insert(row)  # type: ignore[arg-type]
    changed = {name: upsert.excluded[name] for name in ("value", "event", "user_id", "at")}
    return Writing(
        history=insert(event).returning(event.c.id, sort_by_parameter_order=True),  # type: ignore[arg-type]
        standing=upsert.on_conflict_do_update(index_elements=["assessment_id", "criterion"], set_=changed),
    )


def write(
    session: Session, assessment_id: UUID, values: Mapping[str, dict[str, Any] | None], *, user_id: UUID, now: datetime
) -> dict[str, Standing]:
    """Write history rows first and let the answers point at them; both in a statement each."""
    statements = writing(session.get_bind().dialect.name)
    connection = session.connection()
    common = {"assessment_id": assessment_id, "user_id": user_id, "at": now}
    history = [{**common, "criterion": name, "value": value} for name, value in values.items()]
    events = connection.execute(statements.history, history).scalars().all()
    connection.execute(
        statements.standing, [{**row, "event": event} for row, event in zip(history, events, strict=True)]
    )
    return {
        name: Standing(name, value, event, user_id, now)
        for (name, value), event in zip(values.items(), events, strict=True)
    }
