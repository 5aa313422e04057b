"""Enterprises and the people who belong to them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from assessment.core.answers import Profile
from assessment.database import Base, Moment
from assessment.models.people import User
from assessment.models.trail import record


class Enterprise(Base):
    """The organisation assessed: an enterprise, a household business or a cooperative."""

    __tablename__ = "enterprise"
    __table_args__ = (
        CheckConstraint("organisation_type IN ('enterprise', 'household', 'cooperative')", name="organisation_type"),
        CheckConstraint("size IN ('micro', 'small', 'medium', 'large')", name="size"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    tax_code: Mapped[str] = mapped_column(String(14), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    name_search: Mapped[str] = mapped_column(String(300), index=True)
    name_sort: Mapped[str] = mapped_column(String(1200), index=True)
    organisation_type: Mapped[str] = mapped_column(String(20))
    vsic_version: Mapped[str] = mapped_column(String(10), default="2025")
    vsic_section: Mapped[str] = mapped_column(String(1))
    sector: Mapped[str] = mapped_column(String(20), index=True)
    place: Mapped[str] = mapped_column(String(40), index=True)
    headcount: Mapped[int] = mapped_column(Integer)
    revenue_band: Mapped[str] = mapped_column(String(20))
    capital_band: Mapped[str] = mapped_column(String(20))
    size: Mapped[str] = mapped_column(String(10), index=True)
    demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def profile(self) -> Profile:
        """The facts that conditions of a questionnaire may look at."""
        return Profile({"sector": self.sector, "organisation_type": self.organisation_type, "size": self.size})


class Membership(Base):
    """The link of a person and an enterprise.

    `asked` waits for a member or the Association to let the person in; `confirmed_at` is set by a reviewer, who has
    seen that the person really speaks for the enterprise. A colleague with `parts_only` sees and answers the pillars
    handed to them and nothing else.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "enterprise_id"),
        CheckConstraint("role IN ('owner', 'colleague')", name="role"),
        CheckConstraint("state IN ('asked', 'active', 'ended')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprise.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="active")
    parts_only: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    enterprise: Mapped[Enterprise] = relationship()


def open_requests(session: Session) -> list[Membership]:
    """Give all requests for access that nobody has answered, the oldest first, with person and enterprise."""
    asked = (
        select(Membership)
        .where(Membership.state == "asked")
        .options(joinedload(Membership.user), joinedload(Membership.enterprise))
        .order_by(Membership.created_at, Membership.id)
    )
    return list(session.scalars(asked))


def members(session: Session, enterprise_id: UUID) -> list[Membership]:
    """Give the people of an enterprise and those who ask to be, in Vietnamese order; who has left is not among them."""
    there = (
        select(Membership)
        .join(Membership.user)
        .where(Membership.enterprise_id == enterprise_id, Membership.state != "ended")
        .options(joinedload(Membership.user))
        .order_by(Membership.state, User.name_sort, Membership.id)
    )
    return list(session.scalars(there))


def let_in(session: Session, membership: Membership, role: str, *, by: UUID, now: datetime) -> None:
    """Let in who asked, as owner or colleague."""
    membership.role, membership.state, membership.parts_only = role, "active", False
    detail = {"user": str(membership.user_id), "role": role}
    record(session, "membership.let_in", f"enterprise:{membership.enterprise_id}", actor=by, now=now, detail=detail)


def confirm_membership(
    session: Session, membership_id: int, *, by: UUID, now: datetime, role: str | None = None
) -> Membership | None:
    """Confirm for the Association that a person speaks for an enterprise, letting them in where they still ask.

    `role` changes what they are there; None leaves it. None comes back where there is no such link any more.
    """
    membership = session.get(Membership, membership_id, with_for_update=True)
    if membership is None or membership.state == "ended":
        return None
    membership.role, membership.state = role or membership.role, "active"
    membership.parts_only = membership.parts_only and role is None
    membership.confirmed_at, membership.confirmed_by = now, by
    detail = {"user": str(membership.user_id), "role": membership.role}
    record(session, "membership.confirmed", f"enterprise:{membership.enterprise_id}", actor=by, now=now, detail=detail)
    return membership
