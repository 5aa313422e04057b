"""Published statistics: frozen snapshots of a wave, and how many enterprises have come how far."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from assessment.core.publishing.snapshot import plain, restored
from assessment.core.publishing.summary import Summary
from assessment.core.reckoning.seal import canonical, digest
from assessment.database import Base, Moment
from assessment.models.assessments import Assessment
from assessment.models.enterprises import Enterprise
from assessment.models.questionnaires import PublishedQuestionnaire, Wave

COUNTED = ("submitted", "in_review", "changes_requested", "approved")
"""The states in which a result counts: submitted and later, neither declined nor withdrawn."""


class Snapshot(Base):
    """Figures of a wave and questionnaire as they were published, frozen with the day they are of.

    `figures` is a `core.summary.Summary` with whatever must stay hidden already hidden, `sha256` the hash over its
    canonical text. `members` says who was counted, with which result, in which groups; it is never shown, and only
    holds a later snapshot against this one, so that the two cannot be subtracted.
    """

    __tablename__ = "snapshot"
    __table_args__ = (
        UniqueConstraint("wave_id", "questionnaire_id", "taken_on"),
        Index("ix_snapshot_questionnaire_id", "questionnaire_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id"))
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    taken_at: Mapped[datetime] = mapped_column(Moment)
    taken_on: Mapped[date] = mapped_column(Date)
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    members: Mapped[dict[str, list[str]]] = mapped_column(JSON, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))

    wave: Mapped[Wave] = relationship()
    questionnaire: Mapped[PublishedQuestionnaire] = relationship()

    @property
    def summary(self) -> Summary:
        """The published figures as a value."""
        return restored(Summary, self.figures)


def frozen(summary: Summary) -> tuple[dict[str, Any], str]:
    """Give the figures as JSON can hold them, and the hash over their canonical text."""
    figures: dict[str, Any] = plain(summary)
    return figures, digest(canonical(figures))


def snapshots(session: Session, wave_id: UUID | None = None, questionnaire_id: int | None = None) -> list[Snapshot]:
    """Give the snapshots of a wave, of a questionnaire, or all: the newest wave first, of each the newest first."""
    query = select(Snapshot).join(Snapshot.wave).options(joinedload(Snapshot.wave), joinedload(Snapshot.questionnaire))
    if wave_id is not None:
        query = query.where(Snapshot.wave_id == wave_id)
    if questionnaire_id is not None:
        query = query.where(Snapshot.questionnaire_id == questionnaire_id)
    return list(session.scalars(query.order_by(Wave.opens_on.desc(), Wave.id, Snapshot.taken_at.desc())))


def newest_snapshot(session: Session, wave_id: UUID, questionnaire_id: int) -> Snapshot | None:
    """Give the figures that are published of a wave and questionnaire, if any are."""
    return next(iter(snapshots(session, wave_id, questionnaire_id)), None)


def snapshot_before(session: Session, wave: Wave, questionnaire_id: int) -> Snapshot | None:
    """Give what is published of the wave before, with the same version of the questionnaire."""
    older = (
        select(Snapshot)
        .join(Snapshot.wave)
        .where(Snapshot.questionnaire_id == questionnaire_id, Wave.opens_on < wave.opens_on)
        .order_by(Wave.opens_on.desc(), Snapshot.taken_at.desc())
    )
    return session.scalar(older.limit(1))


@dataclass(frozen=True, slots=True)
class Progress:
    """How many enterprises have come how far in a wave, over all its questionnaires; `invited` is 0 where unknown."""

    invited: int
    registered: int
    started: int
    submitted: int
    in_review: int
    approved: int


def progress(session: Session, wave: Wave) -> Progress:
    """Count the enterprises of a wave by how far they have come."""
    by_state = select(Assessment.state, func.count()).where(Assessment.wave_id == wave.id).group_by(Assessment.state)
    states: dict[str, int] = {row[0]: row[1] for row in session.execute(by_state)}
    registered = session.scalar(select(func.count()).select_from(Enterprise)) or 0
    return Progress(
        invited=wave.invited,
        registered=registered,
        started=sum(n for state, n in states.items() if state not in ("declined", "withdrawn")),
        submitted=sum(states.get(state, 0) for state in COUNTED),
        in_review=sum(states.get(state, 0) for state in ("submitted", "in_review", "changes_requested")),
        approved=states.get("approved", 0),
    )
