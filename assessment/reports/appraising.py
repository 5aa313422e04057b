"""How good a questionnaire measures, found out by a job and kept for the page. The worker hands in what computes it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from assessment.models.sampling import sample
from assessment.models.sealed_answers import Sealed, sealed_answers
from assessment.policy import Actor
from assessment.reports.choices import Choice
from assessment.reports.service import MINIMUM

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
    rows = sealed_answers(session, wave.id, number, choice.questionnaire)
    found = appraise(choice.questionnaire, _assembled(session, choice, rows, job.arguments["population"]))
    keep_finding(session, _row(choice, found, made_by=job.user_id))


def appraise_snapshot(session: Session, taken: Snapshot, appraise: Appraise) -> None:
    """Find out the same about the very results a snapshot published, for those who see published figures alone."""
    choice = Choice(taken.wave, taken.questionnaire_id, catalogue.published(session, taken.questionnaire_id))
    results = {result for result, *_ in taken.members.values()}
    rows = sealed_answers(session, taken.wave_id, taken.questionnaire_id, choice.questionnaire)
    counted = (row for row in rows if row.result in results)
    assembled = _assembled(session, choice, counted, registered(session, choice))
    found = published(appraise(choice.questionnaire, assembled), MINIMUM)
    row = _row(choice, found, made_by=taken.taken_by)
    row.snapshot_id, row.made_at = taken.id, taken.taken_at
    keep_finding(session, row)


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


def _assembled(session: Session, choice: Choice, answers: Iterable[Sealed], population: Mapping[str, int]) -> Assembled:
    """Put the answers together in arrays, so that they themselves need not be held while these are computed with."""
    rows = list(answers)
    table = matrix(choice.questionnaire, [(row.profile, row.answers) for row in rows])
    before = _before(session, choice, rows)
    earlier = None if before is None else Earlier(before[:, 0], before[:, 1], before[:, 2:])
    return Assembled(table, np.array([row.size for row in rows], dtype=np.str_), population, earlier)


def _before(session: Session, choice: Choice, rows: Sequence[Sealed]) -> FloatArray | None:
    """Give the results [n, 2 + pillars] of the same enterprises in the newest wave before with the same version."""
    before = (
        select(Wave)
        .join(WaveQuestionnaire)
        .where(WaveQuestionnaire.questionnaire_id == choice.questionnaire_id, Wave.opens_on < choice.wave.opens_on)
        .order_by(Wave.opens_on.desc())
        .limit(1)
    )
    wave = session.scalar(before)
    if wave is None:
        return None
    found = sample(session, wave.id, choice.questionnaire_id, choice.questionnaire)
    known = np.column_stack([found.results.overall, found.results.level, found.results.pillars])
    places = {enterprise: at for at, enterprise in enumerate(found.enterprises)}
    nothing = np.full(known.shape[1], np.nan)
    same = [known[places[row.enterprise]] if row.enterprise in places else nothing for row in rows]
    return np.array(same).reshape(len(rows), known.shape[1])
