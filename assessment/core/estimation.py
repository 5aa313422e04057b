"""Estimates for all enterprises from those who answered: means, shares and ratios by strata, with intervals.

Taking part in an assessment is not a random sample: weighting repairs the mix of strata, not who chose to answer. What
is shown has to say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import fdtri, stdtrit

from assessment.core.publishing.strata import Labels, Strata, strata_of
from assessment.core.weighing.arrays import FloatArray, UnusableFigures, same_length

CONFIDENCE = 0.95
UPPER = (1 + CONFIDENCE) / 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate for the population: its standard error, and where it lies with 95 % confidence.

    ``n`` values were used, ``population`` enterprises are spoken for; ``design_effect`` is the variance against that
    of a simple random sample of the same size (NaN where that is 0).
    """

    mean: float
    standard_error: float
    low: float
    high: float
    n: int
    population: float
    degrees: int
    design_effect: float


def stratified_mean(values: npt.ArrayLike, strata: Labels, population: Mapping[Any, float]) -> Estimate:
    """Estimate the mean of a population from a sample in strata.

    Parameters
    ----------
    values : array [n]
        One figure per enterprise; NaN is non-response and left out.
    strata : array [n]
        The stratum of each (sector × size, say).
    population : mapping
        Stratum → number of enterprises in it. Strata of size 0 count for nothing.

    Returns
    -------
    Estimate
        ``standard_error``, ``low`` and ``high`` are NaN when a stratum has a single value but more members: its
        spread is unknown. Asked in full, the error is 0.

    Raises
    ------
    UnusableFigures
        A stratum has no value, more values than members, or is not in the population; lengths differ.

    Notes
    -----
    ȳ = Σ W_h ȳ_h with W_h = N_h/N; var = Σ W_h² (1 − n_h/N_h) s_h²/n_h; ȳ ± t · √var, t with n − H degrees of
    freedom. Cochran (1977), Sampling Techniques, ch. 5.

    Examples
    --------
    >>> found = stratified_mean([10, 14, 30, 34], ["s", "s", "l", "l"], {"s": 80, "l": 20})
    >>> round(found.mean, 6), round(found.standard_error, 4), round(found.low, 3), round(found.high, 3)
    (16.0, 1.6248, 9.009, 22.991)
    """
    figures, sample = _sample(values, strata, population)
    mean = float(sample.shares @ sample.means(figures))
    error = float(np.sqrt(sample.variance_of_mean(figures)))
    margin = _margin(error, sample.degrees)
    return _estimate(mean, error, (mean - margin, mean + margin), sample, figures)


def stratified_share(holds: npt.ArrayLike, strata: Labels, population: Mapping[Any, float]) -> Estimate:
    """Estimate which share of a population something holds for.

    Parameters
    ----------
    holds : array [n]
        1 or True where it holds, 0 or False where not; NaN is non-response and left out.
    strata, population
        As in `stratified_mean`.

    Returns
    -------
    Estimate
        ``mean`` is the share 0–1; the interval stays within 0–1 and has a length also when all answers agree, unless
        everyone was asked.

    Raises
    ------
    UnusableFigures
        As in `stratified_mean`, or a value is neither 0 nor 1.

    Notes
    -----
    p = Σ W_h p_h; Wilson's interval with the effective sample size n* = p(1 − p)/var(p) and t in place of z; when p is
    0 or 1, n* = n/(1 − n/N). Wilson (1927), JASA 22, 209-212; Korn and Graubard (1998), Survey Methodology 24(2),
    193-201.

    Examples
    --------
    >>> found = stratified_share([True, False, True, True] * 5, ["all"] * 20, {"all": 400})
    >>> round(found.mean, 3), round(found.low, 3), round(found.high, 3)
    (0.75, 0.516, 0.894)
    """
    figures, sample = _sample(values_of(holds), strata, population)
    share = min(1.0, float(sample.shares @ sample.means(figures)))
    variance = sample.variance_of_mean(figures)
    interval = _wilson(share, sample.effective_size(share, variance), _quantile(sample.degrees))
    return _estimate(share, float(np.sqrt(variance)), interval, sample, figures)


def stratified_ratio(
    parts: npt.ArrayLike, wholes: npt.ArrayLike, strata: Labels, population: Mapping[Any, float]
) -> Estimate:
    """Estimate the ratio of two totals, such as the share of all revenue that comes from e-commerce.

    Parameters
    ----------
    parts, wholes : arrays [n]
        Of each enterprise; NaN in either is non-response and leaves the pair out.
    strata, population
        As in `stratified_mean`.

    Returns
    -------
    Estimate
        ``mean`` is the pooled ratio Σ w part / Σ w whole: large enterprises count as much as they are large.

    Raises
    ------
    UnusableFigures
        As in `stratified_mean`, or the wholes sum to 0.

    Notes
    -----
    Combined ratio estimator R = ȳ/x̄ over strata; var(R) ≈ var of the mean of (y − R x) / x̄², the linear approximation.
    Cochran (1977), Sampling Techniques, ch. 6.

    Examples
    --------
    >>> round(stratified_ratio([1, 2, 3], [10, 10, 40], ["all"] * 3, {"all": 30}).mean, 4)
    0.1
    """
    above, below = np.asarray(parts, dtype=np.float64), np.asarray(wholes, dtype=np.float64)
    same_length(above, below)
    both = np.where(np.isnan(above), np.nan, below)
    below, sample = _sample(both, strata, population)
    above = above[~np.isnan(both)]
    base = float(sample.shares @ sample.means(below))
    if base == 0:
        raise UnusableFigures("a ratio needs wholes that do not sum to 0")
    ratio = float(sample.shares @ sample.means(above)) / base
    left_over = (above - ratio * below) / base
    error = float(np.sqrt(sample.variance_of_mean(left_over)))
    margin = _margin(error, sample.degrees)
    return _estimate(ratio, error, (ratio - margin, ratio + margin), sample, left_over)


def alpha_interval(alpha: float, n: int, items: int) -> tuple[float, float]:
    """Give the 95 % interval of Cronbach's alpha.

    Parameters
    ----------
    alpha : float
        As `reliability.cronbach_alpha` gives it; NaN gives NaN.
    n, items : int
        Complete rows and items it was computed from, at least 2 each.

    Returns
    -------
    (float, float)
        Lower and upper end.

    Raises
    ------
    UnusableFigures
        Fewer than two rows or items.

    Notes
    -----
    1 − (1 − α) F, with F the 97.5 and 2.5 % quantiles for n − 1 and (n − 1)(Q − 1) degrees of freedom. Feldt, Woodruff
    and Salih (1987), Applied Psychological Measurement 11(1), 93-103. Checked against pingouin.

    Examples
    --------
    >>> [round(end, 3) for end in alpha_interval(0.8, 20, 5)]
    [0.617, 0.911]
    """
    if min(n, items) < 2:  # noqa: PLR2004
        raise UnusableFigures("an alpha needs two rows and two items")
    degrees = n - 1, (n - 1) * (items - 1)
    low, high = (1 - (1 - alpha) * float(fdtri(*degrees, part)) for part in (UPPER, 1 - UPPER))
    return low, high


def values_of(holds: npt.ArrayLike) -> FloatArray:
    """Read a yes-or-no variable as 1 and 0, NaN for non-response."""
    figures = np.asarray(holds, dtype=np.float64)
    if not np.isin(figures[~np.isnan(figures)], (0.0, 1.0)).all():
        raise UnusableFigures("a share is of values that are 0 or 1")
    return figures


def _sample(values: npt.ArrayLike, strata: Labels, population: Mapping[Any, float]) -> tuple[FloatArray, Strata]:
    figures = np.asarray(values, dtype=np.float64)
    if figures.ndim != 1 or np.isinf(figures).any():
        raise UnusableFigures("values are one list of finite figures")
    known = ~np.isnan(figures)
    return figures[known], strata_of(strata, population, known)


def _quantile(degrees: int) -> float:
    return float(stdtrit(degrees, UPPER)) if degrees > 0 else float("nan")


def _margin(error: float, degrees: int) -> float:
    # Without error there is nothing to multiply, and no degrees of freedom are needed.
    return 0.0 if error == 0 else error * _quantile(degrees)


def _wilson(share: float, size: float, quantile: float) -> tuple[float, float]:
    if np.isinf(size):
        return share, share
    square = quantile**2
    middle = (share + square / (2 * size)) / (1 + square / size)
    reach = quantile / (1 + square / size) * np.sqrt(share * (1 - share) / size + square / (4 * size**2))
    # The ends are 0 and 1 by algebra when all agree; rounding shall not carry them outside.
    low, high = np.clip([middle - reach, middle + reach], 0.0, 1.0).tolist()
    return low, high


def _estimate(
    mean: float, error: float, interval: tuple[float, float], sample: Strata, figures: FloatArray
) -> Estimate:
    n, size = figures.size, float(sample.sizes.sum())
    return Estimate(mean, error, *interval, n, size, sample.degrees, sample.design_effect(figures, error))
