"""The means in which a weak child costs more than a strong one repairs; `engine` has the arithmetic one.

Both are the arithmetic mean on a scale of their own: exp(Σw·ln s / Σw) is geometric, 1 / (Σw·(1/s) / Σw) harmonic. So
the engine adds up all nodes of a storey in one stroke, whatever their means, and lays only their children on the scale.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from assessment.core.questionnaire import Aggregate
from assessment.core.weighing.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale on which a mean is the arithmetic one.

    Attributes
    ----------
    onto : function of an array and one to write to, or None for a new one
        Lays scores from 0 to 1 on the scale. A child without a score (NaN) lies at 0 and adds nothing to a sum; a score
        of 0 lies at an end of the scale, so that it alone decides.
    back : function of an array, which it may overwrite
        Turns means on the scale into scores.
    fill : ufunc
        Of a mean and 0 it takes the mean, and 0 where there is none (NaN).
    full, end : float
        Where full marks lie; and on which side a score of 0 lies, at −∞ (−1) or ∞ (1).

    Notes
    -----
    OECD/JRC Handbook (2008), step 6, geometric aggregation; COINr ``a_hmean`` (Becker 2022). That a mean with a zero is
    zero is the limit of both formulas.

    Examples
    --------
    >>> for name, scores in (("geometric", [0.25, 1.0]), ("harmonic", [0.5, 1.0])):
    ...     mean = SCALES[name].onto(np.array(scores), None).mean(keepdims=True)
    ...     print(name, f"{SCALES[name].back(mean).item():.6g}")
    geometric 0.5
    harmonic 0.666667
    """

    onto: Callable[[FloatArray, FloatArray | None], FloatArray]
    back: Callable[[FloatArray], FloatArray]
    fill: np.ufunc
    full: float
    end: float


# Processors take logarithms and powers many at a time, but one by one where a zero or its logarithm is among them. So
# both are kept off: no score is so small, and what lies below comes out as 0 all the same.
SMALLEST = 1e-300
LOWEST_LOGARITHM = -700.0


def _logarithms(scores: FloatArray, out: FloatArray | None) -> FloatArray:
    # fmin takes the number beside a NaN; the logarithm of 1 is 0.
    logarithms = np.fmin(scores, 1.0, out=out)
    positive = logarithms > 0.0
    np.fmax(logarithms, SMALLEST, out=logarithms)
    np.log(logarithms, out=logarithms)
    # A negative number by 0 is -∞.
    return np.asarray(np.divide(logarithms, positive, out=logarithms))


def _powers(logarithms: FloatArray) -> FloatArray:
    positive = logarithms > -np.inf
    np.maximum(logarithms, LOWEST_LOGARITHM, out=logarithms)
    np.exp(logarithms, out=logarithms)
    return np.asarray(np.multiply(logarithms, positive, out=logarithms))


def _reciprocals(scores: FloatArray, out: FloatArray | None) -> FloatArray:
    # A zero with a sign would be infinitely good; adding 0 takes the sign away.
    reciprocals = np.add(scores, 0.0, out=out)
    np.fmin(reciprocals, np.inf, out=reciprocals)
    return np.asarray(np.divide(1.0, reciprocals, out=reciprocals))


def _reciprocal(means: FloatArray) -> FloatArray:
    return np.asarray(np.divide(1.0, means, out=means))


SCALES: Mapping[Aggregate, Scale] = {
    "geometric": Scale(_logarithms, _powers, np.fmin, full=0.0, end=-1.0),
    "harmonic": Scale(_reciprocals, _reciprocal, np.fmax, full=1.0, end=1.0),
}
