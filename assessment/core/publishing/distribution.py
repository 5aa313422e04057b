"""How the scores of a group spread: mean, quartiles, histogram and shares of the levels."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.parts.terms import TOLERANCE
from assessment.core.weighing.arrays import FloatArray, IndexArray, UnusableFigures, same_length

WIDTH = 10.0
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores from ``low`` to below ``high`` (100 lies in the last): whole percent, and a count where it may stand."""

    low: float
    high: float
    share: int
    count: int | None


@dataclass(frozen=True, slots=True)
class LevelShare:
    """The whole percent of a group at one level."""

    level: int
    share: int


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The scores below which a quarter, half and three quarters of a group lie, unrounded."""

    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """The figures of one group that may be shown: scores 0–100 unrounded, shares in whole percent."""

    n: int
    mean: float
    lower: float
    median: float
    upper: float
    bins: tuple[Bin, ...]
    levels: tuple[LevelShare, ...]


def distribution(
    overall: npt.ArrayLike, level: npt.ArrayLike, levels: tuple[int, ...], *, minimum: int, counted: bool
) -> Distribution:
    """Describe how the scores of one group spread.

    Parameters
    ----------
    overall : array [n]
        Scores 0–100, at least one; rows without a score are the caller's to leave out.
    level : array [n]
        The level of each, one of ``levels``; NaN is in no share.
    levels : tuple of int
        Every level that is listed, reached or not.
    minimum : int
        Bins with fewer enterprises are merged with the next (0 merges none).
    counted : bool
        Whether bins carry their counts: for the whole only, since counts of groups could be subtracted from it.

    Returns
    -------
    Distribution
        ``lower``, ``median``, ``upper`` are quartiles of type 7, the default of NumPy and R. Shares are whole
        percent, halves up: rounding here is not for the eye but part of the protection.

    Raises
    ------
    UnusableFigures
        The group is empty, a score is missing, or the columns differ in length.

    Notes
    -----
    Quantile p of x_1 ≤ … ≤ x_n: with h = (n − 1) p, x_⌊h⌋+1 + (h − ⌊h⌋)(x_⌊h⌋+2 − x_⌊h⌋+1). Hyndman and Fan (1996),
    American Statistician 50(4), 361-365.

    Examples
    --------
    >>> spread = distribution([5, 15, 25, 95], [0, 1, 2, 5], (0, 1, 2, 3, 4, 5), minimum=2, counted=True)
    >>> spread.median, [(each.low, each.high, each.count) for each in spread.bins]
    (20.0, [(0.0, 20.0, 2), (20.0, 100.0, 2)])
    """
    scores, reached = np.sort(np.asarray(overall, dtype=np.float64)), np.asarray(level, dtype=np.float64)
    same_length(scores, reached)
    if not scores.size or np.isnan(scores).any():
        raise UnusableFigures("a distribution needs at least one score and none missing")
    middle = quartiles(scores)
    return Distribution(
        n=scores.size,
        mean=float(scores.mean()),
        lower=middle.lower,
        median=middle.median,
        upper=middle.upper,
        bins=_bins(scores, minimum, counted=counted),
        levels=tuple(LevelShare(each, whole_percent(int((reached == each).sum()), scores.size)) for each in levels),
    )


def quartiles(ascending: FloatArray) -> Quartiles:
    """Give the quartiles of a group (type 7, see `distribution`).

    Parameters
    ----------
    ascending : array [n]
        Scores in ascending order, at least one and none missing.

    Returns
    -------
    Quartiles
        In the unit of the scores.

    Notes
    -----
    Each by `quantile`.

    Examples
    --------
    >>> quartiles(np.array([0.0, 10.0, 20.0, 30.0, 40.0]))
    Quartiles(lower=10.0, median=20.0, upper=30.0)
    """
    return Quartiles(*(quantile(ascending, part) for part in (0.25, 0.5, 0.75)))


def quantile(ascending: FloatArray, part: float) -> float:
    """Give the score below which a part of the group lies (type 7, see `distribution`).

    Parameters
    ----------
    ascending : array [n]
        Scores in ascending order, at least one and none missing.
    part : float
        From 0 to 1.

    Returns
    -------
    float
        Between two scores, linear.

    Notes
    -----
    The same as ``numpy.quantile``, without the modules that one loads into a web process at its first call.

    Examples
    --------
    >>> quantile(np.array([1.0, 2.0, 4.0]), 0.75)
    3.0
    """
    place = (ascending.size - 1) * part
    below = int(place)
    above = min(below + 1, ascending.size - 1)
    return float(ascending[below] + (place - below) * (ascending[above] - ascending[below]))


def whole_percent(part: int, whole: int) -> int:
    """Give a share in whole percent, halves up.

    Parameters
    ----------
    part, whole : int
        Enterprises; ``whole`` above 0. Missing: not applicable.

    Returns
    -------
    int
        ⌊100 · part / whole + ½⌋, computed in whole numbers.

    Notes
    -----
    The usual rounding of official statistics, unlike Python's to even.

    Examples
    --------
    >>> whole_percent(1, 8), whole_percent(0, 3)
    (13, 0)
    """
    return (200 * part + whole) // (2 * whole)


def merged(counts: npt.ArrayLike, minimum: int) -> tuple[tuple[int, int], ...]:
    """Join neighbouring bins until each holds enough.

    Parameters
    ----------
    counts : int array [bins]
        Enterprises in each bin, at least one bin.
    minimum : int
        Enterprises a joined bin needs.

    Returns
    -------
    tuple of (start, stop)
        Half-open ranges of bins that cover all. A small bin joins the next ones up until they hold enough; what is
        left over at the upper end joins the last range.

    Notes
    -----
    Only when all bins together hold fewer than the minimum is the one range smaller than it. Missing: an empty bin
    is 0.

    Examples
    --------
    >>> merged([12, 4, 7, 2, 30, 1], 10)
    ((0, 1), (1, 3), (3, 6))
    """
    cells = np.asarray(counts, dtype=np.intp)
    stops: list[int] = []
    held = 0
    for stop, count in enumerate(cells.tolist(), 1):
        held += count
        if held >= minimum:
            stops.append(stop)
            held = 0
    # Whatever is left over is small, or nothing but empty bins when every bin may stand alone.
    stops = [*stops[:-1], cells.size]
    return tuple(zip([0, *stops[:-1]], stops, strict=True))


def _bins(scores: FloatArray, minimum: int, *, counted: bool) -> tuple[Bin, ...]:
    places = np.clip((scores + TOLERANCE) // WIDTH, 0, BINS - 1).astype(np.intp)
    counts: IndexArray = np.bincount(places, minlength=BINS)
    return tuple(
        Bin(start * WIDTH, stop * WIDTH, whole_percent(held, scores.size), held if counted else None)
        for start, stop in merged(counts, minimum)
        for held in [int(counts[start:stop].sum())]
    )
