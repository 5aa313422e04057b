"""From scores to levels: thresholds and breadth, for many assessments at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.parts.terms import TOLERANCE, Threshold
from assessment.core.questionnaire import Level
from assessment.core.weighing.arrays import BoolArray, FloatArray

# A breadth of "all visible pillars" as a number that no count of pillars can be.
ALL = -1


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """Levels as arrays, ascending; made by `ladder`.

    Attributes
    ----------
    ids : array [levels + 1]
        NaN for no level, then the ids.
    bounds : array [levels]
        The least score that reaches the level.
    at : array [levels]
        The pillar level its breadth asks for; -inf without breadth.
    pillars : int array [levels]
        How many pillars must stand there; `ALL` for all visible ones, 0 without breadth.
    """

    ids: FloatArray
    bounds: FloatArray
    at: FloatArray
    pillars: npt.NDArray[np.int16]

    def without_breadth(self, scores: FloatArray) -> FloatArray:
        """Give the highest level whose threshold each score reaches.

        Parameters
        ----------
        scores : array [nodes, n]
            0–100, unrounded.

        Returns
        -------
        array [nodes, n]
            Ids as floats, NaN where there is no score or no threshold is reached.
        """
        return self._highest(scores >= self.bounds[:, None, None])

    def with_breadth(self, scores: FloatArray, pillar_levels: FloatArray, visible: BoolArray) -> FloatArray:
        """Give the highest level whose threshold and breadth both hold.

        Parameters
        ----------
        scores : array [n]
            Overall scores 0–100, unrounded.
        pillar_levels : array [pillars, n]
            Ids as floats; NaN for a pillar without a score, which reaches none.
        visible : bool array [pillars, n]
            Whether the pillar is shown.

        Returns
        -------
        array [n]
            Ids as floats, NaN where there is no score.
        """
        standing = np.add.reduce(pillar_levels >= self.at[:, None, None], axis=1, dtype=np.int16)
        wanted = self.pillars[:, None]
        if ALL in wanted:
            wanted = np.where(wanted == ALL, np.add.reduce(visible, axis=0, dtype=np.int16), wanted)
        return self._highest((scores >= self.bounds[:, None]) & (standing >= wanted))

    def _highest(self, holds: BoolArray) -> FloatArray:
        # Small integers, since a level is found for every pillar of every row.
        places = np.arange(1, len(holds) + 1, dtype=np.int16).reshape(-1, *(1,) * (holds.ndim - 1))
        reached: FloatArray = self.ids.take(np.maximum.reduce(holds * places, axis=0).astype(np.intp))
        return reached


def ladder(levels: Sequence[Level]) -> Ladder:
    """Turn levels into arrays.

    Parameters
    ----------
    levels : sequence of Level
        Ascending.

    Returns
    -------
    Ladder
        With the same levels in the same order.
    """
    breadths = [level.breadth for level in levels]
    return Ladder(
        ids=np.array([np.nan, *(level.id for level in levels)]),
        bounds=np.array([least(level.threshold) for level in levels]),
        at=np.array([-np.inf if breadth is None else breadth.at for breadth in breadths]),
        pillars=np.array(
            [0 if breadth is None else ALL if breadth.pillars is None else breadth.pillars for breadth in breadths],
            dtype=np.int16,
        ),
    )


def least(threshold: Threshold) -> float:
    """Give the least figure for which the threshold holds, its tolerance included."""
    if threshold.inclusive:
        return threshold.value - TOLERANCE
    return float(np.nextafter(threshold.value + TOLERANCE, np.inf))
