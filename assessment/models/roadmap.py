"""The roadmap: the steps an enterprise has chosen from its advice, who takes them and until when."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from assessment.database import Base, Moment
from assessment.models.assessments import Assessment

LONGEST_WHO = 120


class RoadmapStep(Base):
    """One step chosen after an assessment, and the day it was ticked off."""

    __tablename__ = "roadmap_step"
    __table_args__ = (UniqueConstraint("assessment_id", "advice"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"))
    advice: Mapped[str] = mapped_column(String(64))
    who: Mapped[str] = mapped_column(String(LONGEST_WHO), default="")
    due: Mapped[date | None] = mapped_column(Date)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Moment)

    assessment: Mapped[Assessment] = relationship()


def roadmap(session: Session, assessment_id: UUID, *, lock: bool = False) -> list[RoadmapStep]:
    """Give the chosen steps of an assessment in the order in which they were chosen; a lock is for who changes them."""
    chosen = select(RoadmapStep).where(RoadmapStep.assessment_id == assessment_id)
    in_order = chosen.order_by(RoadmapStep.created_at, RoadmapStep.advice)
    return list(session.scalars(in_order.with_for_update(of=RoadmapStep) if lock else in_order))


def earlier_roadmap(session: Session, assessment: Assessment) -> list[RoadmapStep]:
    """Give the steps chosen after the enterprise's last assessment before this one that has any, in their order."""
    before = (
        select(RoadmapStep.assessment_id)
        .join(RoadmapStep.assessment)
        .where(
            Assessment.enterprise_id == assessment.enterprise_id,
            Assessment.id != assessment.id,
            Assessment.created_at < assessment.created_at,
        )
        .order_by(Assessment.created_at.desc())
        .limit(1)
    )
    found = session.scalar(before)
    return [] if found is None else roadmap(session, found)
