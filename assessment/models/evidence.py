"""What an enterprise shows beside an answer: files, links and notes."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from assessment.database import Base, Moment
from assessment.models.assessments import Assessment
from assessment.models.people import User


class Evidence(Base):
    """One piece of evidence for one criterion. The bytes of a file lie in the store under `key`, not under its name."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("kind IN ('file', 'link', 'note')", name="kind"),
        Index("ix_evidence_assessment_id_criterion", "assessment_id", "criterion"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"))
    criterion: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int] = mapped_column(Integer, default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    assessment: Mapped[Assessment] = relationship()
    user: Mapped[User] = relationship()

    @property
    def key(self) -> str:
        """Where the bytes lie in the store; made of our own ids alone."""
        return evidence_key(self.assessment_id, self.id)


def evidence_key(assessment_id: UUID, evidence_id: UUID) -> str:
    """Give the place of a file in the store."""
    return f"{assessment_id}/{evidence_id}"


def evidence_of(
    session: Session, assessment_id: UUID, criteria: Collection[str] | None = None
) -> dict[str, list[Evidence]]:
    """Give the evidence of an assessment by criterion, each with who handed it in, the oldest first."""
    query = select(Evidence).where(Evidence.assessment_id == assessment_id).options(joinedload(Evidence.user))
    if criteria is not None:
        query = query.where(Evidence.criterion.in_(criteria))
    found: dict[str, list[Evidence]] = {}
    for each in session.scalars(query.order_by(Evidence.at, Evidence.id)):
        found.setdefault(each.criterion, []).append(each)
    return found
