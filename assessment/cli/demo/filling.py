"""Filling a database with demo data, in one transaction: all of it or nothing."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import click
import numpy as np
from flask import Flask
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from assessment import catalogue
from assessment.cli.demo import lives, logins, people
from assessment.cli.demo.firms import firms
from assessment.cli.demo.lives import WAVES, Life, PlannedWave
from assessment.cli.demo.settling import OWNED, Kept, settle
from assessment.cli.demo.telling import Scene, Told, assess
from assessment.cli.demo.weighing import weigh
from assessment.cli.demo.writing import Gathered, write
from assessment.config import TIME_ZONE
from assessment.core.questionnaire import Questionnaire
from assessment.models import (
    Assessment,
    Certificate,
    Enterprise,
    Fact,
    Job,
    PublishedQuestionnaire,
    Snapshot,
    User,
    Wave,
    WaveQuestionnaire,
)
from assessment.models.trail import record
from assessment.reports.appraising import appraise_snapshot
from assessment.reports.choices import Choice
from assessment.reports.freezing import freeze
from assessment.reports.targeting import measure_snapshot

DEFAULT_SEED = 2026
PAPERS_AT_ONCE = 6
PAPER_PAUSE = timedelta(seconds=15)


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
            assess(scene, each)
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
