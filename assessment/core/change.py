"""Change between two assessments of the same enterprises: paired tests, effect sizes, and change beyond noise.

Only enterprises with both results of the same questionnaire version are compared. Those who came back are not those
who left, extreme scores drift to the middle by themselves, and change beside a programme is not its effect.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# The functions beneath scipy.stats: the same figures, for a third of the memory in a worker.
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from assessment.core.weighing.arrays import BoolArray, FloatArray, UnusableFigures, same_length
from assessment.core.weighing.signed_ranks import signed_ranks

CONFIDENCE = 0.95
UPPER = (1 + CONFIDENCE) / 2

DECIMALS = 9
"""Differences that agree to nine decimals are equal when ranked, so that 0.3 − 0.2 ties with 0.2 − 0.1."""


@dataclass(frozen=True, slots=True)
class Paired:
    """Differences after − before of ``n`` pairs; NaN where a figure cannot be computed.

    ``low`` and ``high``: 95 % interval of the mean. ``wilcoxon``: sum of the ranks of positive differences.
    ``improved``, ``same``, ``worsened`` count pairs.
    """

    n: int
    mean: float
    low: float
    high: float
    t: float
    t_p: float
    wilcoxon: float
    wilcoxon_p: float
    effect_size: float
    rank_biserial: float
    improved: int
    same: int
    worsened: int


@dataclass(frozen=True, slots=True, eq=False)
class ReliableChange:
    """Which changes are beyond the noise of the measurement, per enterprise [n].

    ``error`` is the standard error of one score, ``smallest`` the least change beyond noise, ``index`` the change in
    units of its own standard error (NaN without both scores).
    """

    error: float
    smallest: float
    index: FloatArray
    improved: BoolArray
    worsened: BoolArray


def paired(before: npt.ArrayLike, after: npt.ArrayLike) -> Paired:
    """Test whether the same enterprises changed between two rounds.

    Parameters
    ----------
    before, after : arrays [n]
        Scores of the same enterprises in the same order; pairs with NaN are left out.

    Returns
    -------
    Paired
        Two-sided. Without a pair everything is NaN; with one, or when all differences are equal, interval and t
        have no spread to stand on: t, t_p and effect_size are NaN (the interval too, with one pair).

    Raises
    ------
    UnusableFigures
        The lists differ in length, or hold infinite figures.

    Notes
    -----
    d = after − before; d̄ ± t_{0.975, n−1} s/√n; t = d̄ √n / s; effect_size d_z = d̄/s. Wilcoxon: zeros dropped, ranks of
    |d| averaged over ties, W = Σ ranks of d > 0; exact distribution for n ≤ 50 without ties or zeros, otherwise normal
    with correction for ties and continuity. rank_biserial = (W − W₋)/(W + W₋). For ranking only, differences are
    rounded to nine decimals. Wilcoxon (1945), Biometrics Bulletin 1(6), 80-83; Kerby (2014), Comprehensive Psychology
    3. Checked against scipy.stats.

    Examples
    --------
    >>> found = paired([40, 52, 61, 33, 48], [44, 50, 70, 39, 49])
    >>> found.n, found.mean, round(found.t, 4), found.wilcoxon, round(found.wilcoxon_p, 4)
    (5, 3.6, 1.8818, 13.0, 0.1875)
    """
    differences = _differences(before, after)
    differences = differences[~np.isnan(differences)]
    ranked = np.round(differences, DECIMALS)
    n, mean = differences.size, float(differences.mean()) if differences.size else float("nan")
    spread = _spread(differences)
    error = spread / float(np.sqrt(n)) if n else float("nan")
    margin = float(stdtrit(n - 1, UPPER)) * error if n > 1 else float("nan")
    t = float(mean / error) if error > 0 else float("nan")
    ranks = signed_ranks(ranked)
    p = float(2 * ndtr(-abs(ranks.z))) if ranks.exact_p is None else ranks.exact_p
    return Paired(
        n=n,
        mean=mean,
        low=mean - margin,
        high=mean + margin,
        t=t,
        t_p=float(2 * stdtr(n - 1, -abs(t))) if n > 1 else float("nan"),
        wilcoxon=ranks.positive,
        wilcoxon_p=p,
        effect_size=mean / spread if spread > 0 else float("nan"),
        rank_biserial=ranks.biserial,
        improved=int((ranked > 0).sum()),
        same=int((ranked == 0).sum()),
        worsened=int((ranked < 0).sum()),
    )


def reliable_change(before: npt.ArrayLike, after: npt.ArrayLike, *, spread: float, alpha: float) -> ReliableChange:
    """Tell for each enterprise whether its change is more than the noise of two measurements.

    Parameters
    ----------
    before, after : arrays [n]
        Scores of the same enterprises in the same order; NaN where there is none.
    spread : float
        Standard deviation of the scores in the reference group (the wave before), at least 0.
    alpha : float
        Reliability of the score, from 0 to 1, such as `reliability.cronbach_alpha` of that group.

    Returns
    -------
    ReliableChange
        ``improved`` and ``worsened`` are False where either score is missing.

    Raises
    ------
    UnusableFigures
        The lists differ in length, or spread or alpha are out of range.

    Notes
    -----
    SEM = sd √(1 − α); smallest = 1.96 √2 SEM; index = (after − before)/(√2 SEM); a change is reliable when it exceeds
    the smallest by more than 1e-9. Jacobson and Truax (1991), J. Consulting and Clinical Psychology 59(1), 12-19.

    Examples
    --------
    >>> found = reliable_change([40, 40, 40], [44, 60, 20], spread=15, alpha=0.84)
    >>> round(found.smallest, 2), found.improved.tolist(), found.worsened.tolist()
    (16.63, [False, True, False], [False, False, True])
    """
    if not (spread >= 0 and np.isfinite(spread) and 0 <= alpha <= 1):
        raise UnusableFigures("a reliable change needs a spread of at least 0 and an alpha from 0 to 1")
    differences = _differences(before, after)
    error = float(spread * np.sqrt(1 - alpha))
    unit = np.sqrt(2) * error
    smallest = float(ndtri(UPPER) * unit)
    index = differences / unit if unit > 0 else np.full(differences.shape, np.nan)
    return ReliableChange(error, smallest, index, differences > smallest + 1e-9, differences < -smallest - 1e-9)


def holm(p_values: npt.ArrayLike) -> FloatArray:
    """Correct the p-values of several tests that are read together, such as one per pillar.

    Parameters
    ----------
    p_values : array [tests]
        From 0 to 1; NaN for a test that could not be made, which does not count.

    Returns
    -------
    array [tests]
        Adjusted p-values, in the same order, at most 1; NaN stays.

    Raises
    ------
    UnusableFigures
        A p-value lies outside 0–1.

    Notes
    -----
    Of m tests in ascending order, p̃_(i) = max over j ≤ i of min(1, (m − j + 1) p_(j)). Holm (1979), Scandinavian J.
    Statistics 6(2), 65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p_values, dtype=np.float64)
    made = ~np.isnan(values)
    if ((values[made] < 0) | (values[made] > 1)).any():
        raise UnusableFigures("a p-value lies from 0 to 1")
    order = np.argsort(values[made], kind="stable")
    factors = np.arange(order.size, 0, -1)
    adjusted, stepped = np.full(values.shape, np.nan), np.empty(order.size)
    stepped[order] = np.minimum(1, np.maximum.accumulate(factors * values[made][order]))
    adjusted[made] = stepped
    return adjusted


def _differences(before: npt.ArrayLike, after: npt.ArrayLike) -> FloatArray:
    first, second = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if first.ndim != 1 or second.ndim != 1:
        raise UnusableFigures("before and after are lists of figures")
    same_length(first, second)
    if np.isinf(first).any() or np.isinf(second).any():
        raise UnusableFigures("infinite figures are not scores")
    return np.asarray(second - first)


def _spread(differences: FloatArray) -> float:
    """Give the standard deviation with n − 1; 0 when equal but for rounding, NaN with fewer than two."""
    if differences.size < 2:  # noqa: PLR2004
        return float("nan")
    if np.ptp(np.round(differences, DECIMALS)) == 0:
        return 0.0
    return float(differences.std(ddof=1))
