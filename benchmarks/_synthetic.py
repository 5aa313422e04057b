"""Many synthetic enterprises with sealed results of a shipped questionnaire, for measuring the statistics."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from assessment import catalogue
from assessment.config import ROOT, TIME_ZONE
from assessment.core import scoring
from assessment.core.publishing.publication import Cut
from assessment.core.questionnaire import Questionnaire
from assessment.models import Assessment, Enterprise, ResultRow, User, Wave, WaveQuestionnaire
from assessment.models.sampling import FACTS, concerns

QUESTIONNAIRE = ROOT / "questionnaires" / "quang-ninh-sme" / "2026.1.yaml"
SEALED_LETTERS = 9000
ENTERPRISE = {
    "organisation_type": "enterprise",
    "vsic_section": "G",
    "headcount": 12,
    "revenue_band": "upto10",
    "capital_band": "upto3",
}

Rows = list[dict[str, Any]]
_NUMBERS = count(1)


def fill(app: Flask, n: int, *, waves: int = 1, seed: int = 1) -> UUID:
    """Fill an empty database with enterprises and their results in one wave or more; gives an administrator."""
    rng, now = np.random.default_rng(seed), datetime.now(UTC)
    with app.extensions["writing"]() as session, session.begin():
        published = catalogue.publish(session, QUESTIONNAIRE, now=now)
        user = User(id=uuid4(), email="do@vidu.vn", name="Người Đo", role="administrator", created_at=now)
        user.password_hash, user.confirmed_at = "-", now
        session.add(user)
        session.flush()
        questionnaire = catalogue.published(session, published.id)
        for number in range(waves):
            wave = _wave(session, published.id, n, number)
            _results(session, questionnaire, wave, user.id, _facts(n, rng), rng)
        return user.id


def _wave(session: Session, questionnaire_id: int, n: int, number: int) -> Wave:
    opens = datetime.now(TIME_ZONE).date() - timedelta(days=60 + 180 * number)
    wave = Wave(
        id=uuid4(),
        title={"vi": f"Đợt {2 - number} năm 2026", "en": f"Wave {2 - number} of 2026"},
        opens_on=opens,
        closes_on=opens + timedelta(days=90),
        invited=2 * n,
        created_at=datetime.now(UTC),
    )
    wave.questionnaires.append(WaveQuestionnaire(questionnaire_id=questionnaire_id, organisation_types=["enterprise"]))
    session.add(wave)
    session.flush()
    return wave


def _facts(n: int, rng: np.random.Generator) -> dict[str, Cut]:
    """Draw sector, size and place, some much more common than others."""
    cuts = {}
    for fact, groups in FACTS.items():
        shares = 1 / np.arange(1, len(groups) + 1)
        cuts[fact] = Cut(fact, groups, rng.choice(len(groups), n, p=shares / shares.sum()))
    return cuts


def _results(
    session: Session,
    questionnaire: Questionnaire,
    wave: Wave,
    user: UUID,
    facts: dict[str, Cut],
    rng: np.random.Generator,
) -> None:
    asked = _asked(questionnaire, facts["sector"])
    points = _points(asked, rng)
    scores = scoring.score(scoring.compile(questionnaire), points, visible=asked)
    about = _about(facts)
    enterprises, assessments = _enterprises(about), [{"id": uuid4()} for _ in about]
    common = {"wave_id": wave.id, "created_by": user, "questionnaire_id": wave.questionnaires[0].questionnaire_id}
    moments = {"created_at": datetime.now(UTC), "submitted_at": datetime.now(UTC)}
    for row, enterprise in zip(assessments, enterprises, strict=True):
        row |= {"enterprise_id": enterprise["id"], "state": "approved", **common, **moments}
    results = [
        {"assessment_id": assessment["id"], **facts_of, **figures}
        for assessment, facts_of, figures in zip(
            assessments, about, _figures(questionnaire, points, scores), strict=True
        )
    ]
    for table, rows in ((Enterprise, enterprises), (Assessment, assessments), (ResultRow, results)):
        session.execute(insert(table), rows)


def _asked(questionnaire: Questionnaire, sector: Cut) -> np.ndarray[Any, Any]:
    pillars = [questionnaire.pillar_of(each.id) for each in questionnaire.criteria]
    by_sector = [[concerns(pillar.when, "sector", group) for pillar in pillars] for group in sector.groups]
    return np.array(by_sector)[sector.codes]


def _points(asked: np.ndarray[Any, Any], rng: np.random.Generator) -> np.ndarray[Any, Any]:
    """Draw the score of every criterion that is asked: some enterprises are stronger, some criteria harder."""
    strength = rng.beta(1.6, 3.2, len(asked))[:, None]
    hardness = rng.random(asked.shape[1]) * 0.3
    points = np.round(np.clip(strength - hardness + rng.normal(0, 0.25, asked.shape), 0, 1) * 5) / 5
    points[~asked] = np.nan
    return points


def _about(facts: dict[str, Cut]) -> list[dict[str, str]]:
    columns = [[cut.groups[code] for code in cut.codes.tolist()] for cut in facts.values()]
    return [dict(zip(facts, row, strict=True)) for row in zip(*columns, strict=True)]


def _enterprises(about: list[dict[str, str]]) -> Rows:
    rows = []
    for at, facts in enumerate(about):
        name = f"Công ty Số {at}"
        words = {"name": name, "name_search": f"cong ty so {at}", "name_sort": f"cong ty so {at}"}
        code = f"58{next(_NUMBERS):08d}"
        rows.append({"id": uuid4(), "tax_code": code, "created_at": datetime.now(UTC), **words, **ENTERPRISE, **facts})
    return rows


def _figures(
    questionnaire: Questionnaire, points: np.ndarray[Any, Any], scores: scoring.Scores
) -> Iterator[dict[str, Any]]:
    names, pillars = [each.id for each in questionnaire.criteria], [each.id for each in questionnaire.pillars]
    fixed = {"kind": "self", "round": 1, "engine": 1, "sealed": "x" * SEALED_LETTERS, "sha256": "0" * 64}
    for at, (overall, level) in enumerate(zip(scores.overall.tolist(), scores.level.tolist(), strict=True)):
        reached = np.stack([scores.pillars[at], scores.pillar_levels[at]], axis=1)
        yield {
            "id": uuid4(),
            **fixed,
            "overall": overall,
            "level": int(level),
            "coverage": 1.0,
            "pillars": {
                name: [round(score, 10), int(rung)]
                for name, (score, rung) in zip(pillars, reached.tolist(), strict=True)
                if not np.isnan(score)
            },
            "criteria": {
                name: score for name, score in zip(names, points[at].tolist(), strict=True) if not np.isnan(score)
            },
            "created_at": datetime.now(UTC),
        }
