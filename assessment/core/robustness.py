"""How far ranks and levels depend on the weights: noise on the weights, and leaving a pillar out.

The composite is the weighted mean of the pillars that have a score. For a geometric top node hand in logarithms: they
rank alike.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.weighing.arrays import FloatArray, IndexArray, UnusableFigures
from assessment.core.weighing.level_stability import LevelStability, Rungs, level_stability
from assessment.core.weighing.noise import CHUNK, Weighting, noisy_weights, weighting_of
from assessment.core.weighing.ranks import Field, double_ranks, field_of

__all__ = ["LeftOut", "LevelStability", "RankStability", "Rungs", "leave_one_out", "level_stability", "rank_stability"]

LOW, HIGH = 0.05, 0.95
LINE = 64


@dataclass(frozen=True, slots=True, eq=False)
class RankStability:
    """Ranks under noisy weights [n], rank 1 best, NaN for rows without a score; the mean shift over rows and draws."""

    reference: FloatArray
    mean: FloatArray
    median: FloatArray
    low: FloatArray
    high: FloatArray
    mean_shift: float


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Ranks [n, pillars] when each pillar in turn is left out, and the mean absolute shift [pillars] this makes."""

    reference: FloatArray
    ranks: FloatArray
    mean_shift: FloatArray


def rank_stability(
    scores: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    spread: float,
    draws: int,
    rng: np.random.Generator,
    groups: npt.ArrayLike | None = None,
) -> RankStability:
    """Tell how far ranks move when the weights of the pillars are uncertain.

    Parameters
    ----------
    scores : array [n, pillars]
        Pillar scores; NaN where there is none, left out of the row's mean. Rows without any score have no rank.
    weights : array [pillars]
        Relative weights, finite and above 0.
    spread : float
        Half-width of the noise, 0 ≤ spread < 1: 0.25 draws between 75 % and 125 % of each weight.
    draws : int
        Number of weightings, at least 1.
    rng : numpy.random.Generator
        Where the noise comes from; the same generator state gives the same figures.
    groups : int array [pillars], optional
        Groups of pillars (sub-indices) that keep their total weight; left out, all pillars are one group.

    Returns
    -------
    RankStability
        Rank 1 is best, ties share the mean rank. ``low`` and ``high`` are the 5 and 95 % quantiles (type 7),
        ``reference`` the ranks under the given weights, ``mean_shift`` the mean of |rank − reference|.

    Raises
    ------
    UnusableFigures
        Scores, weights, groups, spread or draws do not fit.

    Notes
    -----
    w′_q = w_q (1 + u_q), u_q ~ U(−spread, spread), scaled to the group's total; y_c = Σ w′s / Σ w′; mean_shift is R̄S of
    Saisana, Saltelli and Tarantola (2005), J. R. Statist. Soc. A 168(2), 307-323. Keeps draws × n × 2 bytes (4 above
    32,767 rows) in memory: 200 MB for 10,000 × 10,000. Checked against COINr 1.1.14.

    Examples
    --------
    >>> noise = np.random.default_rng(1)
    >>> found = rank_stability([[90, 80], [10, 90], [50, 49]], [1, 1], spread=0.25, draws=200, rng=noise)
    >>> found.median.tolist(), found.low.tolist(), found.high.tolist()
    ([1.0, 2.0, 3.0], [1.0, 2.0, 2.0], [1.0, 3.0, 3.0])
    """
    field, weighting = _prepared(scores, weights, groups)
    reference = double_ranks(field.composites(weighting.start[None]))[0]
    ranks = np.empty((draws, field.n), dtype=np.uint16 if field.n < 1 << 15 else np.uint32)
    sums, shift = np.zeros(field.n), 0
    for start, noisy in noisy_weights(weighting, field.n, spread, draws, rng):
        drawn = double_ranks(field.composites(noisy))
        ranks[start : start + len(drawn)] = drawn
        sums += drawn.sum(axis=0)
        shift += int(np.abs(drawn - reference).sum())
    figures = np.column_stack([reference, sums / draws, _quantiles(ranks)]) / 2
    plain, mean, median, low, high = field.spread_out(figures).T
    return RankStability(plain, mean, median, low, high, shift / (2 * draws * field.n) if field.n else float("nan"))


def leave_one_out(scores: npt.ArrayLike, weights: npt.ArrayLike, *, groups: npt.ArrayLike | None = None) -> LeftOut:
    """Tell how far ranks move when each pillar in turn is left out.

    Parameters
    ----------
    scores, weights, groups
        As in `rank_stability`; at least two pillars.

    Returns
    -------
    LeftOut
        A row whose only pillar is the one left out has no rank there (NaN) and does not count in the shift.

    Raises
    ------
    UnusableFigures
        Scores, weights or groups do not fit, or there is only one pillar.

    Notes
    -----
    The others of its group take over the weight of the pillar left out; an emptied group goes. mean_shift_q is the
    mean of |rank without q − rank|. Checked against COINr 1.1.14, ``remove_elements``.

    Examples
    --------
    >>> leave_one_out([[90, 10], [20, 70], [30, 30]], [1, 1]).ranks.tolist()
    [[3.0, 1.0], [1.0, 3.0], [2.0, 2.0]]
    """
    field, weighting = _prepared(scores, weights, groups)
    pillars = weighting.start.size
    if pillars < 2:  # noqa: PLR2004
        raise UnusableFigures("leaving a pillar out needs at least two")
    without = weighting.adjusted(weighting.start * (1 - np.eye(pillars)))
    composites = field.composites(without)
    reference = double_ranks(field.composites(weighting.start[None]))[0] / 2
    ranks = np.full((field.n, pillars), np.nan)
    for pillar, row in enumerate(composites):
        there = ~np.isnan(row)
        ranks[there, pillar] = double_ranks(row[None, there])[0] / 2
    shifts = np.abs(ranks - reference[:, None])
    counted = np.maximum((~np.isnan(shifts)).sum(axis=0), 1)
    return LeftOut(field.spread_out(reference), field.spread_out(ranks), np.nansum(shifts, axis=0) / counted)


def _prepared(scores: npt.ArrayLike, weights: npt.ArrayLike, groups: npt.ArrayLike | None) -> tuple[Field, Weighting]:
    field = field_of(scores)
    return field, weighting_of(weights, field.pillars, groups)


def _quantiles(ranks: npt.NDArray[np.unsignedinteger]) -> FloatArray:
    """Give median, low and high quantile (type 7) of each column of a table [draws, n], as [n, 3]."""
    draws, n = ranks.shape
    places = (draws - 1) * np.array([0.5, LOW, HIGH])
    below: IndexArray = np.floor(places).astype(np.intp)
    above = np.minimum(below + 1, draws - 1)
    found = np.empty((n, 3))
    # Whole lines of memory at least, since neighbours in a line are columns.
    portion = max(LINE, CHUNK // draws)
    for start in range(0, n, portion):
        block = np.ascontiguousarray(ranks[:, start : start + portion].T)
        block.sort(axis=1)
        lower, upper = block[:, below].astype(np.float64), block[:, above].astype(np.float64)
        found[start : start + portion] = lower + (places - below) * (upper - lower)
    return found
