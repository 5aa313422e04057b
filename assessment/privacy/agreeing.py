"""Giving and withdrawing consent, with what follows at once. No HTTP, no clock, no commit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from assessment.config import Settings
from assessment.core.rights.purposes import NEEDED, PURPOSES
from assessment.models import Assessment, Membership
from assessment.models.assessments import move
from assessment.models.consents import change
from assessment.models.trail import record
from assessment.policy import NotFound
from assessment.privacy.service import receive, settle

HANDED_IN = ("submitted", "in_review", "changes_requested")


def give(session: Session, user_id: UUID, purpose: str, language: str, *, now: datetime) -> None:
    """Give a consent; what it allows is allowed from now on."""
    _known(purpose)
    change(session, user_id, purpose, given=True, language=language, now=now)


def withdraw(
    session: Session, user_id: UUID, purpose: str, language: str, settings: Settings, *, now: datetime
) -> None:
    """Withdraw a consent, which takes effect at once, and put it into the register of requests as done.

    Without the needed one nothing more is taken in from the person, and what they handed in is not reviewed.
    """
    _known(purpose)
    if not change(session, user_id, purpose, given=False, language=language, now=now):
        return
    stopped = _stop_reviews(session, user_id, now) if purpose == NEEDED else []
    request = receive(session, user_id, "withdraw", settings, now=now)
    settle(session, request, by=user_id, now=now, outcome={"purpose": purpose, "withdrawn": len(stopped)})


def under_review(session: Session, user_id: UUID) -> list[Assessment]:
    """Give what is handed in for enterprises that nobody else speaks for: what a withdrawal would take back."""
    mine = select(Assessment).where(Assessment.state.in_(HANDED_IN), Assessment.enterprise_id.in_(alone_for(user_id)))
    return list(session.scalars(mine.order_by(Assessment.created_at, Assessment.id)))


def alone_for(user_id: UUID) -> Select[UUID]:
    """Select the enterprises of which a person is the only active owner."""
    other = aliased(Membership)
    another = exists().where(
        other.enterprise_id == Membership.enterprise_id,
        other.user_id != user_id,
        other.role == "owner",
        other.state == "active",
    )
    return select(Membership.enterprise_id).where(
        Membership.user_id == user_id, Membership.role == "owner", Membership.state == "active", ~another
    )


def _known(purpose: str) -> None:
    if purpose not in {each.id for each in PURPOSES}:
        raise NotFound


def _stop_reviews(session: Session, user_id: UUID, now: datetime) -> list[UUID]:
    stopped = [each.id for each in under_review(session, user_id)]
    for assessment_id in stopped:
        take_back(session, assessment_id, by=user_id, now=now)
    return stopped


def take_back(session: Session, assessment_id: UUID, *, by: UUID, now: datetime) -> None:
    """Withdraw an assessment for its owner."""
    move(session, assessment_id, "withdraw", version=None, actor_id=by, now=now)
    record(session, "assessment.withdrawn", f"assessment:{assessment_id}", actor=by, now=now)
