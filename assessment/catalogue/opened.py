"""A sealed result, opened: the values it was made from and the figures they come to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer

from assessment.catalogue.published import published
from assessment.core.questionnaire import Questionnaire
from assessment.core.reckoning.outcome import Outcome, outcome
from assessment.core.reckoning.seal import opened as sealed_answers
from assessment.core.values.states import Answers, Profile
from assessment.models import Assessment, ResultRow


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
    questionnaire_id = session.scalars(
        select(Assessment.questionnaire_id).where(Assessment.id == row.assessment_id)
    ).one()
    questionnaire = published(session, questionnaire_id)
    sealed = json.loads(row.sealed)
    profile, answers = Profile(sealed["profile"]), sealed_answers(questionnaire, sealed["answers"])
    return Opened(row, questionnaire, profile, answers, outcome(questionnaire, profile, answers, sealed["engine"]))


def counting(assessments: Sequence[UUID]) -> Select[ResultRow]:
    """Select the result that counts: the newest verified one, or else the newest of the owner's own."""
    return (
        select(ResultRow)
        .where(ResultRow.assessment_id.in_(assessments))
        .options(undefer(ResultRow.sealed))
        .order_by((ResultRow.kind == "verified").desc(), ResultRow.round.desc())
        .limit(1)
    )


def last_time(session: Session, assessment: Assessment) -> ResultRow | None:
    """Give the result of the time before, when it was made with the very same questionnaire."""
    earlier = session.scalar(
        select(Assessment.id)
        .where(
            Assessment.enterprise_id == assessment.enterprise_id,
            Assessment.questionnaire_id == assessment.questionnaire_id,
            Assessment.wave_id != assessment.wave_id,
            Assessment.submitted_at < assessment.submitted_at,
            Assessment.state.not_in(("withdrawn", "declined")),
        )
        .order_by(Assessment.submitted_at.desc())
        .limit(1)
    )
    return session.scalar(counting([earlier])) if earlier else None
