"""How good a questionnaire measures, found out by a job and kept for the page. The worker hands in what computes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment import catalogue, jobs
from assessment.core.publishing.snapshot import plain, restored
from assessment.core.questionnaire import Questionnaire
from assessment.core.scoring import matrix
from assessment.core.weighing.arrays import FloatArray
from assessment.core.weighing.assembled import Assembled, Earlier
from assessment.core.weighing.findings import Appraisal, published, telling
from assessment.models import Enterprise, Finding, Job, Snapshot, Wave, WaveQuestionnaire
from assessment.models.findings import keep_finding, newest_finding
from assessment.models.sealed_answers import Sealed, sealed_answers
from assessment.policy import Actor
from assessment.reports.choices import Choice
from assessment.reports.earlier import earlier_results
from assessment.reports.service import MINIMUM

TOGETHER = "together"
"""The stratum of all sizes that a snapshot hides."""

Appraise = Callable[[Questionnaire, Assembled], Appraisal]


@dataclass(frozen=True, slots=True)
class Appraised:
    """What the page shows: the findings, of which moment, and the snapshot they belong to if they are published."""

    found: Appraisal
    row: Finding


def ask(session: Session, actor: Actor, choice: Choice, *, population: Mapping[str, int], now: datetime) -> Job:
    """Ask for the quality of a questionnaire in a wave to be found out anew."""
    wanted = {"wave": str(choice.wave.id), "questionnaire": choice.questionnaire_id, "population": dict(population)}
    key = f"appraisal:{choice.code}:{now.timestamp()}"
    return jobs.ask(session, "appraisal", key, now=now, arguments=wanted, user_id=actor.user_id)


def appraised(session: Session, choice: Choice, *, internal: bool) -> Appraised | None:
    """Give what was found: to those who work with the answers the newest, to others what belongs to a snapshot.

    Nothing about a few enterprises is told to anybody, since it would mean nothing.
    """
    of = ("appraisal", choice.wave.id, choice.questionnaire_id)
    row = newest_finding(session, *of, published=not internal)
    if row is None and internal:
        row = newest_finding(session, *of, published=True)
    if row is None:
        return None
    found = restored(Appraisal, row.figures)
    return Appraised(found if row.snapshot_id else telling(found, MINIMUM), row)


def registered(session: Session, choice: Choice) -> dict[str, int]:
    """Count the registered enterprises this questionnaire serves in its wave, by size."""
    serves = select(WaveQuestionnaire.organisation_types).filter_by(
        wave_id=choice.wave.id, questionnaire_id=choice.questionnaire_id
    )
    types = session.scalar(serves) or []
    counted = select(Enterprise.size, func.count()).where(Enterprise.organisation_type.in_(types))
    return dict(session.execute(counted.group_by(Enterprise.size)).all())


def appraise_for(session: Session, job: Job, appraise: Appraise) -> None:
    """Do what a job asks for: a wave and questionnaire as they stand now, or a snapshot."""
    if "snapshot" in job.arguments:
        appraise_snapshot(session, session.get_one(Snapshot, UUID(job.arguments["snapshot"])), appraise)
        return
    wave, number = session.get_one(Wave, UUID(job.arguments["wave"])), int(job.arguments["questionnaire"])
    choice = Choice(wave, number, catalogue.published(session, number))
    rows = list(sealed_answers(session, wave.id, number, choice.questionnaire))
    before = earlier_results(session, choice, [row.enterprise for row in rows])
    found = appraise(choice.questionnaire, _assembled(choice, rows, job.arguments["population"], before))
    keep_finding(session, _row(choice, found, made_by=job.user_id))


def appraise_snapshot(session: Session, taken: Snapshot, appraise: Appraise) -> None:
    """Find out the same about the very results a snapshot published, for those who see published figures alone."""
    choice = Choice(taken.wave, taken.questionnaire_id, catalogue.published(session, taken.questionnaire_id))
    results = {result for result, *_ in taken.members.values()}
    sealed = sealed_answers(session, taken.wave_id, taken.questionnaire_id, choice.questionnaire)
    rows, population = merged([row for row in sealed if row.result in results], registered(session, choice), taken)
    before = earlier_results(session, choice, [row.enterprise for row in rows], apart=MINIMUM)
    assembled = _assembled(choice, rows, population, before)
    found = published(appraise(choice.questionnaire, assembled), MINIMUM)
    row = _row(choice, found, made_by=taken.taken_by)
    row.snapshot_id, row.made_at = taken.id, taken.taken_at
    keep_finding(session, row)


def merged(
    rows: Sequence[Sealed], population: Mapping[str, int], taken: Snapshot
) -> tuple[list[Sealed], dict[str, int]]:
    """Make one stratum of the sizes a snapshot hides: an estimate that weighs each of them would tell its mean."""
    sizes = next(each for each in taken.summary.breakdowns if each.cut == "size")
    away = {group.id for group in sizes.groups if group.withheld}
    counts = {name: number for name, number in population.items() if name not in away}
    counts[TOGETHER] = sum(number for name, number in population.items() if name in away)
    return [replace(row, size=TOGETHER) if row.size in away else row for row in rows], counts


def _row(choice: Choice, found: Appraisal, *, made_by: UUID | None) -> Finding:
    return Finding(
        id=uuid4(),
        kind="appraisal",
        wave_id=choice.wave.id,
        questionnaire_id=choice.questionnaire_id,
        figures=plain(found),
        made_at=datetime.now(UTC),
        made_by=made_by,
    )


def _assembled(
    choice: Choice, rows: Sequence[Sealed], population: Mapping[str, int], before: FloatArray | None
) -> Assembled:
    """Put the answers together in arrays, so that they themselves need not be held while these are computed with."""
    table = matrix(choice.questionnaire, [(row.profile, row.answers) for row in rows])
    earlier = None if before is None else Earlier(before[:, 0], before[:, 1], before[:, 2:])
    return Assembled(table, np.array([row.size for row in rows], dtype=np.str_), population, earlier)
