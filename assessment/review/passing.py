"""A file in review passes on: back to the queue, or to another reviewer. No HTTP here; views commit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.models import Membership, User, move
from assessment.models.trail import record
from assessment.policy import Actor, Conflict, NotFound
from assessment.review.file import File

REVIEWING = ("reviewer", "administrator")


def may_release(file: File, actor: Actor) -> bool:
    """Whether the actor may give the file back: its reviewer, or an administrator when that person is away."""
    mine = file.assessment.reviewer_id == actor.user_id or actor.role == "administrator"
    return file.assessment.state == "in_review" and mine


def may_hand_over(file: File, actor: Actor) -> bool:
    """Whether the actor may give the file to somebody else."""
    return file.assessment.state == "in_review" and actor.role == "administrator"


def takers(session: Session, file: File) -> Sequence[User]:
    """List who else may review the file: nobody reviews an enterprise they belong to, or have left their job."""
    inside = select(Membership.user_id).where(
        Membership.enterprise_id == file.assessment.enterprise_id, Membership.state != "ended"
    )
    able = select(User).where(User.role.in_(REVIEWING), User.active, User.id.not_in(inside))
    others = able.where(User.id != file.assessment.reviewer_id)
    return session.scalars(others.order_by(User.name_sort, User.name, User.id)).all()


def release(session: Session, actor: Actor, file: File, *, reason: str, version: int, now: datetime) -> None:
    """Give a file back to the queue; what was found so far stays with it, a first signature does not.

    Raises
    ------
    Conflict
        When the file is not the actor's to give back.
    """
    if not may_release(file, actor):
        raise Conflict
    subject = file.assessment.id
    move(session, subject, "release", version=version, actor_id=actor.user_id, now=now, note=reason,
         reviewer_id=None, first_sign_off_by=None)  # fmt: skip
    record(session, "assessment.released", f"assessment:{subject}", actor=actor.user_id, now=now)


def hand_over(
    session: Session, actor: Actor, file: File, to: UUID, *, reason: str, version: int, now: datetime
) -> None:
    """Give a file to another reviewer, with what was found so far; a first signature is void.

    Raises
    ------
    Conflict
        When the file is not the actor's to hand over.
    NotFound
        When there is no such reviewer, or they belong to the enterprise.
    """
    if not may_hand_over(file, actor):
        raise Conflict
    if to not in {user.id for user in takers(session, file)}:
        raise NotFound
    subject = file.assessment.id
    move(session, subject, "hand_over", version=version, actor_id=actor.user_id, now=now, note=reason,
         reviewer_id=to, first_sign_off_by=None)  # fmt: skip
    detail = {"reviewer": str(to)}
    record(session, "assessment.handed_over", f"assessment:{subject}", actor=actor.user_id, now=now, detail=detail)
