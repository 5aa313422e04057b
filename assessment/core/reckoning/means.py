"""The means in which a weak child costs more than a strong one repairs; `engine` has the arithmetic one."""

from collections.abc import Callable, Mapping

import numpy as np

from assessment.core.questionnaire import Aggregate
from assessment.core.weighing.arrays import FloatArray

Mean = Callable[[FloatArray, FloatArray], FloatArray]


def geometric(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Weigh children by their logarithms.

    Parameters
    ----------
    scores : array [children, ...]
        Scores from 0 to 1; NaN for a child that left the sum.
    weights : array [children]
        Finite weights above 0, relative among siblings.

    Returns
    -------
    array [...]
        exp(Σw·ln s / Σw) over the children that have a score: 0 when any of them is 0, NaN where none has a score.

    Notes
    -----
    OECD/JRC Handbook (2008), step 6, geometric aggregation; the zero rule is the limit of the formula.

    Examples
    --------
    >>> round(float(geometric(np.array([0.25, 1.0]), np.array([1.0, 1.0]))), 12)
    0.5
    """
    with np.errstate(divide="ignore"):
        logarithms = np.log(scores)
    return np.exp(_total(logarithms, weights) / _total_weight(scores, weights))


def harmonic(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Weigh children by their reciprocals, harder on the weak than the geometric mean.

    Parameters
    ----------
    scores : array [children, ...]
        Scores from 0 to 1; NaN for a child that left the sum.
    weights : array [children]
        Finite weights above 0, relative among siblings.

    Returns
    -------
    array [...]
        Σw / Σ(w/s) over the children that have a score: 0 when any of them is 0, NaN where none has a score.

    Notes
    -----
    COINr ``a_hmean`` (Becker 2022); the zero rule is the limit of the formula.

    Examples
    --------
    >>> round(float(harmonic(np.array([0.5, 1.0]), np.array([1.0, 1.0]))), 12)
    0.666666666667
    """
    with np.errstate(divide="ignore", over="ignore"):
        # A zero with a sign would be infinitely good; adding 0 takes the sign away.
        reciprocals = 1.0 / (scores + 0.0)
        return _total_weight(scores, weights) / _total(reciprocals, weights)


def minimum(scores: FloatArray, weights: FloatArray) -> FloatArray:  # noqa: ARG001 - one signature for all means
    """Let the weakest child decide, whatever the weights.

    Parameters
    ----------
    scores : array [children, ...]
        Scores from 0 to 1; NaN for a child that left the sum.
    weights : array [children]
        Not looked at.

    Returns
    -------
    array [...]
        The least score; NaN where no child has one.

    Examples
    --------
    >>> float(minimum(np.array([0.5, np.nan, 0.25]), np.ones(3)))
    0.25
    """
    return np.asarray(np.fmin.reduce(scores, axis=0), dtype=np.float64)


MEANS: Mapping[Aggregate, Mean] = {
    "geometric": geometric,
    "harmonic": harmonic,
    "minimum": minimum,
}


def _total(terms: FloatArray, weights: FloatArray) -> FloatArray:
    # The children are added in their order, one by one, so that a sum does not depend on how many rows share it.
    total = np.zeros(terms.shape[1:])
    for term, weight in zip(terms, weights, strict=True):
        total += np.where(np.isnan(term), 0.0, weight * term)
    return total


def _total_weight(scores: FloatArray, weights: FloatArray) -> FloatArray:
    total = np.zeros(scores.shape[1:])
    for score, weight in zip(scores, weights, strict=True):
        total += weight * ~np.isnan(score)
    return np.where(total > 0.0, total, np.nan)
