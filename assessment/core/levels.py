"""From scores to levels: thresholds, breadth."""

from collections.abc import Sequence

import numpy as np

from assessment.core.means import BoolArray, FloatArray
from assessment.core.questionnaire import Breadth, Level
from assessment.core.terms import TOLERANCE, Threshold


def of_scores(levels: Sequence[Level], scores: FloatArray) -> FloatArray:
    """Give the highest level whose threshold each score reaches; breadth is not looked at.

    Parameters
    ----------
    levels : sequence of Level
        Ascending.
    scores : array [...]
        0–100, unrounded.

    Returns
    -------
    array [...]
        Ids of levels as floats, NaN where there is no score or no threshold is reached.
    """
    reached = np.full(scores.shape, np.nan)
    for level in levels:
        np.copyto(reached, level.id, where=_holds(level.threshold, scores))
    return reached


def overall(
    levels: Sequence[Level], scores: FloatArray, pillar_levels: FloatArray, pillars_visible: BoolArray
) -> FloatArray:
    """Give the highest level whose threshold and breadth both hold.

    Parameters
    ----------
    levels : sequence of Level
        Ascending.
    scores : array [n]
        Overall scores 0–100, unrounded.
    pillar_levels : array [pillars, n]
        Ids of levels as floats; NaN for a pillar without a score, which reaches none.
    pillars_visible : bool array [pillars, n or 1]
        Whether the pillar is shown.

    Returns
    -------
    array [n]
        Ids of levels as floats, NaN where there is no score.
    """
    reached = np.full(scores.shape, np.nan)
    for level in levels:
        holds = _holds(level.threshold, scores)
        if level.breadth is not None:
            holds &= _broad(level.breadth, pillar_levels, pillars_visible)
        np.copyto(reached, level.id, where=holds)
    return reached


def _broad(breadth: Breadth, pillar_levels: FloatArray, pillars_visible: BoolArray) -> BoolArray:
    standing = np.count_nonzero(pillar_levels >= breadth.at, axis=0)
    wanted = np.count_nonzero(pillars_visible, axis=0) if breadth.pillars is None else breadth.pillars
    return np.asarray(standing >= wanted)


def _holds(threshold: Threshold, scores: FloatArray) -> BoolArray:
    """Say what `Threshold.holds` says, for an array."""
    if threshold.inclusive:
        return scores >= threshold.value - TOLERANCE
    return scores > threshold.value + TOLERANCE
