"""A file in review passes on: back to the queue, or to another reviewer. No HTTP here; views commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.models import Membership, User, move
from assessment.models.trail import record
from assessment.policy import Actor, Conflict, NotFound
from assessment.review import letters
from assessment.review.file import File

REVIEWING = ("reviewer", "administrator")


@dataclass(frozen=True, slots=True)
class Wish:
    """Why a file is to pass on, and the version of it that the page has seen."""

    reason: str
    version: int


def may_release(file: File, actor: Actor) -> bool:
    """Whether the actor may give the file back: its reviewer, or an administrator when that person is away."""
    mine = file.assessment.reviewer_id == actor.user_id or actor.role == "administrator"
    return file.assessment.state == "in_review" and mine


def may_hand_over(file: File, actor: Actor) -> bool:
    """Whether the actor may give the file to somebody else."""
    return file.assessment.state == "in_review" and actor.role == "administrator"


def takers(session: Session, file: File) -> Sequence[User]:
    """List who else may review the file: nobody reviews an enterprise they belong to, or have left their job."""
    return [user for user in _able(session, file) if user.id != file.assessment.reviewer_id]


def _able(session: Session, file: File) -> Sequence[User]:
    inside = select(Membership.user_id).where(
        Membership.enterprise_id == file.assessment.enterprise_id, Membership.state != "ended"
    )
    able = select(User).where(User.role.in_(REVIEWING), User.active, User.id.not_in(inside))
    return session.scalars(able.order_by(User.name_sort, User.name, User.id)).all()


def release(session: Session, actor: Actor, file: File, wish: Wish, settings: Settings, *, now: datetime) -> None:
    """Give a file back to the queue; what was found so far stays with it, a first signature does not.

    Everybody who may take it is told, its reviewer too where an administrator gave it back.

    Raises
    ------
    Conflict
        When the file is not the actor's to give back.
    """
    if not may_release(file, actor):
        raise Conflict
    subject = file.assessment.id
    move(session, subject, "release", version=wish.version, actor_id=actor.user_id, now=now, note=wish.reason,
         reviewer_id=None, first_sign_off_by=None)  # fmt: skip
    record(session, "assessment.released", f"assessment:{subject}", actor=actor.user_id, now=now)
    able = _able(session, file)
    letters.tell(session, settings, "file_released", able, file=file, by=actor, now=now, reason=wish.reason)


def hand_over(
    session: Session, actor: Actor, file: File, to: UUID, wish: Wish, settings: Settings, *, now: datetime
) -> None:
    """Give a file to another reviewer, with what was found so far; a first signature is void.

    Who gets it is told, and who had it.

    Raises
    ------
    Conflict
        When the file is not the actor's to hand over.
    NotFound
        When there is no such reviewer, or they belong to the enterprise.
    """
    if not may_hand_over(file, actor):
        raise Conflict
    heir = next((user for user in takers(session, file) if user.id == to), None)
    if heir is None:
        raise NotFound
    subject, before = file.assessment.id, session.get(User, file.assessment.reviewer_id)
    move(session, subject, "hand_over", version=wish.version, actor_id=actor.user_id, now=now, note=wish.reason,
         reviewer_id=to, first_sign_off_by=None)  # fmt: skip
    detail = {"reviewer": str(to)}
    record(session, "assessment.handed_over", f"assessment:{subject}", actor=actor.user_id, now=now, detail=detail)
    letters.tell(session, settings, "file_given", [heir], file=file, by=actor, now=now, reason=wish.reason)
    former, words = [before] if before else [], {"reason": wish.reason, "to": heir.name}
    letters.tell(session, settings, "file_passed_on", former, file=file, by=actor, now=now, **words)
