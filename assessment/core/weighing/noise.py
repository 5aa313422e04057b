"""Noise on the weights of pillars, made up for within groups."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.weighing.arrays import FloatArray, IndexArray, UnusableFigures, as_weights

CHUNK = 1 << 17
"""Figures worked on at a time: a megabyte, which stays near the processor."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighting:
    """Weights of the pillars that sum to 1, and the groups within which a change is made up for."""

    start: FloatArray
    groups: IndexArray

    def adjusted(self, changed: FloatArray) -> FloatArray:
        """Scale changed weights [draws, pillars] so that every group keeps the total it had; an empty one goes."""
        result = np.zeros_like(changed)
        for group in np.unique(self.groups):
            own = self.groups == group
            totals = changed[:, own].sum(axis=1, keepdims=True)
            result[:, own] = changed[:, own] * (self.start[own].sum() / np.where(totals > 0, totals, 1))
        return np.asarray(result / result.sum(axis=1, keepdims=True))


def weighting_of(weights: npt.ArrayLike, pillars: int, groups: npt.ArrayLike | None) -> Weighting:
    """Read weights and, where there are any, the group of each pillar; without groups all pillars are one."""
    start = as_weights(weights, pillars)
    parted = np.zeros(pillars, dtype=np.intp) if groups is None else np.asarray(groups, dtype=np.intp)
    if parted.shape != start.shape:
        raise UnusableFigures("every pillar needs a group")
    return Weighting(start, parted)


def noisy_weights(
    weighting: Weighting, n: int, spread: float, draws: int, rng: np.random.Generator
) -> Iterator[tuple[int, FloatArray]]:
    """Give noisy weights in portions whose composites stay near the processor, each with the number of its first."""
    _check(spread, draws)
    portion = max(1, CHUNK // max(n, 1))
    for start in range(0, draws, portion):
        size = min(portion, draws - start), weighting.start.size
        yield start, weighting.adjusted(weighting.start * (1 + rng.uniform(-spread, spread, size)))


def _check(spread: float, draws: int) -> None:
    if not 0 <= spread < 1:
        raise UnusableFigures(f"the spread of the weights lies from 0 to below 1, not at {spread:g}")
    if draws < 1:
        raise UnusableFigures("at least one draw is needed")
