"""Writing a sealed result as a row, with the figures that lists and statistics read beside it."""

from datetime import datetime
from typing import Literal
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.core.questionnaire import Questionnaire
from assessment.core.reckoning.seal import seal
from assessment.core.values.states import Answers, Profile
from assessment.models.assessments import Assessment, ResultRow


def seal_result(
    session: Session,
    assessment: Assessment,
    kind: Literal["self", "verified"],
    questionnaire: Questionnaire,
    profile: Profile,
    answers: Answers,
    *,
    now: datetime,
) -> ResultRow:
    """Seal a result of an assessment; a later round never touches an earlier one."""
    sealed = seal(questionnaire, assessment.questionnaire.sha256, profile, answers)
    figures = sealed.outcome
    earlier = select(func.max(ResultRow.round)).where(ResultRow.assessment_id == assessment.id, ResultRow.kind == kind)
    row = ResultRow(
        id=uuid4(),
        assessment_id=assessment.id,
        kind=kind,
        round=(session.scalar(earlier) or 0) + 1,
        engine=figures.engine,
        sealed=sealed.text,
        sha256=sealed.sha256,
        overall=figures.overall,
        level=figures.level,
        coverage=figures.coverage or 0.0,
        pillars={node.id: [node.score, node.level] for node in figures.pillars if node.visible},
        criteria={each.id: each.score for each in figures.criteria if each.score is not None},
        sector=assessment.enterprise.sector,
        size=assessment.enterprise.size,
        place=assessment.enterprise.place,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row
