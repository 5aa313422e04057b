"""How far levels depend on the weights of the pillars."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from assessment.core.levels import ladder
from assessment.core.questionnaire import Level
from assessment.core.weighing.arrays import BoolArray, FloatArray, UnusableFigures
from assessment.core.weighing.noise import noisy_weights, weighting_of
from assessment.core.weighing.ranks import field_of


@dataclass(frozen=True, slots=True, eq=False)
class LevelStability:
    """The share of draws 0–1 in which a row [n] keeps its level, and its mean over the rows that have one."""

    kept: FloatArray
    mean_kept: float


@dataclass(frozen=True, slots=True, eq=False)
class Rungs:
    """Where the levels lie: the composite from which each threshold holds, and whom its breadth admits.

    ``starts`` [levels] ascending; ``admitted`` [n, levels].
    """

    starts: FloatArray
    admitted: BoolArray

    @classmethod
    def of(cls, levels: tuple[Level, ...], pillar_levels: npt.ArrayLike, visible: npt.ArrayLike) -> "Rungs":
        """Read thresholds and breadth; ``pillar_levels`` and ``visible`` are [n, pillars], as in `scoring.Scores`."""
        reached, shown = np.asarray(pillar_levels, dtype=np.float64).T, np.asarray(visible, dtype=bool).T
        everybody = np.zeros(reached.shape[1])
        open_to_all = (replace(ladder((level,)), bounds=np.array([-np.inf])) for level in levels)
        broad = [~np.isnan(single.with_breadth(everybody, reached, shown)) for single in open_to_all]
        return cls(ladder(levels).bounds, np.array(broad).T)


def level_stability(
    scores: npt.ArrayLike,
    weights: npt.ArrayLike,
    rungs: Rungs,
    *,
    spread: float,
    draws: int,
    rng: np.random.Generator,
) -> LevelStability:
    """Tell in what share of noisy weightings every row keeps its overall level.

    Parameters
    ----------
    scores, weights, spread, draws, rng
        As in `robustness.rank_stability`, scores 0–100.
    rungs : Rungs
        Thresholds of the overall levels, and whom their breadth admits: noise on pillar weights does not move pillar
        levels, so breadth stays as it is.

    Returns
    -------
    LevelStability
        ``kept`` [n]; NaN for rows without a score or without a level.

    Raises
    ------
    UnusableFigures
        Scores, weights, rungs, spread or draws do not fit.

    Notes
    -----
    A row keeps its level k while start_k ≤ y < the least start above k that its breadth admits; the starts hold the
    tolerance of 1e-9. Share = number of such draws / draws.

    Examples
    --------
    >>> rungs = Rungs(np.array([0.0, 50.0]), np.ones((2, 2), bool))
    >>> noise = np.random.default_rng(1)
    >>> level_stability([[80, 90], [20, 80]], [1, 1], rungs, spread=0.25, draws=1000, rng=noise).kept.round(1).tolist()
    [1.0, 0.5]
    """
    field = field_of(scores)
    weighting = weighting_of(weights, field.pillars, None)
    if rungs.admitted.shape != (field.scored.size, rungs.starts.size):
        raise UnusableFigures("the levels' breadth does not fit the rows")
    low, high = _bounds(field.composites(weighting.start[None])[0], rungs.starts, rungs.admitted[field.scored])
    kept = np.zeros(field.n)
    for _, noisy in noisy_weights(weighting, field.n, spread, draws, rng):
        drawn = field.composites(noisy)
        kept += ((drawn >= low) & (drawn < high)).sum(axis=0)
    shares = field.spread_out(np.where(np.isnan(low), np.nan, kept / draws))
    known = shares[~np.isnan(shares)]
    return LevelStability(shares, float(known.mean()) if known.size else float("nan"))


def _bounds(composites: FloatArray, starts: FloatArray, admitted: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Give for each row where its level starts, and where the next one it is admitted to does."""
    reached = admitted & (composites[:, None] >= starts)
    low = np.where(reached, starts, -np.inf).max(axis=1)
    high = np.where(admitted & (starts > low[:, None]), starts, np.inf).min(axis=1)
    return np.where(reached.any(axis=1), low, np.nan), high
