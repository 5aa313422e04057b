"""Published statistics: frozen snapshots of a wave, and how many enterprises have come how far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from assessment.core import workflow
from assessment.core.publishing.snapshot import plain, restored
from assessment.core.publishing.summary import Summary
from assessment.core.reckoning.seal import canonical, digest
from assessment.database import Base, Moment
from assessment.models.assessments import Assessment
from assessment.models.enterprises import Enterprise
from assessment.models.questionnaires import PublishedQuestionnaire, Wave


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
class Counts:
    """How many assessments of a wave stand in which state, over all its questionnaires."""

    by_state: Mapping[str, int]

    def of(self, *states: str) -> int:
        """Count the assessments in these states together."""
        return sum(self.by_state.get(state, 0) for state in states)

    @property
    def started(self) -> int:
        """All that were begun and neither declined nor taken back."""
        return self.of(*(state for state in workflow.STATES if state not in workflow.LEFT_OUT))

    @property
    def handed_in(self) -> int:
        """All whose result counts."""
        return self.of(*workflow.COUNTED)

    @property
    def waiting(self) -> int:
        """All that were handed in and are not decided."""
        return self.of(*workflow.WAITING)

    @property
    def approved(self) -> int:
        """All that were approved."""
        return self.of("approved")


def counts(session: Session, wave_ids: Iterable[UUID]) -> dict[UUID, Counts]:
    """Count the assessments of several waves in one query."""
    found: dict[UUID, dict[str, int]] = {wave_id: {} for wave_id in wave_ids}
    grouped = (
        select(Assessment.wave_id, Assessment.state, func.count())
        .where(Assessment.wave_id.in_(found))
        .group_by(Assessment.wave_id, Assessment.state)
    )
    for wave_id, state, number in session.execute(grouped):
        found[wave_id][state] = number
    return {wave_id: Counts(states) for wave_id, states in found.items()}


@dataclass(frozen=True, slots=True)
class Progress:
    """How many enterprises have come how far in a wave; `invited` is 0 where unknown."""

    invited: int
    registered: int
    counts: Counts


def progress(session: Session, wave: Wave) -> Progress:
    """Count the enterprises of a wave by how far they have come."""
    registered = session.scalar(select(func.count()).select_from(Enterprise)) or 0
    return Progress(wave.invited, registered, counts(session, [wave.id])[wave.id])
