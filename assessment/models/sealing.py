"""Writing a sealed result as a row, with the figures that lists and statistics read beside it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from assessment.core.questionnaire import Questionnaire
from assessment.core.reckoning.seal import Sealed, seal
from assessment.core.values.states import Answers, Profile
from assessment.database import put
from assessment.models.assessments import Assessment, ResultRow
from assessment.models.enterprises import Enterprise
from assessment.models.questionnaires import PublishedQuestionnaire

_own, _firm, _form, _result = (each.__table__.c for each in (Assessment, Enterprise, PublishedQuestionnaire, ResultRow))
_rounds = select(func.max(_result.round)).where(_result.assessment_id == _own.id, _result.kind == bindparam("kind"))
BESIDE = (
    select(_form.sha256, _firm.sector, _firm.size, _firm.place, _rounds.scalar_subquery().label("rounds"))
    .join_from(Assessment.__table__, Enterprise.__table__, _firm.id == _own.enterprise_id)
    .join(PublishedQuestionnaire.__table__, _form.id == _own.questionnaire_id)
    .where(_own.id == bindparam("assessment"))
)
"""What stands beside a result of an assessment: the hash of its questionnaire, its groups, and the rounds before."""


def seal_result(
    session: Session,
    assessment_id: UUID,
    kind: Literal["self", "verified"],
    questionnaire: Questionnaire,
    profile: Profile,
    answers: Answers,
    *,
    now: datetime,
) -> ResultRow:
    """Seal a result of an assessment and give a copy of its row; a later round never touches an earlier one."""
    beside = session.execute(BESIDE, {"assessment": assessment_id, "kind": kind}).one()
    sealed = seal(questionnaire, beside.sha256, profile, answers)
    row = {
        "id": uuid4(),
        "assessment_id": assessment_id,
        "kind": kind,
        "round": (beside.rounds or 0) + 1,
        **figures_beside(sealed),
        "sector": beside.sector,
        "size": beside.size,
        "place": beside.place,
        "created_at": now,
    }
    put(session, ResultRow, **row)
    return ResultRow(**row)


def figures_beside(sealed: Sealed) -> dict[str, Any]:
    """Give the columns of a result that a seal fills: its text, its hash, and the figures that are read without it."""
    figures = sealed.outcome
    return {
        "engine": figures.engine,
        "sealed": sealed.text,
        "sha256": sealed.sha256,
        "overall": figures.overall,
        "level": figures.level,
        "coverage": figures.coverage or 0.0,
        "pillars": {node.id: [node.score, node.level] for node in figures.pillars if node.visible},
        "criteria": {each.id: each.score for each in figures.criteria if each.score is not None},
    }
