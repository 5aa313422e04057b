"""Many synthetic enterprises with sealed results of a shipped questionnaire, for measuring the statistics."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from assessment import catalogue
from assessment.cli.demo import maturity
from assessment.config import ROOT, TIME_ZONE
from assessment.core.publishing.publication import Cut
from assessment.core.questionnaire import Questionnaire
from assessment.core.reckoning.seal import seal
from assessment.core.values.states import Profile
from assessment.models import Assessment, Enterprise, ResultRow, User, Wave, WaveQuestionnaire
from assessment.models.sampling import FACTS
from assessment.models.sealing import figures_beside

QUESTIONNAIRE = ROOT / "questionnaires" / "quang-ninh-sme" / "2026.1.yaml"
AT_ONCE = 500
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
    about = _about(facts)
    enterprises, assessments = _enterprises(about), [{"id": uuid4()} for _ in about]
    common = {"wave_id": wave.id, "created_by": user, "questionnaire_id": wave.questionnaires[0].questionnaire_id}
    moments = {"created_at": datetime.now(UTC), "submitted_at": datetime.now(UTC)}
    for row, enterprise in zip(assessments, enterprises, strict=True):
        row |= {"enterprise_id": enterprise["id"], "state": "approved", **common, **moments}
    for table, rows in ((Enterprise, enterprises), (Assessment, assessments)):
        session.execute(insert(table), rows)
    for first in range(0, len(about), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        sealed = [_sealed(questionnaire, facts_of, rng) for facts_of in about[some]]
        rows = [
            {"assessment_id": each["id"], **facts_of, **row}
            for each, facts_of, row in zip(assessments[some], about[some], sealed, strict=True)
        ]
        session.execute(insert(ResultRow), rows)


def _sealed(questionnaire: Questionnaire, facts: dict[str, str], rng: np.random.Generator) -> dict[str, Any]:
    """Answer and seal one form as the demo does: the statistics read the figures, the appraisal opens the seals."""
    profile = Profile({"organisation_type": "enterprise", "sector": facts["sector"], "size": facts["size"]})
    said = maturity.answers(questionnaire, profile, maturity.expected_score(rng.random()), rng)
    columns = figures_beside(seal(questionnaire, "0" * 64, profile, said))
    return {"id": uuid4(), "kind": "self", "round": 1, "created_at": datetime.now(UTC), **columns}


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
