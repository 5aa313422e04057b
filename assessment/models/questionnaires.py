"""Published questionnaires, and the waves in which enterprises are assessed with them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.database import Base, Moment


class PublishedQuestionnaire(Base):
    """The bytes of one published version, which never change again; all processes read them from here."""

    __tablename__ = "questionnaire"
    __table_args__ = (UniqueConstraint("slug", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    published_at: Mapped[datetime] = mapped_column(Moment)


class Wave(Base):
    """A period in which enterprises are assessed; its days are those of Việt Nam, the last one included.

    `invited` is how many enterprises were invited in all, 0 where nobody said; `invited_by_type` parts it by
    organisation type, so that each questionnaire has a rate of its own.
    """

    __tablename__ = "wave"
    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="order"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[dict[str, Any]] = mapped_column(JSON)
    opens_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    second_sign_off: Mapped[bool] = mapped_column(default=False)
    invited: Mapped[int] = mapped_column(Integer, default=0)
    invited_by_type: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)

    questionnaires: Mapped[list["WaveQuestionnaire"]] = relationship(
        back_populates="wave", order_by="WaveQuestionnaire.id"
    )

    def invited_to(self, questionnaire_id: int) -> int | None:
        """Give how many were invited to one questionnaire; None unless that is known of each type it serves."""
        if len(self.questionnaires) == 1:
            return self.invited or None
        served = {row.questionnaire_id: row.organisation_types for row in self.questionnaires}
        by_type = [self.invited_by_type.get(kind, 0) for kind in served[questionnaire_id]]
        return sum(by_type) if all(by_type) else None


class WaveQuestionnaire(Base):
    """A questionnaire of a wave, with the organisation types it serves."""

    __tablename__ = "wave_questionnaire"
    __table_args__ = (UniqueConstraint("wave_id", "questionnaire_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"))
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    organisation_types: Mapped[list[str]] = mapped_column(JSON)

    wave: Mapped[Wave] = relationship(back_populates="questionnaires")
    questionnaire: Mapped[PublishedQuestionnaire] = relationship()
