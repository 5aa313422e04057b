"""What is known of every node before any answer is looked at: what is shown, and what can count."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessment.core.reckoning.storeys import Storey
from assessment.core.reckoning.sums import weighed
from assessment.core.weighing.arrays import BoolArray, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What is known of the nodes of one storey before any answer is looked at.

    Attributes
    ----------
    due : array [nodes, n]
        The weight of the children that have a score once everything is answered.
    coverage : array [nodes, n]
        The coverage then.
    scored : bool array [nodes, n]
        Whether the node itself has a score then.
    visible : array [nodes, n]
        The weight of the visible children.
    whole : bool
        Whether every node of every assessment is visible and has a score then, as it mostly is.
    """

    due: FloatArray
    coverage: FloatArray
    scored: BoolArray
    visible: FloatArray
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The answers to the criteria, in the order of the first storey.

    Attributes
    ----------
    known : array [criteria, n]
        The score of an answered criterion, NaN for every other.
    unknown : bool array [criteria, n], or None
        Whether the answer is don't know; None: nowhere.
    due : bool array [criteria, n]
        Whether an answer can count: the criterion is visible and not set aside as not applicable.
    visible : bool array [criteria, n]
        Whether the criterion is shown.
    """

    known: FloatArray
    unknown: BoolArray | None
    due: BoolArray
    visible: BoolArray


def survey(storeys: Sequence[Storey], sheet: Sheet) -> tuple[Marks, ...]:
    """Look at what is shown and can count, from criteria to the whole.

    Parameters
    ----------
    storeys : sequence of Storey
        From criteria to the whole.
    sheet : Sheet
        The criteria; what is known of them is not looked at.

    Returns
    -------
    tuple of Marks
        One for each storey.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found = [_marks(storeys[0], np.array((sheet.due, sheet.due, sheet.visible), np.float64))]
        for storey in storeys[1:]:
            below = found[-1]
            terms = np.array((below.scored, np.fmax(below.coverage, 0.0), below.visible > 0.0))
            found.append(_marks(storey, terms.take(storey.order, axis=1)))
    return tuple(found)


def _marks(storey: Storey, terms: FloatArray) -> Marks:
    due, covered, visible = weighed(storey, terms)
    coverage = covered / visible
    scored = (due > 0.0) & ~(coverage < storey.floors[:, : coverage.shape[1]])
    return Marks(due, coverage, scored, visible, whole=bool(scored.all()))
