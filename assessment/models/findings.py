"""What jobs have found out about a wave: how good its questionnaires measure, and where the targets stand."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from assessment.database import Base, Moment


class Finding(Base):
    """Figures of one kind about a wave, and of `appraisal` about one questionnaire of it.

    With a snapshot they are of the very enterprises it published and stay; without one they are internal, of the
    moment they were made, and give way to the next.
    """

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint("kind IN ('appraisal', 'targets')", name="kind"),
        Index("ix_finding_wave_id_kind", "wave_id", "kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(10))
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id"))
    questionnaire_id: Mapped[int | None] = mapped_column(ForeignKey("questionnaire.id"))
    snapshot_id: Mapped[UUID | None] = mapped_column(ForeignKey("snapshot.id"))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


def newest_finding(
    session: Session, kind: str, wave_id: UUID, questionnaire_id: int | None, *, published: bool
) -> Finding | None:
    """Give the newest figures of a kind: those of this moment, or those of a snapshot."""
    of_kind = select(Finding).filter_by(kind=kind, wave_id=wave_id, questionnaire_id=questionnaire_id)
    found = of_kind.where(Finding.snapshot_id.is_not(None) if published else Finding.snapshot_id.is_(None))
    return session.scalar(found.order_by(Finding.made_at.desc()).limit(1))


def keep_finding(session: Session, found: Finding) -> None:
    """Keep figures; internal ones take the place of those before."""
    if found.snapshot_id is None:
        of_kind = {"kind": found.kind, "wave_id": found.wave_id, "questionnaire_id": found.questionnaire_id}
        session.execute(delete(Finding).filter_by(**of_kind).where(Finding.snapshot_id.is_(None)))
    session.add(found)
    session.flush()
