"""Rows for tests: plain functions with sensible defaults, each in a short transaction of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy.orm import Session

from assessment import catalogue
from assessment.core.values.text import search_key, sort_key
from assessment.models import (
    AnswerEvent,
    AnswerRow,
    Assessment,
    Enterprise,
    Membership,
    User,
    Wave,
    WaveQuestionnaire,
)
from tests.page import Browser

PASSWORD = "mật khẩu để thử nghiệm"
SMALL = Path(__file__).parent / "questionnaires" / "small" / "1.0.yaml"
ROOT = Path(__file__).parent.parent


@contextmanager
def writing(app: Flask) -> Iterator[Session]:
    with app.extensions["writing"]() as session, session.begin():
        yield session


@cache
def _hashed() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_user(
    app: Flask, email: str | None = None, *, role: str = "none", name: str = "Nguyễn Thị Thử", **more: Any
) -> UUID:
    with writing(app) as session:
        user = User(
            id=uuid4(),
            email=email or f"{uuid4().hex[:10]}@vidu.vn",
            name=name,
            password_hash=_hashed(),
            role=role,
            confirmed_at=datetime.now(UTC),
            created_at=datetime.now(UTC),
            **more,
        )
        session.add(user)
        return user.id


def make_enterprise(app: Flask, owner: UUID | None = None, **more: Any) -> UUID:
    number = f"57{uuid4().int % 10**8:08d}"
    name = more.get("name", "Công ty TNHH Thử Nghiệm")
    values = {
        "tax_code": number,
        "name": name,
        "name_search": search_key(name),
        "name_sort": sort_key(name),
        "organisation_type": "enterprise",
        "vsic_section": "I",
        "sector": "tourism",
        "place": "ha-long",
        "headcount": 12,
        "revenue_band": "upto10",
        "capital_band": "upto3",
        "size": "small",
        **more,
    }
    with writing(app) as session:
        enterprise = Enterprise(id=uuid4(), created_at=datetime.now(UTC), **values)
        session.add(enterprise)
        session.flush()
        if owner is not None:
            session.add(
                Membership(
                    user_id=owner,
                    enterprise_id=enterprise.id,
                    role="owner",
                    created_at=datetime.now(UTC),
                    confirmed_at=datetime.now(UTC),
                )
            )
        return enterprise.id


def join(app: Flask, user: UUID, enterprise: UUID, role: str = "colleague") -> None:
    with writing(app) as session:
        session.add(Membership(user_id=user, enterprise_id=enterprise, role=role, created_at=datetime.now(UTC)))


def make_wave(app: Flask, questionnaire: Path = SMALL, *, opens: int = -10, closes: int = 30, **more: Any) -> UUID:
    """A wave that is open today, with one questionnaire for all organisation types."""
    today = date.today()
    with writing(app) as session:
        published = catalogue.publish(session, questionnaire, now=datetime.now(UTC))
        session.flush()
        wave = Wave(
            id=uuid4(),
            title={"vi": "Đợt thử 2026", "en": "Trial wave 2026"},
            opens_on=today + timedelta(days=opens),
            closes_on=today + timedelta(days=closes),
            created_at=datetime.now(UTC),
            **more,
        )
        types = ["enterprise", "household", "cooperative"]
        wave.questionnaires.append(WaveQuestionnaire(questionnaire_id=published.id, organisation_types=types))
        session.add(wave)
        session.flush()
        return wave.id


def make_assessment(app: Flask, enterprise: UUID, wave: UUID, user: UUID, **more: Any) -> UUID:
    with writing(app) as session:
        assessment = Assessment(
            id=uuid4(),
            enterprise_id=enterprise,
            wave_id=wave,
            questionnaire_id=session.get_one(Wave, wave).questionnaires[0].questionnaire_id,
            created_by=user,
            created_at=datetime.now(UTC),
            **more,
        )
        session.add(assessment)
        return assessment.id


def give_answer(
    session: Session, *, assessment_id: UUID, criterion: str, value: Any, user_id: UUID, at: datetime
) -> None:
    """An answer that stands, and the save that made it so."""
    event = AnswerEvent(assessment_id=assessment_id, answers={criterion: value}, user_id=user_id, at=at)
    session.add(event)
    session.flush()
    session.add(AnswerRow(assessment_id=assessment_id, criterion=criterion, value=value, event=event.id))


def logged_in(app: Flask, user: UUID) -> Browser:
    """A browser whose person has logged in, without going through the (slow, on purpose) log-in page."""
    from flask import session as cookie

    from assessment.web import sessions

    browser = Browser(app)
    with app.test_request_context(method="POST"):
        from assessment.web.transaction import db

        token = sessions.begin(db(), user)
        db().commit()
        visitor = sessions._load(token)
        assert visitor is not None
        sessions.enter(token, visitor.actor)
        content = dict(cookie)
    with browser.client.session_transaction() as kept:
        kept.update(content)
    return browser
