"""Assessments, what happened to them, and their sealed results."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.database import Base, Moment
from assessment.models.enterprises import Enterprise
from assessment.models.questionnaires import PublishedQuestionnaire, Wave

STATES = ("draft", "submitted", "in_review", "changes_requested", "approved", "declined", "withdrawn")
_LISTED = ", ".join(f"'{state}'" for state in STATES)


class Assessment(Base):
    """One enterprise's answers in one wave, from draft to decision; `version` guards its transitions only."""

    __tablename__ = "assessment"
    __table_args__ = (
        CheckConstraint(f"state IN ({_LISTED})", name="state"),
        Index(
            "uq_assessment_open",
            "enterprise_id",
            "wave_id",
            unique=True,
            sqlite_where=text("state NOT IN ('declined', 'withdrawn')"),
            postgresql_where=text("state NOT IN ('declined', 'withdrawn')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprise.id"), index=True)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id"), index=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    first_sign_off_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)

    enterprise: Mapped[Enterprise] = relationship()
    wave: Mapped[Wave] = relationship()
    questionnaire: Mapped[PublishedQuestionnaire] = relationship()


class AssessmentEvent(Base):
    """One transition, never edited."""

    __tablename__ = "assessment_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    action: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class ResultRow(Base):
    """A sealed result: the canonical text and its hash, with the figures that lists and statistics read beside it.

    `kind` is `self` for what the owner answered and `verified` for what the reviewer found; a new submission seals a
    new self result, and the newest of a kind counts.
    """

    __tablename__ = "result"
    __table_args__ = (
        CheckConstraint("kind IN ('self', 'verified')", name="kind"),
        UniqueConstraint("assessment_id", "kind", "round"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    round: Mapped[int] = mapped_column(Integer, default=1)
    engine: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[str] = mapped_column(Text, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    overall: Mapped[float | None] = mapped_column(Float)
    level: Mapped[int | None] = mapped_column(Integer)
    coverage: Mapped[float] = mapped_column(Float)
    pillars: Mapped[dict[str, Any]] = mapped_column(JSON)
    criteria: Mapped[dict[str, Any]] = mapped_column(JSON)
    sector: Mapped[str] = mapped_column(String(20))
    size: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(Moment)

    assessment: Mapped[Assessment] = relationship()
