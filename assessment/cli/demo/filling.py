"""Filling a database with demo data, in one transaction: all of it or nothing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import click
import numpy as np
from flask import Flask
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from assessment import catalogue
from assessment.cli.demo import lives, logins, maturity, people
from assessment.cli.demo.firms import firms
from assessment.cli.demo.lives import WAVES, Life, PlannedWave
from assessment.cli.demo.settling import OWNED, Kept, settle
from assessment.cli.demo.weighing import weigh
from assessment.cli.demo.writing import Gathered, write
from assessment.config import TIME_ZONE
from assessment.core.questionnaire import Questionnaire
from assessment.core.values.states import Answers
from assessment.core.values.stored import to_json
from assessment.models import (
    Assessment,
    Certificate,
    Enterprise,
    Fact,
    Job,
    PublishedQuestionnaire,
    ResultRow,
    SentBack,
    Snapshot,
    User,
    VerifiedAnswer,
    Wave,
    WaveQuestionnaire,
)
from assessment.models.sealing import seal_result
from assessment.models.trail import record
from assessment.reports.appraising import appraise_snapshot
from assessment.reports.choices import Choice
from assessment.reports.freezing import freeze
from assessment.reports.targeting import measure_snapshot
from assessment.review.issuing import issue

DEFAULT_SEED = 2026
PAPERS_AT_ONCE = 6
PAPER_PAUSE = timedelta(seconds=15)
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


def is_empty(app: Flask) -> bool:
    """Tell whether nobody has used this database yet."""
    with app.extensions["reading"]() as session:
        return not any(session.scalar(select(func.count()).select_from(table)) for table in (Enterprise, User, Wave))


def refusal(app: Flask) -> str | None:
    """Say why this database must not be filled, or None."""
    if app.extensions["settings"].production:
        return "Demo data is refused in production (THUOC_SO_ENV=production)."
    if not is_empty(app):
        return "This database holds real people, waves or enterprises; demo data is only for an empty one."
    return None


def fill(app: Flask, n: int = 300, seed: int = DEFAULT_SEED) -> None:
    """Fill an empty database; the same seed gives the same enterprises and answers."""
    if (why := refusal(app)) is not None:
        raise click.ClickException(why)
    var = app.extensions["settings"].var
    password = people.wished_password(var)
    now = datetime.now(UTC).replace(microsecond=0)
    with app.extensions["writing"]() as session, session.begin():
        session.add(Fact(name="demo", value=str(seed)))
        roles = logins.create(session, password, now)
        rng, folder = np.random.default_rng(seed), app.extensions["settings"].questionnaires
        scene = Scene(session, roles, _questionnaires(session), Gathered(), now, rng, folder)
        enterprises = settle(session, firms(n, scene.rng), roles, now)
        waves = [_wave(scene, planned, enterprises) for planned in WAVES]
        told = [
            each
            for planned, wave in zip(WAVES, waves, strict=True)
            for each in _told(scene, planned, wave, enterprises)
        ]
        # Certificates are numbered in the order of the approvals, and the newer one takes the place of the older.
        for each in sorted(told, key=lambda one: (one.life.decided_at or now, one.life.begun)):
            _assessment(scene, each)
        write(session, scene.gathered)
        _publish(scene, waves)
        weigh(session, roles["administrator"], now)
        _space_out_papers(scene)
        record(session, "demo.filled", "database", actor=None, now=now, detail={"enterprises": n, "seed": seed})
    people.keep_password(var, password)


def _questionnaires(session: Session) -> dict[str, tuple[PublishedQuestionnaire, Questionnaire]]:
    """Give the newest published version of each questionnaire."""
    rows = session.scalars(select(PublishedQuestionnaire).order_by(PublishedQuestionnaire.id))
    found = {row.slug: (row, catalogue.published(session, row.id)) for row in rows}
    missing = {slug for wave in WAVES for slug, _ in wave.questionnaires} - found.keys()
    if missing:
        raise click.ClickException(f"Demo data needs {', '.join(sorted(missing))}. Run: flask --app wsgi db upgrade")
    return found


def _wave(scene: Scene, planned: PlannedWave, enterprises: list[Kept]) -> Wave:
    """Write a wave."""
    first, last = planned.days(scene.now.date())
    served = [each for each in enterprises if planned.slug(each.firm.organisation_type)]
    wave = Wave(
        id=uuid4(), title=lives.title(first), opens_on=first, closes_on=last, demo=True, **_invited(served),
        created_at=scene.now + timedelta(days=planned.opens - 14),
    )  # fmt: skip
    for slug, types in planned.questionnaires:
        published, _ = scene.questionnaires[slug]
        wave.questionnaires.append(WaveQuestionnaire(questionnaire_id=published.id, organisation_types=list(types)))
    scene.session.add(wave)
    scene.session.flush()
    return wave


def _invited(served: list[Kept]) -> dict[str, Any]:
    """Count who was invited: everybody a questionnaire serves."""
    by_type = Counter(each.firm.organisation_type for each in served)
    return {"invited": by_type.total(), "invited_by_type": dict(by_type)}


def _told(scene: Scene, planned: PlannedWave, wave: Wave, enterprises: list[Kept]) -> list[Told]:
    """Tell what became of each enterprise that took part in a wave."""
    stories = [
        (each, _story(scene, planned, place))
        for place, each in enumerate(enterprises)
        if planned.slug(each.firm.organisation_type)
    ]
    return [Told(planned, wave, each, life) for each, life in stories if life is not None]


def _publish(scene: Scene, waves: list[Wave]) -> None:
    """Publish the figures of the waves that are over, as of the day after; too few results publish nothing."""
    for wave in waves:
        day = wave.closes_on + timedelta(days=1)
        if day > scene.now.date():
            continue
        moment = datetime.combine(day, time(9), TIME_ZONE)
        for each in wave.questionnaires:
            choice = Choice(wave, each.questionnaire_id, catalogue.published(scene.session, each.questionnaire_id))
            taken = freeze(scene.session, choice, taken_by=scene.people["administrator"], taken_on=day, now=moment)
            if isinstance(taken, Snapshot):
                _find_out(scene, taken)


def _find_out(scene: Scene, taken: Snapshot) -> None:
    """Find out about a published snapshot what the worker would."""
    from assessment.core.appraisal import appraise

    scene.session.flush()
    appraise_snapshot(scene.session, taken, appraise)
    measure_snapshot(scene.session, taken, scene.folder)


def _story(scene: Scene, planned: PlannedWave, place: int) -> Life | None:
    """Tell what became of an enterprise in a wave; None when it did not take part.

    The owner one may log in as has been approved before, and now has one draft half done and one result.
    """
    if place < OWNED:
        now_open = planned.states is lives.RUNNING
        return lives.life(planned, scene.now, scene.rng, "draft" if now_open and place == 0 else "approved")
    return lives.life(planned, scene.now, scene.rng) if scene.rng.random() < planned.share else None


def _assessment(scene: Scene, told: Told) -> None:
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


def _space_out_papers(scene: Scene) -> None:
    """Let few certificates be printed at once, those one may log in to see first, so that the worker is free."""
    mine = set(scene.session.scalars(_certificates_of(scene.people["owner"])))
    found = scene.session.scalars(select(Job).where(Job.name == "certificate").order_by(Job.created_at.desc()))
    jobs = sorted(found, key=lambda job: UUID(job.arguments["certificate"]) not in mine)
    for place, job in enumerate(jobs):
        job.not_before = scene.now + max(place - PAPERS_AT_ONCE, 0) * PAPER_PAUSE
    scene.session.info.pop("knocks", None)


def _certificates_of(owner: UUID) -> Select[UUID]:
    return select(Certificate.id).join(Certificate.assessment).where(Assessment.created_by == owner)
