"""The published questionnaires, with where they are used. No HTTP, no clock, no commit."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment import catalogue
from assessment.core.questionnaire import Questionnaire
from assessment.models import Assessment, PublishedQuestionnaire, WaveQuestionnaire
from assessment.policy import NotFound


@dataclass(frozen=True, slots=True)
class Version:
    """One published version, with how many waves and assessments use it."""

    row: PublishedQuestionnaire
    questionnaire: Questionnaire
    waves: int
    assessments: int


def versions(session: Session) -> list[Version]:
    """Give all published versions, each slug's newest first."""
    query = select(PublishedQuestionnaire).order_by(PublishedQuestionnaire.slug, PublishedQuestionnaire.id.desc())
    rows = session.scalars(query).all()
    counted = select(WaveQuestionnaire.questionnaire_id, func.count()).group_by(WaveQuestionnaire.questionnaire_id)
    waves = dict(session.execute(counted).all())
    counted = select(Assessment.questionnaire_id, func.count()).group_by(Assessment.questionnaire_id)
    assessments = dict(session.execute(counted).all())
    return [
        Version(row, catalogue.published(session, row.id), waves.get(row.id, 0), assessments.get(row.id, 0))
        for row in rows
    ]


def version(session: Session, slug: str, number: str) -> Version:
    """Give one published version."""
    for found in versions(session):
        if (found.row.slug, found.row.version) == (slug, number):
            return found
    raise NotFound
