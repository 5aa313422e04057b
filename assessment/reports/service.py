"""Statistics of a wave: live for the Association's own pages, published for everybody else. No HTTP here."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy.orm import Session

from assessment import jobs
from assessment.core.aggregate import summarise
from assessment.core.publishing.summary import Frame, Summary
from assessment.core.questionnaire import Questionnaire
from assessment.core.weighing.quality import Layout, reliability_of, smallest_change
from assessment.models import Job, Snapshot
from assessment.models.sampling import Filters, Sample, sample
from assessment.models.statistics import Progress, newest_snapshot, progress, snapshot_before
from assessment.models.trail import record
from assessment.policy import Actor, NotFound
from assessment.reports.choices import Choice

MINIMUM = 10
"""Enterprises a figure needs."""
CROSSINGS = (("sector", "size"),)
"""The two-way tables that are published."""
FILES = {"pdf": "aggregate_report", "csv": "statistics_csv", "xlsx": "statistics_xlsx"}
"""What can be asked for, and the job that makes it."""


@dataclass(frozen=True, slots=True)
class Board:
    """All figures of one page: of whom, how they were narrowed, and what is published of this wave and the last.

    `taken` is the snapshot the figures come from; None for live ones, which are for the Association alone.
    """

    choice: Choice
    filters: Filters
    summary: Summary
    progress: Progress | None
    taken: Snapshot | None
    published: Snapshot | None
    before: Snapshot | None


def live(session: Session, choice: Choice, filters: Filters) -> Board:
    """Give the figures of this moment, narrowed as one likes; small groups are withheld here, too."""
    found = sample(session, choice.wave.id, choice.questionnaire_id, choice.questionnaire, filters)
    counted = progress(session, choice.wave)
    invited = choice.invited if filters.none else None
    return Board(
        choice=choice,
        filters=filters,
        summary=narrowed(choice.questionnaire, found, filters, invited),
        progress=counted,
        taken=None,
        published=newest_snapshot(session, choice.wave.id, choice.questionnaire_id),
        before=snapshot_before(session, choice.wave, choice.questionnaire_id),
    )


def published(session: Session, choice: Choice) -> Board:
    """Give the figures that are published.

    Raises
    ------
    NotFound
        When none are.
    """
    taken = newest_snapshot(session, choice.wave.id, choice.questionnaire_id)
    if taken is None:
        raise NotFound
    before = snapshot_before(session, choice.wave, choice.questionnaire_id)
    return Board(choice, Filters(), taken.summary, None, taken, taken, before)


_summaries: WeakKeyDictionary[Sample, tuple[int | None, Summary]] = WeakKeyDictionary()


def narrowed(questionnaire: Questionnaire, found: Sample, filters: Filters, invited: int | None) -> Summary:
    """Summarise a sample; a fact it is narrowed by parts nothing any more.

    The whole sample stays the same object until other results count, and its summary is kept as long.
    """
    known = _summaries.get(found)
    if known is not None and known[0] == invited:
        return known[1]
    cuts = [cut for cut in found.cuts if filters.of(cut.id) is None]
    summary = summarise(found.results, Frame.of(questionnaire), cuts, invited=invited, minimum=MINIMUM)
    _summaries[found] = invited, summary
    return summary


def whole(choice: Choice, found: Sample) -> Summary:
    """Summarise a sample with every cut and crossing that is published."""
    frame = Frame.of(choice.questionnaire)
    figures = summarise(
        found.results,
        frame,
        found.cuts,
        crossings=CROSSINGS,
        invited=choice.invited,
        minimum=MINIMUM,
        audited=True,
    )
    return replace(figures, noise=_noise(choice, found) if figures.n is not None else None)


def _noise(choice: Choice, found: Sample) -> float | None:
    """Give the least change of one enterprise's score that is beyond the noise of two measurements."""
    scored = found.results.overall[~np.isnan(found.results.overall)]
    alpha = reliability_of(found.results.criteria, Layout.of(choice.questionnaire)).overall.alpha
    least = smallest_change(float(np.std(scored, ddof=1)), alpha)
    return None if np.isnan(least) else least


def ask_file(session: Session, actor: Actor, snapshot_id: UUID, kind: str, *, language: str, now: datetime) -> Job:
    """Ask for a file of published figures; the same person asking again on the same day gets the same file.

    Raises
    ------
    NotFound
        When there is no such snapshot or kind.
    """
    taken = session.get(Snapshot, snapshot_id)
    if taken is None or kind not in FILES:
        raise NotFound
    record(
        session,
        "export",
        f"snapshot:{taken.id}",
        actor=actor.user_id,
        now=now,
        detail={"kind": kind, "language": language},
    )
    key = f"{FILES[kind]}:{taken.id}:{language}:{actor.user_id}:{now.date()}"
    wanted = {"snapshot": str(taken.id), "language": language}
    return jobs.ask(session, FILES[kind], key, now=now, arguments=wanted, user_id=actor.user_id)


def ask_snapshot(session: Session, actor: Actor, choice: Choice, *, today: date, now: datetime) -> Job:
    """Ask for the figures of a wave and questionnaire to be frozen as of today."""
    key = f"snapshot:{choice.code}:{today}:{now.timestamp()}"
    wanted = {"wave": str(choice.wave.id), "questionnaire": choice.questionnaire_id}
    return jobs.ask(session, "snapshot", key, now=now, arguments=wanted, user_id=actor.user_id)
