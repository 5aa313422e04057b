"""Telling one enterprise's story in one wave: its answers, what the reviewer did, its results and certificate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
from sqlalchemy.orm import Session

from assessment.cli.demo import maturity
from assessment.cli.demo.lives import Life, PlannedWave
from assessment.cli.demo.settling import Kept
from assessment.cli.demo.writing import Gathered
from assessment.core.questionnaire import Questionnaire
from assessment.core.values.states import Answers
from assessment.core.values.stored import to_json
from assessment.models import Assessment, PublishedQuestionnaire, ResultRow, SentBack, VerifiedAnswer, Wave
from assessment.models.sealing import seal_result
from assessment.review.issuing import issue

REASON = "Theo minh chứng, việc này mới làm được một phần."
NOTE = "Anh/chị vui lòng gửi thêm minh chứng hoặc chọn lại câu trả lời cho câu này."
CORRECTED = 0.3
MOST_LOWERED = 4


@dataclass(frozen=True)
class Scene:
    """What all parts of the filling share."""

    session: Session
    people: Mapping[str, UUID]
    questionnaires: Mapping[str, tuple[PublishedQuestionnaire, Questionnaire]]
    gathered: Gathered
    now: datetime
    rng: np.random.Generator
    folder: Path


@dataclass(frozen=True)
class Told:
    """One enterprise's story in one wave."""

    planned: PlannedWave
    wave: Wave
    kept: Kept
    life: Life


def assess(scene: Scene, told: Told) -> None:
    """Write one assessment with its answers, steps and results."""
    planned, kept, life = told.planned, told.kept, told.life
    published, questionnaire = scene.questionnaires[planned.slug(kept.firm.organisation_type) or ""]
    expected = maturity.expected_score(kept.firm.rank) + planned.gain + scene.rng.normal(0, 2)
    answers = maturity.answers(questionnaire, kept.firm.profile, float(np.clip(expected, 1.5, 97)), scene.rng)
    said = dict(maturity.context(questionnaire.context, scene.rng))
    if life.submitted_at is None:
        answers, said = maturity.first_part(questionnaire, answers, scene.rng.uniform(0.15, 0.9)), {}
    row = Assessment(
        id=uuid4(), enterprise=kept.row, wave=told.wave, questionnaire=published, state=life.state,
        version=1 + len(life.steps), created_by=kept.owner, created_at=life.begun,
        reviewer_id=scene.people["reviewer"] if len(life.steps) > 1 else None,
        submitted_at=life.submitted_at, decided_at=life.decided_at,
    )  # fmt: skip
    scene.session.add(row)
    values = {name: to_json(state) for name, state in answers.items()} | said
    scene.gathered.answered(row.id, values, kept.owner, life.submitted_at or life.begun + timedelta(minutes=20))
    scene.gathered.lived(row.id, life, kept.owner, scene.people["reviewer"])
    if life.submitted_at is not None:
        profile = kept.firm.profile
        seal_result(scene.session, row.id, "self", questionnaire, profile, answers, now=life.submitted_at)
        _reviewed(scene, row, questionnaire, answers, life)


def _reviewed(scene: Scene, row: Assessment, questionnaire: Questionnaire, answers: Answers, life: Life) -> None:
    """Write what the reviewer did: corrections and a certificate, or questions."""
    if life.state == "changes_requested":
        _send_back(scene, row, answers, life)
    if life.decided_at is None or life.state != "approved":
        return
    n = int(scene.rng.integers(1, MOST_LOWERED)) if scene.rng.random() < CORRECTED else 0
    found = maturity.lowered(questionnaire, answers, n, scene.rng)
    by = {"user_id": scene.people["reviewer"], "at": life.steps[-2]}
    scene.session.add_all(
        VerifiedAnswer(assessment_id=row.id, criterion=name, value=to_json(state), reason=REASON, **by)
        for name, state in found.items()
    )
    checked = Answers({**answers, **found})
    result = seal_result(
        scene.session, row.id, "verified", questionnaire, row.enterprise.profile, checked, now=life.decided_at
    )
    _issue(scene, row, result, life.decided_at)


def _send_back(scene: Scene, row: Assessment, answers: Answers, life: Life) -> None:
    names = list(answers)
    chosen = scene.rng.permutation(len(names))[:2]
    by = {"user_id": scene.people["reviewer"], "at": life.steps[-1]}
    scene.session.add_all(SentBack(assessment_id=row.id, subject=names[place], note=NOTE, **by) for place in chosen)


def _issue(scene: Scene, row: Assessment, result: ResultRow, at: datetime) -> None:
    if result.level is not None and result.overall is not None:
        issue(scene.session, row, result, by=scene.people["reviewer"], now=at)
