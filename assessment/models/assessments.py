"""Assessments, what happened to them, and their sealed results."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from assessment.core import workflow
from assessment.core.errors import ForbiddenTransition
from assessment.database import Base, Moment, hits, put
from assessment.models.enterprises import Enterprise
from assessment.models.questionnaires import PublishedQuestionnaire, Wave

STATES = ("draft", "submitted", "in_review", "changes_requested", "approved", "declined", "withdrawn")
_LISTED = ", ".join(f"'{state}'" for state in STATES)


class OfEnterprise(Protocol):
    """Whatever stands for an assessment where only its enterprise matters: the row, or the plain values of a page."""

    @property
    def id(self) -> UUID:
        """The assessment."""

    @property
    def enterprise_id(self) -> UUID:
        """Whose it is."""


class Assessment(Base):
    """One enterprise's answers in one wave, from draft to decision.

    `version` guards its transitions only; `saves` lets a save that read without a lock find out that it was overtaken.
    """

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
    saves: Mapped[int] = mapped_column(Integer, default=0)
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


_own = Assessment.__table__.c
SEEN = select(_own.state, _own.version).where(_own.id == bindparam("assessment"))


class Seen(Protocol):
    """Where an assessment stands, as somebody has just read it."""

    @property
    def state(self) -> str:
        """The state it is in."""

    @property
    def version(self) -> int:
        """The number of the transition that brought it there."""


class Stale(ForbiddenTransition):
    """Somebody else moved the assessment after this person last saw it."""


def move(
    session: Session,
    assessment_id: UUID,
    action: str,
    *,
    version: int | None,
    actor_id: UUID,
    now: datetime,
    **more: Any,
) -> str:
    """Take one action on an assessment as it now stands; see `move_from`, which takes the rest.

    `version` is the one the person's page has seen; None takes the one that stands.

    Raises
    ------
    ForbiddenTransition
        When the state that stands does not allow the action.
    Stale
        When the version has moved on since, or somebody else is faster in this moment.
    """
    seen: Seen = session.execute(SEEN, {"assessment": assessment_id}).one()
    workflow.step(seen.state, action)
    if version not in (None, seen.version):
        raise Stale(seen.state, action)
    return move_from(session, assessment_id, seen, action, actor_id=actor_id, now=now, **more)


def move_from(
    session: Session,
    assessment_id: UUID,
    seen: Seen,
    action: str,
    *,
    actor_id: UUID,
    now: datetime,
    note: str = "",
    **values: Any,
) -> str:
    """Take one action by a single conditional UPDATE on the state and version just seen, and give the new state.

    `values` are further columns to set in the same UPDATE. The event row is written with it; the audit log is the
    caller's, who knows what it means.

    Raises
    ------
    ForbiddenTransition
        When the state seen does not allow the action.
    Stale
        When somebody else is faster in this moment.
    """
    after = workflow.step(seen.state, action)
    if not _moved(session, assessment_id, seen, state=after, **values):
        raise Stale(seen.state, action)
    step = {"action": action, "before": seen.state, "after": after}
    put(session, AssessmentEvent, assessment_id=assessment_id, **step, note=note, user_id=actor_id, at=now)
    return after


def sign_off(session: Session, assessment_id: UUID, *, version: int, actor_id: UUID, now: datetime) -> None:
    """Note the first of two people's approvals; the assessment stays in review until the second.

    Raises
    ------
    ForbiddenTransition
        When it could not be approved as it stands.
    Stale
        When it has moved on since this version.
    """
    seen = session.execute(SEEN, {"assessment": assessment_id}).one()
    workflow.step(seen.state, "approve")
    if version != seen.version or not _moved(session, assessment_id, seen, first_sign_off_by=actor_id):
        raise Stale(seen.state, "approve")
    step = {"action": "sign_off", "before": seen.state, "after": seen.state}
    put(session, AssessmentEvent, assessment_id=assessment_id, **step, user_id=actor_id, at=now)


def _moved(session: Session, assessment_id: UUID, seen: Seen, **values: Any) -> bool:
    """Change the row if state and version are still those that were seen."""
    still = (Assessment.id == assessment_id, Assessment.state == seen.state, Assessment.version == seen.version)
    return hits(session, update(Assessment).where(*still).values(version=seen.version + 1, **values)) > 0
