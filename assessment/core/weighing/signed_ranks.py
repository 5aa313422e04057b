"""The ranks of differences by their size, those of gains beside those of losses: what Wilcoxon's test stands on."""

from dataclasses import dataclass

import numpy as np

from assessment.core.weighing.arrays import FloatArray

EXACT_UP_TO = 50
"""So many differences are still told apart exactly: 2⁵⁰ ways to sign them, each count a whole number in a float."""


@dataclass(frozen=True, slots=True)
class SignedRanks:
    """The sum of the ranks of gains, and how far it lies from what chance alone would give.

    ``positive`` is 0 when nothing moved and NaN without a pair; ``exact_p`` is two-sided, None where only the normal
    approximation ``z`` applies; ``biserial`` is NaN when nothing moved.
    """

    positive: float
    z: float
    exact_p: float | None
    biserial: float


def signed_ranks(differences: FloatArray) -> SignedRanks:
    """Rank differences by size and part the sum of ranks by sign.

    Parameters
    ----------
    differences : array [n]
        Differences without NaN, rounded so that what is equal compares equal.

    Returns
    -------
    SignedRanks
        Zeros are dropped first.

    Notes
    -----
    W = Σ ranks of d > 0, mean ranks for ties. Under chance W has mean n(n + 1)/4 and variance n(n + 1)(2n + 1)/24 −
    Σ(t³ − t)/48 over ties of t; z = (|W − mean| − 1/2)/sd, at least 0. Without ties or zeros and up to n = 50 the ways
    to reach each sum are counted instead. biserial = (W − W₋)/(W + W₋). Wilcoxon (1945), Biometrics Bulletin 1(6),
    80-83; Pratt and Gibbons (1981), Concepts of Nonparametric Theory, ch. 3; Kerby (2014), Comprehensive Psychology 3.

    Examples
    --------
    >>> found = signed_ranks(np.array([4.0, -2.0, 9.0, 6.0, 1.0]))
    >>> found.positive, round(found.z, 4), found.exact_p, round(found.biserial, 4)
    (13.0, 1.3484, 0.1875, 0.7333)
    """
    moved = differences[differences != 0]
    nothing = float("nan")
    if not moved.size:
        return SignedRanks(0.0 if differences.size else nothing, nothing, nothing, nothing)
    _, place, ties = np.unique(np.abs(moved), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[place]
    n, positive, total = moved.size, float(ranks[moved > 0].sum()), float(ranks.sum())
    variance = n * (n + 1) * (2 * n + 1) / 24 - float((ties.astype(np.float64) ** 3 - ties).sum()) / 48
    z = max(abs(positive - total / 2) - 0.5, 0.0) / variance**0.5
    is_plain = n == differences.size <= EXACT_UP_TO and ties.size == n
    return SignedRanks(positive, z, _exact(positive, n) if is_plain else None, (2 * positive - total) / total)


def _exact(positive: float, n: int) -> float:
    """Give the two-sided share of the 2ⁿ ways to sign n ranks whose sum lies as far out."""
    ways = np.ones(1)
    for rank in range(1, n + 1):
        beside = np.zeros(rank)
        ways = np.concatenate([ways, beside]) + np.concatenate([beside, ways])
    nearer = int(min(positive, ways.size - 1 - positive))
    return min(2 * float(ways[: nearer + 1].sum()) / 2.0**n, 1.0)
