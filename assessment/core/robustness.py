"""How far ranks and levels depend on the weights: noise on the weights, and leaving a pillar out.

The composite is the weighted mean of the pillars that have a score. For a geometric top node hand in logarithms: they
rank alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from assessment.core.arrays import BoolArray, FloatArray, IndexArray, UnusableFigures
from assessment.core.levels import ladder
from assessment.core.questionnaire import Level
from assessment.core.ranks import CHUNK, Field, Weighting, double_ranks, field_of, weighting_of

LOW, HIGH = 0.05, 0.95


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
class LevelStability:
    """The share of draws 0–1 in which a row [n] keeps its level, and its mean over the rows that have one."""

    kept: FloatArray
    mean_kept: float


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Ranks [n, pillars] when each pillar in turn is left out, and the mean absolute shift [pillars] this makes."""

    reference: FloatArray
    ranks: FloatArray
    mean_shift: FloatArray


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
    _check_noise(spread, draws)
    reference = double_ranks(field.composites(weighting.start[None]))[0]
    ranks = np.empty((draws, field.n), dtype=np.uint16 if field.n < 1 << 15 else np.uint32)
    sums, shift = np.zeros(field.n), 0
    for start, noisy in _noise(weighting, field.n, spread, draws, rng):
        drawn = double_ranks(field.composites(noisy))
        ranks[start : start + len(drawn)] = drawn
        sums += drawn.sum(axis=0)
        shift += int(np.abs(drawn - reference).sum())
    figures = np.column_stack([reference, sums / draws, _quantiles(ranks)]) / 2
    plain, mean, median, low, high = field.spread_out(figures).T
    return RankStability(plain, mean, median, low, high, shift / (2 * draws * field.n) if field.n else float("nan"))


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
        As in `rank_stability`, scores 0–100.
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
    field, weighting = _prepared(scores, weights, None)
    _check_noise(spread, draws)
    if rungs.admitted.shape != (field.scored.size, rungs.starts.size):
        raise UnusableFigures("the levels' breadth does not fit the rows")
    low, high = _bounds(field.composites(weighting.start[None])[0], rungs.starts, rungs.admitted[field.scored])
    kept = np.zeros(field.n)
    for _, noisy in _noise(weighting, field.n, spread, draws, rng):
        drawn = field.composites(noisy)
        kept += ((drawn >= low) & (drawn < high)).sum(axis=0)
    shares = field.spread_out(np.where(np.isnan(low), np.nan, kept / draws))
    known = shares[~np.isnan(shares)]
    return LevelStability(shares, float(known.mean()) if known.size else float("nan"))


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
    return field, weighting_of(weights, field.known.shape[1], groups)


def _check_noise(spread: float, draws: int) -> None:
    if not 0 <= spread < 1:
        raise UnusableFigures(f"the spread of the weights lies from 0 to below 1, not at {spread:g}")
    if draws < 1:
        raise UnusableFigures("at least one draw is needed")


def _noise(
    weighting: Weighting, n: int, spread: float, draws: int, rng: np.random.Generator
) -> Iterator[tuple[int, FloatArray]]:
    """Give noisy weights in portions whose composites stay near the processor, each with the number of its first."""
    portion = max(1, CHUNK // max(n, 1))
    for start in range(0, draws, portion):
        size = min(portion, draws - start), weighting.start.size
        yield start, weighting.adjusted(weighting.start * (1 + rng.uniform(-spread, spread, size)))


def _quantiles(ranks: npt.NDArray[np.unsignedinteger]) -> FloatArray:
    """Give median, low and high quantile (type 7) of each column of a table [draws, n], as [n, 3]."""
    draws, n = ranks.shape
    places = (draws - 1) * np.array([0.5, LOW, HIGH])
    below: IndexArray = np.floor(places).astype(np.intp)
    above = np.minimum(below + 1, draws - 1)
    found = np.empty((n, 3))
    portion = max(1, CHUNK // draws)
    for start in range(0, n, portion):
        block = np.ascontiguousarray(ranks[:, start : start + portion].T)
        block.sort(axis=1)
        lower, upper = block[:, below].astype(np.float64), block[:, above].astype(np.float64)
        found[start : start + portion] = lower + (places - below) * (upper - lower)
    return found


def _bounds(composites: FloatArray, starts: FloatArray, admitted: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Give for each row where its level starts, and where the next one it is admitted to does."""
    reached = admitted & (composites[:, None] >= starts)
    low = np.where(reached, starts, -np.inf).max(axis=1)
    high = np.where(admitted & (starts > low[:, None]), starts, np.inf).min(axis=1)
    return np.where(reached.any(axis=1), low, np.nan), high
