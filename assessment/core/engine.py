"""The score of every node of many assessments at once, storey by storey; `scoring` is its front."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assessment.core.means import MEANS, BoolArray, FloatArray, IndexArray
from assessment.core.terms import TOLERANCE
from assessment.core.storeys import Compiled, Storey

Cases = Callable[[IndexArray], FloatArray]

# The three cases every score is computed for.
NOW, LOWEST, HIGHEST = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The criteria of some assessments, one row per criterion so that a step of the engine runs along many of them.

    Attributes
    ----------
    known : array [criteria, n]
        The score of an answered criterion, NaN for every other.
    unknown : bool array [criteria, n or 1]
        Whether the answer is don't know.
    due : bool array [criteria, n or 1]
        Whether an answer can count: the criterion is visible and not set aside as not applicable.
    visible : bool array [criteria, n or 1]
        Whether the criterion is shown.
    """

    known: FloatArray
    unknown: BoolArray
    due: BoolArray
    visible: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """The nodes of one storey.

    Attributes
    ----------
    scores : array [nodes, 3, n]
        From 0 to 1, NaN where there is none: now, at the lowest, at the highest.
    coverage : array [nodes, 2, n]
        From 0 to 1, NaN where the node is hidden: now, and with everything answered.
    visible : bool array [nodes, n or 1]
        Whether a criterion below is visible.
    """

    scores: FloatArray
    coverage: FloatArray
    visible: BoolArray


def climb(compiled: Compiled, sheet: Sheet) -> tuple[Nodes, Nodes, Nodes]:
    """Score indicators, pillars and overall.

    Parameters
    ----------
    compiled : Compiled
        The questionnaire.
    sheet : Sheet
        The criteria of n assessments.

    Returns
    -------
    tuple of Nodes
        Indicators, pillars, and the whole as a storey of one node.

    Notes
    -----
    An arithmetic node is Σws / Σw over the children that have a score; the other means stand in `means`. Coverage is
    Σw·coverage / Σw over the visible children. A node below its floor loses its score and leaves the sum above.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        indicators = _from_criteria(compiled.storeys[0], sheet)
        pillars = _from_nodes(compiled.storeys[1], indicators)
        return indicators, pillars, _from_nodes(compiled.storeys[2], pillars)


def _from_criteria(storey: Storey, sheet: Sheet) -> Nodes:
    weights = storey.weights[:, None]
    known = sheet.known[storey.order]
    # fmax takes the number beside a NaN, so that a criterion without a score adds 0.
    earned = _sum(storey, np.fmax(known, 0.0) * weights)
    held = _sum(storey, ~np.isnan(known) * weights)
    answered = held + _sum(storey, sheet.unknown[storey.order] * weights)
    due = _sum(storey, sheet.due[storey.order] * weights)
    visible = _sum(storey, sheet.visible[storey.order] * weights)
    scores, coverage = _empty(len(storey.ranks), known.shape[1])
    np.divide(earned, answered, out=scores[:, NOW])
    np.divide(earned, due, out=scores[:, LOWEST])
    # Rounding must not lift the best case above full marks.
    np.minimum((earned + (due - held)) / due, 1.0, out=scores[:, HIGHEST])
    np.divide(answered, visible, out=coverage[:, 0])
    np.divide(due, visible, out=coverage[:, 1])
    _bend(storey, scores, lambda positions: _cases(sheet, storey.order[positions]))
    _blank(storey, scores, coverage)
    return Nodes(scores, coverage, visible > 0.0)


def _from_nodes(storey: Storey, below: Nodes) -> Nodes:
    weights = storey.weights[:, None, None]
    children = below.scores[storey.order]
    earned = _sum(storey, np.fmax(children, 0.0) * weights)
    # Whatever has a score at the lowest has one at the highest, so two of the three cases need counting.
    held = _sum(storey, ~np.isnan(children[:, :HIGHEST]) * weights)
    covered = _sum(storey, np.fmax(below.coverage[storey.order], 0.0) * weights)
    visible = _sum(storey, below.visible[storey.order] * storey.weights[:, None])
    scores, coverage = _empty(len(storey.ranks), children.shape[2])
    np.divide(earned[:, NOW], held[:, NOW], out=scores[:, NOW])
    np.divide(earned[:, LOWEST:], held[:, LOWEST:], out=scores[:, LOWEST:])
    np.divide(covered, visible[:, None], out=coverage)
    _bend(storey, scores, lambda positions: children[positions])
    _blank(storey, scores, coverage)
    return Nodes(scores, coverage, visible > 0.0)


def _empty(nodes: int, n: int) -> tuple[FloatArray, FloatArray]:
    return np.empty((nodes, 3, n)), np.empty((nodes, 2, n))


def _sum(storey: Storey, terms: FloatArray) -> FloatArray:
    """Add up siblings, always in the order of the questionnaire, so that one row and a million give the same bits."""
    total = terms[: storey.places[0][1]].copy()
    for start, count in storey.places[1:]:
        total[:count] += terms[start : start + count]
    return total[storey.ranks]


def _bend(storey: Storey, scores: FloatArray, cases: Cases) -> None:
    """Put the other means in the place of the arithmetic one."""
    for node, aggregate, positions in storey.special:
        scores[node] = MEANS[aggregate](cases(positions), storey.weights[positions])


def _cases(sheet: Sheet, rows: IndexArray) -> FloatArray:
    """Spell out what a few criteria score in each of the three cases: [rows, 3, n]."""
    known, due = sheet.known[rows], sheet.due[rows]
    now = np.where(sheet.unknown[rows], 0.0, known)
    open_ = due & np.isnan(known)
    return np.stack((now, np.where(open_, 0.0, known), np.where(open_, 1.0, known)), axis=1)


def _blank(storey: Storey, scores: FloatArray, coverage: FloatArray) -> None:
    """Take the score of every node below its floor."""
    if storey.floors.any():
        short = coverage < storey.floors[:, None, None] - TOLERANCE
        scores[:, NOW][short[:, 0]] = np.nan
        scores[:, LOWEST:][np.broadcast_to(short[:, 1:], scores[:, LOWEST:].shape)] = np.nan
