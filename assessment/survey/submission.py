"""Submitting and withdrawing: one conditional UPDATE each, with everything that follows in the same transaction."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.core import journey
from assessment.core.errors import ForbiddenTransition
from assessment.models import SentBack
from assessment.models.assessments import move, move_from
from assessment.models.sealing import seal_result
from assessment.models.trail import record
from assessment.policy import Actor, NotFound, may_submit
from assessment.survey import visits
from assessment.survey.visits import Visit
from assessment.web import letters

LONGEST_VERSION = 9


@dataclass(frozen=True)
class Refusal:
    """Why a submission was not taken; nothing has changed."""

    missing: int
    undeclared: bool
    closed: bool


def submit(
    session: Session, actor: Actor, visit: Visit, *, key: str, declared: bool, now: datetime, today: date
) -> Refusal | None:
    """Submit a locked assessment, sealing a self result; the same key again is the same submission.

    Raises
    ------
    NotFound
        When the actor is no owner of the enterprise.
    ForbiddenTransition
        When it stands where nothing can be submitted.
    """
    assessment = visit.assessment
    if not may_submit(actor, assessment):
        raise NotFound
    kept = _kept(assessment.id, key)
    if kept and assessment.submission_key == kept:
        return None
    if not visit.editable:
        raise ForbiddenTransition(assessment.state, "submit")
    refusal = _refusal(visit, declared=declared, today=today)
    if refusal is not None:
        return refusal
    move_from(
        session,
        assessment.id,
        assessment,
        "submit",
        actor_id=actor.user_id,
        now=now,
        submission_key=kept,
        submitted_at=now,
    )
    if assessment.state == "changes_requested":
        _settle(session, assessment.id, now)
    sealed = seal_result(session, assessment.id, "self", visit.questionnaire, visit.profile, visit.answers, now=now)
    detail = {"result": sealed.sha256}
    record(session, "assessment.submitted", f"assessment:{assessment.id}", actor=actor.user_id, now=now, detail=detail)
    return None


def _kept(assessment_id: UUID, key: str) -> str | None:
    """Give what is kept of a submission's key: whatever was sent as one, it stands for this assessment alone."""
    return hashlib.sha256(f"{assessment_id}:{key}".encode()).hexdigest() if key else None


def _settle(session: Session, assessment_id: UUID, now: datetime) -> None:
    """Note that what was sent back has been looked at again."""
    waiting = update(SentBack).where(SentBack.assessment_id == assessment_id, SentBack.settled_at.is_(None))
    session.execute(waiting.values(settled_at=now))


def confirm(session: Session, settings: Settings, visit: Visit, *, key: str, path: str, now: datetime) -> None:
    """Write to the owners that the assessment has arrived; the same submission is told of once."""
    arrived = visit.assessment
    told = f"{arrived.id}:{_kept(arrived.id, key) or arrived.version + 1}"
    words = {"wave": arrived.wave.title, "path": path}
    letters.to_owners(session, settings, "submitted", told, enterprise_id=arrived.enterprise_id, now=now, **words)


def _refusal(visit: Visit, *, declared: bool, today: date) -> Refusal | None:
    missing = len(journey.missing(visit.questionnaire, visit.profile, visit.answers))
    # A file that was sent back may come in after the last day: the Association asked for it.
    closed = (
        visit.assessment.state == "draft"
        and not visit.assessment.wave.opens_on <= today <= visit.assessment.wave.closes_on
    )
    if missing or not declared or closed:
        return Refusal(missing, not declared, closed)
    return None


def withdraw(session: Session, actor: Actor, assessment_id: UUID, *, version: str, now: datetime) -> None:
    """Take an assessment back; what was answered stays on record."""
    visit = visits.visit(session, actor, assessment_id, lock=True)
    if not may_submit(actor, visit.assessment):
        raise NotFound
    move(
        session,
        assessment_id,
        "withdraw",
        version=_shown(version, visit.assessment.version),
        actor_id=actor.user_id,
        now=now,
    )
    record(session, "assessment.withdrawn", f"assessment:{assessment_id}", actor=actor.user_id, now=now)


def _shown(version: str, standing: int) -> int:
    """Read the version the page has seen; a number no page ever shows is as stale as can be."""
    if not version.isdecimal():
        return standing
    return int(version) if len(version) <= LONGEST_VERSION else -1
