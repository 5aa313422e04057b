"""A file on its way through review: an enterprise of its owner, a wave, an assessment with answers, submitted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from assessment import catalogue
from assessment.core.answers import Answers, from_json
from assessment.models import Assessment
from assessment.models.sealing import seal_result
from tests import factories
from tests.page import Browser

ANSWERS: dict[str, dict[str, Any]] = {
    "plan.paper.written": {"option": "full"},
    "plan.paper.reviewed": {"option": "some"},
    "sales.online.channels": {"options": ["web", "zalo"]},
    "sales.online.share": {"part": 3.0, "whole": 12.0},
    "sales.online.staff": {"number": 2.0},
    "tourism.tickets.qr": {"option": "some"},
}


@dataclass(frozen=True)
class Staged:
    """The people and rows of one file."""

    owner: UUID
    enterprise: UUID
    wave: UUID
    assessment: UUID


def submitted(app: Flask, *, wave: UUID | None = None, days: int = 3, state: str = "submitted", **more: Any) -> Staged:
    """Submit an assessment some days ago; `more` describes the enterprise."""
    owner = factories.make_user(app)
    enterprise = factories.make_enterprise(app, owner, **more)
    wave = wave or factories.make_wave(app)
    assessment = factories.make_assessment(
        app, enterprise, wave, owner, state=state, submitted_at=datetime.now(UTC) - timedelta(days=days)
    )
    answer(app, assessment, owner)
    return Staged(owner, enterprise, wave, assessment)


def answer(app: Flask, assessment_id: UUID, user: UUID, answers: dict[str, Any] = ANSWERS) -> None:
    """Write answers with their history, and seal the self result."""
    now = datetime.now(UTC)
    with factories.writing(app) as session:
        for criterion, value in answers.items():
            common = {
                "assessment_id": assessment_id,
                "criterion": criterion,
                "value": value,
                "user_id": user,
                "at": now,
            }
            factories.give_answer(session, **common)
        assessment = session.get_one(Assessment, assessment_id)
        questionnaire = catalogue.published(session, assessment.questionnaire_id)
        found = Answers(
            {each.id: from_json(each, answers[each.id]) for each in questionnaire.criteria if each.id in answers}
        )
        seal_result(session, assessment.id, "self", questionnaire, assessment.enterprise.profile, found, now=now)


def reviewer(app: Flask, **more: Any) -> Browser:
    """Log a reviewer in."""
    return factories.logged_in(
        app, factories.make_user(app, role="reviewer", name=f"Trần Thu {uuid4().hex[:4]}", **more)
    )


def taken(app: Flask, **more: Any) -> tuple[Staged, Browser]:
    """Submit a file and let a reviewer take it."""
    staged, browser = submitted(app, **more), reviewer(app)
    take(browser, staged)
    return staged, browser


def take(browser: Browser, staged: Staged) -> None:
    page = browser.get(f"/review/{staged.assessment}")
    browser.submit(page, form="form[action$=take]")


def version(app: Flask, staged: Staged) -> int:
    with app.extensions["reading"]() as session:
        return session.get_one(Assessment, staged.assessment).version


def state(app: Flask, staged: Staged) -> str:
    with app.extensions["reading"]() as session:
        return session.get_one(Assessment, staged.assessment).state
