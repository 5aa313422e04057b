"""Answers with their history, what a reviewer verified, and what was sent back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.database import Base, Moment


class AnswerRow(Base):
    """The answer that now stands to one criterion; `event` is the save that made it so, and says who and when.

    `value` is the form `core.answers.to_json` gives; null means the answer was taken back.
    """

    __tablename__ = "answer"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    event: Mapped[int] = mapped_column(Integer)


class AnswerEvent(Base):
    """One save: the answers it changed, by criterion. A page has seen it by its id; a later one makes a save stale."""

    __tablename__ = "answer_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    answers: Mapped[dict[str, dict[str, Any] | None]] = mapped_column(JSON)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class VerifiedAnswer(Base):
    """What a reviewer found to be true for one criterion, with the reason; the owner's own answer stays beside it."""

    __tablename__ = "verified_answer"
    __table_args__ = (UniqueConstraint("assessment_id", "criterion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    criterion: Mapped[str] = mapped_column(String(64))
    value: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Moment)


PROFILE = "profile."
"""What a subject that is a fact about the enterprise begins with; all others are criteria."""


class SentBack(Base):
    """One criterion or profile fact that the owner is asked to look at again; open until the next submission."""

    __tablename__ = "sent_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    subject: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
