"""Whether several published groups together give a few enterprises away, though no two of them do."""

from itertools import combinations

import numpy as np

from assessment.core.weighing.arrays import BoolArray, FloatArray, IndexArray

TOGETHER = 3
"""How many of the smallest parts of a publication are tried together."""
NEARLY = 1e-7


def exposing(groups: BoolArray, minimum: int) -> int | None:
    """Name a published group without which a few enterprises cannot be worked out from the others.

    Parameters
    ----------
    groups : bool array [groups, n]
        Who belongs to each group told; the first is the whole, which stays.
    minimum : int
        Enterprises that may be worked out together.

    Returns
    -------
    int or None
        The smallest of the groups whose sums, added and subtracted, give the sum of fewer than ``minimum``
        enterprises; None where no such sum was found.

    Notes
    -----
    Enterprises that no group tells apart form a part; with A the groups by parts and P the projection on its row
    space, the sum over a set C of parts can be worked out when P 1_C = 1_C, that is 1_C' P 1_C = |C|. Each part of
    such a set has P_ii ≥ 1/|C|, which leaves few to try. Sets of up to `TOGETHER` parts are tried. Linear audit:
    Hundepool et al. (2012), Statistical Disclosure Control, ch. 4. Missing: a membership is known or it is False.

    Examples
    --------
    >>> people = np.arange(40)
    >>> everyone, left, right = people < 40, people < 25, people >= 24
    >>> exposing(np.array([everyone, left, right]), 10)
    2
    >>> exposing(np.array([everyone, left]), 10) is None
    True
    """
    table, sizes = _parts(groups)
    basis = _row_space(table)
    few = _few(basis, sizes, minimum)
    found = next((chosen for k in range(1, TOGETHER + 1) if (chosen := _solved(basis, sizes, few, k, minimum))), None)
    if found is None:
        return None
    wanted = np.zeros(sizes.size)
    wanted[list(found)] = 1
    # The least-squares way to the sum uses these groups; without one of them it is gone.
    used = np.abs(np.linalg.lstsq(table.T, wanted, rcond=None)[0]) > NEARLY
    used[0] = False
    return int(np.argmin(np.where(used, groups.sum(axis=1), groups.shape[1] + 1))) if used.any() else None


def _parts(groups: BoolArray) -> tuple[FloatArray, IndexArray]:
    """Give groups by parts, and how many enterprises each part has."""
    packed, sizes = np.unique(np.packbits(groups, axis=0), axis=1, return_counts=True)
    return np.unpackbits(packed, axis=0, count=len(groups)).astype(np.float64), sizes


def _row_space(table: FloatArray) -> FloatArray:
    """Give an orthonormal basis of the rows, by way of their products: there are far fewer groups than parts."""
    strengths, ways = np.linalg.eigh(table @ table.T)
    strong = strengths > NEARLY * strengths[-1]
    return np.asarray((ways[:, strong].T @ table) / np.sqrt(strengths[strong])[:, None])


def _few(basis: FloatArray, sizes: IndexArray, minimum: int) -> IndexArray:
    return np.flatnonzero((sizes < minimum) & ((basis**2).sum(axis=0) > 1 / TOGETHER - NEARLY))


def _solved(
    basis: FloatArray, sizes: IndexArray, few: IndexArray, together: int, minimum: int
) -> tuple[int, ...] | None:
    kept = few[(basis[:, few] ** 2).sum(axis=0) > 1 / together - NEARLY]
    near, size = basis[:, kept].T @ basis[:, kept], sizes[kept]
    for first in combinations(range(kept.size), together - 1):
        # All that may join these at once: the last of the parts is a column.
        known = near[np.ix_(first, first)].sum() + np.diag(near) + 2 * near[list(first)].sum(axis=0)
        solved = (known > together - NEARLY) & (size + size[list(first)].sum() < minimum)
        solved[list(first)] = False
        if solved.any():
            return tuple(kept[[*first, int(np.argmax(solved))]].tolist())
    return None
