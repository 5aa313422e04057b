"""Where the province's targets stand in a wave, found out by a job and kept for the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment import catalogue, jobs
from assessment.core.publishing.measures import Assessed
from assessment.core.publishing.snapshot import plain, restored
from assessment.core.publishing.target_board import TargetBoard, hold, published
from assessment.models import Finding, Job, Snapshot, Wave, WaveQuestionnaire
from assessment.models.findings import keep_finding, newest_finding
from assessment.models.sealed_answers import sealed_answers
from assessment.policy import Actor
from assessment.reports.service import MINIMUM


@dataclass(frozen=True, slots=True)
class Held:
    """What the page shows: the targets of every file, of which moment."""

    boards: tuple[TargetBoard, ...]
    row: Finding


def ask(session: Session, actor: Actor, wave: Wave, *, now: datetime) -> Job:
    """Ask for the targets to be held against the answers of a wave anew."""
    key = f"targets:{wave.id}:{now.timestamp()}"
    return jobs.ask(session, "targets", key, now=now, arguments={"wave": str(wave.id)}, user_id=actor.user_id)


def held(session: Session, wave: Wave, *, internal: bool) -> Held | None:
    """Give where the targets stand: to those who work with the answers the newest, to others what is published."""
    row = newest_finding(session, "targets", wave.id, None, published=not internal)
    if row is None and internal:
        row = newest_finding(session, "targets", wave.id, None, published=True)
    return None if row is None else Held(tuple(restored(TargetBoard, each) for each in row.figures["boards"]), row)


def measure_for(session: Session, job: Job, folder: Path) -> None:
    """Do what a job asks for: a wave as it stands now, or a snapshot."""
    if "snapshot" in job.arguments:
        measure_snapshot(session, session.get_one(Snapshot, UUID(job.arguments["snapshot"])), folder)
        return
    wave = session.get_one(Wave, UUID(job.arguments["wave"]))
    keep_finding(session, _row(wave, _boards(session, wave, folder), made_by=job.user_id))


def measure_snapshot(session: Session, taken: Snapshot, folder: Path) -> None:
    """Publish where the targets stand, once for each wave and only after it is over.

    The groups a target is about are not those of the snapshots, so no guard could tell whether two publications
    differ by a few enterprises; with a single one there is nothing to subtract.
    """
    is_over = taken.wave.closes_on < taken.taken_on
    if not is_over or newest_finding(session, "targets", taken.wave_id, None, published=True) is not None:
        return
    boards = tuple(published(each, MINIMUM) for each in _boards(session, taken.wave, folder))
    row = _row(taken.wave, boards, made_by=taken.taken_by)
    row.snapshot_id, row.made_at = taken.id, taken.taken_at
    keep_finding(session, row)


def _boards(session: Session, wave: Wave, folder: Path) -> tuple[TargetBoard, ...]:
    assessed = list(_assessed(session, wave))
    files = sorted((folder / "targets").glob("*.yaml"))
    return tuple(hold(catalogue.read_targets(path), assessed) for path in files)


def _assessed(session: Session, wave: Wave) -> Iterator[Assessed]:
    """Give every enterprise whose answers count in a wave, over all its questionnaires."""
    asked = select(WaveQuestionnaire.questionnaire_id).where(WaveQuestionnaire.wave_id == wave.id)
    for number in session.scalars(asked.order_by(WaveQuestionnaire.id)).all():
        questionnaire = catalogue.published(session, number)
        for row in sealed_answers(session, wave.id, number, questionnaire):
            yield Assessed(questionnaire, row.profile, row.answers, row.visible)


def _row(wave: Wave, boards: tuple[TargetBoard, ...], *, made_by: UUID | None) -> Finding:
    return Finding(
        id=uuid4(),
        kind="targets",
        wave_id=wave.id,
        figures={"boards": [plain(each) for each in boards]},
        made_at=datetime.now(UTC),
        made_by=made_by,
    )
