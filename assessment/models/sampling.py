"""The results that count towards the statistics of a wave, kept as arrays from page to page.

A sealed result never changes, so what one process has read of it stays true. What may change is which results count;
a small query tells whether the arrays at hand are still those of the database.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from assessment.core.questionnaire import Questionnaire
from assessment.models.assessments import Assessment, ResultRow
from assessment.models.sample_reading import FACTS, Sample, concerns, read_sample

__all__ = ["FACTS", "Filters", "Sample", "concerns", "sample"]

KEPT = 4
"""How many waves and questionnaires one process keeps arrays of."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a sample is narrowed to; None leaves a fact open."""

    sector: str | None = None
    size: str | None = None
    place: str | None = None
    verified: bool = False

    def of(self, fact: str) -> str | None:
        """Give the group a fact is narrowed to."""
        chosen: str | None = getattr(self, fact)
        return chosen

    @property
    def none(self) -> bool:
        """Whether everybody is in."""
        return self == Filters()


def sample(
    session: Session, wave_id: UUID, questionnaire_id: int, questionnaire: Questionnaire, filters: Filters = Filters()
) -> Sample:
    """Give the results that count, narrowed by filters: the newest verified one, else the newest of the owner.

    Only submitted and approved assessments count; drafts, declined and withdrawn ones do not.
    """
    found = _everybody(session, wave_id, questionnaire_id, questionnaire)
    if filters.none:
        return found
    chosen = found.verified.copy() if filters.verified else np.ones(len(found.ids), dtype=bool)
    for cut in found.cuts:
        wanted = filters.of(cut.id)
        if wanted is not None:
            chosen &= cut.codes == (cut.groups.index(wanted) if wanted in cut.groups else -1)
    return found.rows(chosen)


@dataclass(frozen=True, slots=True)
class _Kept:
    token: tuple[Any, ...]
    sample: Sample


_kept: WeakKeyDictionary[Engine | Connection, dict[tuple[UUID, int], _Kept]] = WeakKeyDictionary()


def _everybody(session: Session, wave_id: UUID, questionnaire_id: int, questionnaire: Questionnaire) -> Sample:
    """Give the whole sample: the one at hand where nothing has changed, else a fresh one."""
    shelf, name = _kept.setdefault(session.get_bind(), {}), (wave_id, questionnaire_id)
    token, known = _token(session, wave_id, questionnaire_id), shelf.get(name)
    if known is not None and known.token == token:
        return known.sample
    found = read_sample(session, wave_id, questionnaire_id, questionnaire, None if known is None else known.sample)
    shelf.pop(name, None)
    while len(shelf) >= KEPT:
        shelf.pop(next(iter(shelf)), None)
    shelf[name] = _Kept(token, found)
    return found


def _token(session: Session, wave_id: UUID, questionnaire_id: int) -> tuple[Any, ...]:
    """Give what differs as soon as other results count.

    Every step of an assessment raises its version; the results are counted in their index, since to reach any of
    their small columns the database would have to walk past the sealed texts.
    """
    of_wave = (Assessment.wave_id == wave_id, Assessment.questionnaire_id == questionnaire_id)
    states = select(Assessment.state, func.count(), func.sum(Assessment.version)).where(*of_wave)
    counted = select(func.count(ResultRow.assessment_id)).join(ResultRow.assessment).where(*of_wave)
    return (*sorted(map(tuple, session.execute(states.group_by(Assessment.state)))), session.scalar(counted))
