"""Enterprises with real answers, sealed as the site seals them."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from assessment import catalogue
from assessment.core.values.states import Answers, Profile
from assessment.models import Assessment, Enterprise, Wave
from assessment.models.sealing import seal_result
from tests.core.test_appraisal import people
from tests.factories import writing
from tests.reports.results import _enterprise


def make_sealed(
    app: Flask, wave: UUID, user: UUID, n: int, *, seed: int = 1, again: list[UUID] | None = None
) -> list[UUID]:
    """So many enterprises with sealed answers to the small questionnaire; `again` answer once more."""
    with writing(app) as session:
        made = []
        for place, (profile, answers) in enumerate(people(n, seed)):
            sector = profile.of("sector") or "trade"
            if again is None:
                enterprise = _enterprise(sector, "small" if place % 3 else "micro", "ha-long")
                session.add(enterprise)
                session.flush()
            else:
                enterprise = session.get_one(Enterprise, again[place])
            _seal(session, wave, user, enterprise.id, profile, answers)
            made.append(enterprise.id)
        return made


def _seal(session: Session, wave: UUID, user: UUID, enterprise: UUID, profile: Profile, answers: Answers) -> None:
    questionnaire = session.get_one(Wave, wave).questionnaires[0].questionnaire_id
    moment = datetime.now(UTC)
    assessment = Assessment(
        enterprise_id=enterprise, wave_id=wave, questionnaire_id=questionnaire, state="submitted",
        created_by=user, created_at=moment, submitted_at=moment,
    )  # fmt: skip
    session.add(assessment)
    session.flush()
    index = catalogue.published(session, questionnaire)
    seal_result(session, assessment.id, "self", index, profile, answers, now=moment)
