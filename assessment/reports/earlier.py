"""The results of the same enterprises in the wave before."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.core.weighing.arrays import FloatArray
from assessment.models import Wave, WaveQuestionnaire
from assessment.models.sampling import sample
from assessment.reports.choices import Choice


def earlier_results(
    session: Session, choice: Choice, enterprises: Sequence[str], *, apart: int = 0
) -> FloatArray | None:
    """Give the results [n, 2 + pillars] of enterprises in the newest wave before with the same version.

    With `apart`, figures in which fewer than that many came or went between the waves are left out: the change of
    those who stayed, beside the means of both waves, would tell theirs.
    """
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
    names, earlier = _results(session, choice, wave.id)
    same = _of(names, earlier, enterprises)
    return same if not apart else _without_a_few(same, earlier, _now(session, choice, enterprises), apart)


def _results(session: Session, choice: Choice, wave_id: UUID) -> tuple[Sequence[str], FloatArray]:
    found = sample(session, wave_id, choice.questionnaire_id, choice.questionnaire)
    return found.enterprises, np.column_stack([found.results.overall, found.results.level, found.results.pillars])


def _now(session: Session, choice: Choice, enterprises: Sequence[str]) -> FloatArray:
    return _of(*_results(session, choice, choice.wave.id), enterprises)


def _of(names: Sequence[str], table: FloatArray, wanted: Sequence[str]) -> FloatArray:
    places = {enterprise: at for at, enterprise in enumerate(names)}
    nothing = np.full(table.shape[1], np.nan)
    rows = [table[places[name]] if name in places else nothing for name in wanted]
    return np.array(rows).reshape(len(wanted), table.shape[1])


def _without_a_few(same: FloatArray, earlier: FloatArray, now: FloatArray, apart: int) -> FloatArray:
    stayed = (~np.isnan(same) & ~np.isnan(now)).sum(axis=0)
    came, went = ((~np.isnan(table)).sum(axis=0) - stayed for table in (now, earlier))
    few = ((came > 0) & (came < apart)) | ((went > 0) & (went < apart))
    return np.where(few | few[0], np.nan, same)
