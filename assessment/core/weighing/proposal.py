"""A proposed weight set: what people stated, and the weights this comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, assert_never, get_args

import numpy as np

from assessment.core.weighing.arrays import FloatArray, UnusableFigures
from assessment.core.weighing.hierarchy import AnalyticHierarchy, Judgement, analytic_hierarchy
from assessment.core.weights import BudgetAllocation, budget_allocation, equal, given

Method = Literal["equal", "given", "budget", "ahp"]
METHODS: tuple[Method, ...] = get_args(Method)
PLACES = 4
"""Weights are kept and written in percent with so many places, so that every copy of them says the same."""
LEAST = 0.01
"""A weight of less percent would be as good as none, which is a decision of its own."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What people stated, in the order of the items.

    ``rows``: nothing for equal weights, one row of given ones, of a budget one row for each expert (``names``, empty
    where nobody gave one), of pairwise judgements the matrix.
    """

    method: Method
    rows: tuple[tuple[float, ...], ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Weights in percent, as they would be written, with whatever tells how far to trust them; None where not asked."""

    weights: tuple[float, ...]
    hierarchy: AnalyticHierarchy | None = None
    allocation: BudgetAllocation | None = None

    @property
    def adoptable(self) -> bool:
        """Tell whether the weights may be adopted: only judgements that contradict each other may not."""
        return self.hierarchy is None or self.hierarchy.consistent

    @property
    def worst(self) -> Judgement | None:
        """The judgement that fits the others worst, if there are judgements and they disagree."""
        return None if self.hierarchy is None else self.hierarchy.worst_judgement


def propose(stated: Stated, size: int) -> Proposal:
    """Work out the weights of some items from what people stated.

    Parameters
    ----------
    stated : Stated
        The method and the figures.
    size : int
        How many items there are.

    Returns
    -------
    Proposal
        ``weights`` [items] in percent with four places; it always returns for judgements of any consistency, since
        only adopting them is refused.

    Raises
    ------
    UnusableFigures
        The figures do not fit the items or the method, or an item would weigh less than 0.01 %.

    Notes
    -----
    See `weights.equal`, `weights.given`, `weights.budget_allocation`, `weights.analytic_hierarchy`.

    Examples
    --------
    >>> propose(Stated("budget", ((60, 40), (50, 50))), 2).weights
    (55.0, 45.0)
    """
    _check_size(stated, size)
    match stated.method:
        case "equal":
            return Proposal(_percent(equal(size)))
        case "given":
            return Proposal(_percent(given(stated.rows[0])))
        case "budget":
            shared = budget_allocation(stated.rows)
            return Proposal(_percent(shared.weights), allocation=shared)
        case "ahp":
            judged = analytic_hierarchy(stated.rows)
            return Proposal(_percent(judged.weights), hierarchy=judged)
        case _:
            assert_never(stated.method)


def _check_size(stated: Stated, size: int) -> None:
    wanted = {"equal": 0, "given": 1, "budget": max(1, len(stated.rows)), "ahp": size}[stated.method]
    if len(stated.rows) != wanted:
        message = f"{stated.method} takes {wanted} row(s), not {len(stated.rows)}"
        raise UnusableFigures(message, "rows", number=len(stated.rows), wanted=wanted)
    for number, row in enumerate(stated.rows, 1):
        if len(row) != size:
            message = f"row {number} has {len(row)} figures for {size} items"
            raise UnusableFigures(message, "length", row=number, number=len(row), wanted=size)


def _percent(shares: FloatArray) -> tuple[float, ...]:
    written = tuple(round(float(share), PLACES) for share in 100 * shares)
    if min(written) < LEAST:
        place = written.index(min(written)) + 1
        raise UnusableFigures(f"item {place} would weigh less than {LEAST} %", "tiny", row=place)
    return written


def compared(shares: Sequence[float], weights: Sequence[float]) -> float:
    """Give the part of the whole weight that two sets place differently, in percent: ½ Σ |a − b|.

    Examples
    --------
    >>> compared((50, 50), (60, 40))
    10.0
    """
    return float(np.abs(np.subtract(shares, weights)).sum() / 2)
