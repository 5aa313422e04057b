"""Many sealed results at once, for statistics."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid4

from flask import Flask

from assessment.models import Assessment, Enterprise, ResultRow, Wave
from tests.factories import writing

NUMBERS = count(1)
CRITERIA = (
    "plan.paper.written", "plan.paper.reviewed", "sales.online.channels", "sales.online.share", "sales.online.staff", "tourism.tickets.qr",
)  # fmt: skip


def make_results(
    app: Flask,
    wave: UUID,
    user: UUID,
    scores: Sequence[float | None],
    *,
    state: str = "approved",
    kind: str = "self",
    sector: str = "trade",
    size: str = "small",
    place: str = "ha-long",
) -> list[UUID]:
    """One enterprise with a sealed result for each score; gives their assessments."""
    with writing(app) as session:
        questionnaire = session.get_one(Wave, wave).questionnaires[0].questionnaire_id
        made = []
        for score in scores:
            enterprise = _enterprise(sector, size, place)
            assessment = Assessment(
                id=uuid4(), enterprise_id=enterprise.id, wave_id=wave, questionnaire_id=questionnaire, state=state,
                created_by=user, created_at=datetime.now(UTC), submitted_at=datetime.now(UTC),
            )  # fmt: skip
            session.add_all([enterprise, assessment])
            session.flush()
            session.add(result_row(assessment.id, score, kind=kind, sector=sector, size=size, place=place))
            made.append(assessment.id)
    return made


def add_result(app: Flask, assessment: UUID, score: float, *, kind: str = "verified", round_: int = 1) -> None:
    with writing(app) as session:
        enterprise = session.get_one(Enterprise, session.get_one(Assessment, assessment).enterprise_id)
        facts = {"sector": enterprise.sector, "size": enterprise.size, "place": enterprise.place}
        session.add(result_row(assessment, score, kind=kind, round_=round_, **facts))


def result_row(
    assessment: UUID, score: float | None, *, kind: str, round_: int = 1, sector: str, size: str, place: str
) -> ResultRow:
    pillars = ["plan", "sales", *(["tourism"] if sector == "tourism" else [])]
    asked = [name for name in CRITERIA if name.split(".")[0] in pillars]
    level = None if score is None else int(score > 20) + int(score > 60)
    # No answers of its own: enough for whoever opens the seal, while the figures stand in the columns.
    sealed = json.dumps({"profile": {"sector": sector, "size": size}, "answers": {}, "outcome": {"criteria": {}}})
    return ResultRow(
        id=uuid4(), assessment_id=assessment, kind=kind, round=round_, engine=1, sealed=sealed,
        sha256=hashlib.sha256(sealed.encode()).hexdigest(), overall=score, level=level, coverage=1.0,
        pillars={name: [score, level] for name in pillars},
        criteria={} if score is None else dict.fromkeys(asked, score / 100),
        sector=sector, size=size, place=place, created_at=datetime.now(UTC),
    )  # fmt: skip


def _enterprise(sector: str, size: str, place: str) -> Enterprise:
    return Enterprise(
        id=uuid4(), tax_code=f"58{next(NUMBERS):08d}", name="Công ty TNHH Thử Nghiệm", name_search="cong ty",
        name_sort="cong ty", organisation_type="enterprise", vsic_section="G", sector=sector, place=place, headcount=12,
        revenue_band="upto10", capital_band="upto3", size=size, created_at=datetime.now(UTC),
    )  # fmt: skip
