"""An enterprise in the middle of its life: an owner, a colleague, an assessment with answers, evidence and a seal."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from assessment import catalogue
from assessment.core.answers import Answers
from assessment.core.values.stored import from_json
from assessment.models import (
    Assessment,
    AuditEvent,
    Certificate,
    Evidence,
    Job,
    Mail,
    RoadmapStep,
    SentBack,
    Token,
    VerifiedAnswer,
)
from assessment.models.consents import give
from assessment.models.people import mailed_link
from assessment.models.sealing import seal_result
from assessment.storage import Store
from tests.factories import give_answer, join, make_assessment, make_enterprise, make_user, make_wave, writing

REASON = "Lý do tự viết, có tên Nguyễn Thị Thử"
NOTE = "Ghi chú tự viết"


@dataclass(frozen=True)
class Scene:
    """Who and what there is."""

    app: Flask
    owner: UUID
    colleague: UUID
    enterprise: UUID
    assessment: UUID
    file_key: str

    def rows(self, table: Any, **where: Any) -> list[Any]:
        with self.app.extensions["reading"]() as session:
            return list(session.scalars(select(table).filter_by(**where)))

    def store(self) -> Store:
        return Store(self.app.extensions["settings"].evidence)


def scene(app: Flask, *, state: str = "draft", colleague: bool = True, **firm: Any) -> Scene:
    """Put all of it into the database."""
    owner = make_user(app, "chu@vidu.vn", name="Nguyễn Thị Thử")
    helper = make_user(app, "dong-nghiep@vidu.vn", name="Trần Văn Giúp")
    enterprise = make_enterprise(app, owner, **firm)
    if colleague:
        join(app, helper, enterprise)
    now = datetime.now(UTC)
    handed_in = {} if state == "draft" else {"submitted_at": now}
    assessment = make_assessment(app, enterprise, make_wave(app), owner, state=state, **handed_in)
    with writing(app) as session:
        give(session, owner, ["assessment", "contact"], "vi", now=now)
        row = session.get_one(Assessment, assessment)
        form = catalogue.published(session, row.questionnaire_id)
        values = {each.id: _value(each) for each in form.criteria}
        for name, value in values.items():
            give_answer(session, assessment_id=assessment, criterion=name, value=value, user_id=owner, at=now)
        first = form.criteria[0].id
        session.add(SentBack(assessment_id=assessment, subject=first, note=NOTE, user_id=owner, at=now))
        session.add(
            VerifiedAnswer(
                assessment_id=assessment, criterion=first, value=values[first], reason=NOTE, user_id=helper, at=now
            )
        )
        session.add(
            RoadmapStep(assessment_id=assessment, advice="a", who="Nguyễn Thị Thử", created_by=owner, created_at=now)
        )
        evidence = Evidence(id=uuid4(), assessment_id=assessment, criterion=first, kind="file", name="hoa-don.pdf",
                            media_type="application/pdf", size=8, sha256="0" * 64, user_id=owner, at=now)  # fmt: skip
        session.add(evidence)
        session.add(
            Evidence(
                id=uuid4(), assessment_id=assessment, criterion=first, kind="note", words=NOTE, user_id=owner, at=now
            )
        )
        if state != "draft":
            answers = Answers({name: from_json(form.criterion(name), value) for name, value in values.items()})
            seal_result(session, assessment, "self", form, row.enterprise.profile, answers, now=now)
        mailed_link(session, "reset", owner, now=now, lifetime=timedelta(hours=1))
        session.add(
            Token(token_hash="1" * 64, purpose="invite", created_at=now, expires_at=now + timedelta(days=9),
                  payload={"assessment": str(assessment), "email": "moi@vidu.vn", "pillars": [], "by": str(owner)})
        )  # fmt: skip
        session.add(
            Mail(id=uuid4(), key="x", recipient="chu@vidu.vn", subject="Thư", language="vi", state="sent",
                 body="http://localhost/account/link/bi-mat_123 xong", not_before=now, created_at=now, sent_at=now)
        )  # fmt: skip
        key = evidence.key
    Store(app.extensions["settings"].evidence).put(key, b"%PDF-1.7")
    return Scene(app, owner, helper, enterprise, assessment, key)


def _value(criterion: Any) -> dict[str, Any]:
    if criterion.not_applicable and not criterion.reasons:
        return {"not_applicable": REASON}
    if criterion.options:
        chosen = criterion.options[0].id
        return {"options": [chosen]} if type(criterion.scale).__name__ == "Multiple" else {"option": chosen}
    return {"part": 1, "whole": 2} if type(criterion.scale).__name__ == "Ratio" else {"number": 1}


def certify(there: Scene, *, valid_until: date) -> None:
    """Issue a certificate on the sealed result."""
    from assessment.models import ResultRow

    with writing(there.app) as session:
        result = session.scalars(select(ResultRow)).one()
        session.add(
            Certificate(number=f"TS-2026-{uuid4().int % 10**6:06d}", assessment_id=there.assessment, result_id=result.id,
                        enterprise_id=there.enterprise, enterprise_name="Công ty TNHH Thử Nghiệm",
                        issued_on=date(2026, 1, 1), valid_until=valid_until, created_at=datetime.now(UTC))
        )  # fmt: skip


def acts(app: Flask) -> list[str]:
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def texts(app: Flask) -> str:
    """Everything the database holds, as one text: what is gone must not be found in it."""
    from sqlalchemy import inspect, text

    with app.extensions["engine"].connect() as connection:
        names = [
            name for name in inspect(connection).get_table_names() if name not in ("questionnaire", "alembic_version")
        ]
        return "\n".join(
            str(tuple(row)) for name in names for row in connection.execute(text(f'SELECT * FROM "{name}"'))
        )


def due_again(app: Flask) -> None:
    """Let what waits for its next try be due now."""
    with writing(app) as session:
        for job in session.scalars(select(Job).where(Job.state == "waiting")):
            job.not_before = datetime.now(UTC)
