"""Which pillars of an assessment are whose to answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from assessment.database import Base, Moment
from assessment.models.assessments import OfEnterprise
from assessment.models.enterprises import Membership
from assessment.models.people import User


class Assignment(Base):
    """One pillar handed to one person: they are expected to answer it, and who sees parts only sees this one."""

    __tablename__ = "assignment"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    pillar: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)

    user: Mapped[User] = relationship()


def handed_to(session: Session, assessment_id: UUID, user_id: UUID) -> frozenset[str]:
    """Name the pillars of an assessment that are handed to one person."""
    mine = select(Assignment.pillar).where(Assignment.assessment_id == assessment_id, Assignment.user_id == user_id)
    return frozenset(session.scalars(mine))


def assignments(session: Session, assessment: OfEnterprise) -> dict[str, list[User]]:
    """Give by pillar the people it is handed to; who has left the enterprise is not among them."""
    mine = (Membership.user_id == Assignment.user_id) & (Membership.enterprise_id == assessment.enterprise_id)
    query = (
        select(Assignment)
        .join(Membership, mine)
        .join(Assignment.user)
        .where(Assignment.assessment_id == assessment.id, Membership.state == "active")
        .options(joinedload(Assignment.user))
        .order_by(User.name_sort, User.id)
    )
    found: dict[str, list[User]] = {}
    for each in session.scalars(query):
        found.setdefault(each.pillar, []).append(each.user)
    return found
