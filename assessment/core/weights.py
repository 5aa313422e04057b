"""Weights of a level of the index: equal, given, shared out by experts, or judged in pairs.

Every function gives shares that sum to 1. Weights in a mean are rates of exchange between pillars, not importance:
`components.principal_components` and `components.influence` tell what they do in practice.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.weighing.arrays import FloatArray, UnusableFigures, as_table, as_weights
from assessment.core.weighing.components import PrincipalComponents, influence, principal_components
from assessment.core.weighing.hierarchy import AnalyticHierarchy, Judgement, analytic_hierarchy

__all__ = [
    "AnalyticHierarchy",
    "BudgetAllocation",
    "Judgement",
    "PrincipalComponents",
    "analytic_hierarchy",
    "budget_allocation",
    "effective",
    "equal",
    "given",
    "influence",
    "principal_components",
]


@dataclass(frozen=True, slots=True)
class BudgetAllocation:
    """The experts' mean shares, and how far the experts are apart.

    ``spread``, ``lowest`` and ``highest`` [items] describe the shares given to each item; ``distance`` [experts] is
    the part of an expert's budget that would have to move to reach the mean; ``disagreement`` is its mean.
    """

    weights: FloatArray
    spread: FloatArray
    lowest: FloatArray
    highest: FloatArray
    distance: FloatArray
    disagreement: float


def equal(count: int) -> FloatArray:
    """Give every sibling the same share.

    Parameters
    ----------
    count : int
        Number of siblings, at least 1.

    Returns
    -------
    array [count]
        w = 1 / n.

    Raises
    ------
    UnusableFigures
        There is no sibling.

    Notes
    -----
    OECD/JRC Handbook (2008), step 6. Equal shares at one level are not equal effective weights below it: a criterion
    of a small pillar weighs more. Missing: not applicable.

    Examples
    --------
    >>> equal(4).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    if count < 1:
        raise UnusableFigures("weights need at least one sibling")
    return np.full(count, 1 / count)


def given(values: npt.ArrayLike) -> FloatArray:
    """Turn stated relative weights into shares.

    Parameters
    ----------
    values : array [n]
        Relative weights, finite and above 0; a missing one is an error, since no weight is a decision too.

    Returns
    -------
    array [n]
        w = v / Σv.

    Raises
    ------
    UnusableFigures
        The list is empty, or a weight is missing, infinite or not above 0.

    Notes
    -----
    OECD/JRC Handbook (2008), step 6.

    Examples
    --------
    >>> given([15, 30, 15]).tolist()
    [0.25, 0.5, 0.25]
    """
    return as_weights(values)


def effective(shares: npt.ArrayLike, parents: npt.ArrayLike, above: npt.ArrayLike) -> FloatArray:
    """Multiply shares down one step of the tree: what each child weighs in the whole.

    Parameters
    ----------
    shares : array [children]
        Relative weights among siblings, finite and above 0.
    parents : int array [children]
        Position of each child's parent in ``above``.
    above : array [parents]
        Effective weights of the parents, summing to 1 (or ``[1.0]`` for the root).

    Returns
    -------
    array [children]
        w_child = above[parent] · share / Σ shares of its siblings.

    Raises
    ------
    UnusableFigures
        A share or a weight above is missing, infinite or not above 0, or a child names no parent.

    Notes
    -----
    OECD/JRC Handbook (2008), step 6; exact for arithmetic means throughout, an indication for other aggregates.

    Examples
    --------
    >>> effective([1, 1, 2, 5], [0, 0, 0, 1], [0.6, 0.4]).round(3).tolist()
    [0.15, 0.15, 0.3, 0.4]
    """
    relative, roots = as_weights(shares), as_weights(above)
    parent = np.asarray(parents, dtype=np.intp)
    if parent.shape != relative.shape or ((parent < 0) | (parent >= roots.size)).any():
        raise UnusableFigures("every child needs the position of its parent")
    siblings = np.bincount(parent, relative, roots.size)
    return np.asarray(roots[parent] * relative / siblings[parent])


def budget_allocation(points: npt.ArrayLike, *, budget: float = 100.0) -> BudgetAllocation:
    """Average how experts share out a budget of points, and say how far they disagree.

    Parameters
    ----------
    points : array [experts, items]
        Points of at least 0; every expert spends the whole budget. A missing figure is an error: an expert who
        gives an item nothing says 0.
    budget : float
        Points each expert has.

    Returns
    -------
    BudgetAllocation
        ``weights`` w_q = mean over experts of p_eq / budget. ``spread`` is the standard deviation of these shares
        (n − 1; NaN with one expert). ``distance`` d_e = ½ Σ_q |p_eq / budget − w_q|, from 0 (agrees) to 1.

    Raises
    ------
    UnusableFigures
        No expert or no item, a figure missing or below 0, an expert who spends another sum (within 1e-6), or an item
        that nobody gives a point.

    Notes
    -----
    OECD/JRC Handbook (2008), step 6, budget allocation; it advises at most about ten items. The distance is half the
    city-block distance between two shares of a whole: the part that has to be moved.

    Examples
    --------
    >>> shared = budget_allocation([[60, 40], [40, 60], [50, 50]])
    >>> shared.weights.tolist(), shared.spread.round(3).tolist(), round(shared.disagreement, 3)
    ([0.5, 0.5], [0.1, 0.1], 0.067)
    """
    shares = _spent(as_table(points), budget)
    weights = as_weights(shares.mean(axis=0))
    spread = shares.std(axis=0, ddof=1) if len(shares) > 1 else np.full(weights.size, np.nan)
    distance = np.abs(shares - weights).sum(axis=1) / 2
    return BudgetAllocation(
        weights, spread, shares.min(axis=0), shares.max(axis=0), distance, disagreement=float(distance.mean())
    )


def _spent(points: FloatArray, budget: float) -> FloatArray:
    if not points.size:
        raise UnusableFigures("a budget needs at least one expert and one item", "empty")
    for expert, row in enumerate(points, 1):
        if not (row >= 0).all():
            raise UnusableFigures(f"expert {expert}: every item needs points of at least 0", "points", row=expert)
        if abs(row.sum() - budget) > 1e-6:  # noqa: PLR2004
            message = f"expert {expert} spends {row.sum():g} of {budget:g} points"
            raise UnusableFigures(message, "budget", row=expert, spent=float(row.sum()), budget=budget)
    return np.asarray(points / budget)
