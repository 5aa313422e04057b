"""Enterprises and the people who belong to them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.core.answers import Profile
from assessment.database import Base, Moment
from assessment.models.people import User


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
    seen that the person really speaks for the enterprise.
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
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    enterprise: Mapped[Enterprise] = relationship()
