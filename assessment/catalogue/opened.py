"""A sealed result, opened: the values it was made from and the figures they come to."""

import json
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, undefer

from assessment.catalogue.published import published
from assessment.core.questionnaire import Questionnaire
from assessment.core.reckoning.outcome import Outcome, outcome
from assessment.core.reckoning.seal import opened as sealed_answers
from assessment.core.values.states import Answers, Profile
from assessment.models import Assessment, ResultRow

_own = Assessment.__table__.c
EARLIER = (
    select(_own.id)
    .where(_own.enterprise_id == bindparam("enterprise"), _own.questionnaire_id == bindparam("questionnaire"))
    .where(_own.wave_id != bindparam("wave"), _own.submitted_at < bindparam("submitted"))
    .where(_own.state.not_in(("withdrawn", "declined")))
    .order_by(_own.submitted_at.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Opened:
    """What a sealed result says."""

    row: ResultRow
    questionnaire: Questionnaire
    profile: Profile
    answers: Answers
    outcome: Outcome


def open_result(session: Session, row: ResultRow) -> Opened:
    """Read a sealed result by the questionnaire and the rules it names."""
    questionnaire = published(session, row.assessment.questionnaire_id)
    sealed = json.loads(row.sealed)
    profile, answers = Profile(sealed["profile"]), sealed_answers(questionnaire, sealed["answers"])
    return Opened(row, questionnaire, profile, answers, outcome(questionnaire, profile, answers, sealed["engine"]))


def counting(session: Session, assessment_id: UUID) -> ResultRow | None:
    """Read the result that counts: the newest verified one, or else the newest of the owner's own."""
    return session.scalar(_counting(), {"assessment": assessment_id})


@cache
def _counting() -> Select[ResultRow]:
    # Made at the first use: relations and options of mapped classes take long to prepare for a process that starts.
    return (
        select(ResultRow)
        .where(ResultRow.assessment_id == bindparam("assessment"))
        .options(undefer(ResultRow.sealed))
        .order_by((ResultRow.kind == "verified").desc(), ResultRow.round.desc())
        .limit(1)
    )


def last_time(session: Session, assessment: Assessment) -> ResultRow | None:
    """Give the result of the time before, when it was made with the very same questionnaire."""
    this = {"enterprise": assessment.enterprise_id, "questionnaire": assessment.questionnaire_id}
    at = {"wave": assessment.wave_id, "submitted": assessment.submitted_at}
    earlier = session.execute(EARLIER, {**this, **at}).scalar()
    return counting(session, earlier) if earlier else None
