"""The score of every node of many assessments at once, storey by storey; `scoring` is its front.

Arrays stand on their side here, one row per criterion or node, so that each step runs along many assessments.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assessment.core.parts.terms import TOLERANCE
from assessment.core.reckoning.means import SCALES, Scale
from assessment.core.reckoning.storeys import Nodes, Storey
from assessment.core.weighing.arrays import BoolArray, FloatArray

# What the engine figures out of each node: three scores, whether there is one now, and how much is answered.
NOW, LOWEST, HIGHEST, SCORED, COVERAGE = range(5)
SCORES = slice(NOW, SCORED)

# [5, nodes, n], by the names above: scores from 0 to 1, NaN where there is none; SCORED 1 or 0; COVERAGE from 0 to 1,
# NaN where the node is hidden.
Figures = FloatArray


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
    due, covered, visible = _sum(storey, terms)
    coverage = covered / visible
    scored = (due > 0.0) & ~(coverage < storey.floors[:, : coverage.shape[1]] - TOLERANCE)
    return Marks(due, coverage, scored, visible, whole=bool(scored.all()))


def climb(storeys: Sequence[Storey], sheet: Sheet, marks: Sequence[Marks]) -> tuple[Figures, ...]:
    """Score indicators, pillars and overall.

    Parameters
    ----------
    storeys : sequence of Storey
        From criteria to the whole.
    sheet : Sheet
        The criteria of n assessments.
    marks : sequence of Marks
        From `survey`.

    Returns
    -------
    tuple of array [5, nodes, n]
        One for each storey, the last with one node.

    Notes
    -----
    An arithmetic node is Σws / Σw over the children that have a score; a geometric or harmonic one is the same on a
    scale of its own, see `means`; minimum is the least of them. Coverage is Σw·coverage / Σw over the visible children.
    A node below its floor loses its score and leaves the sum above.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        climbed = [_from_criteria(storeys[0], sheet, marks[0])]
        for storey, below, above in zip(storeys[1:], marks, marks[1:], strict=False):
            climbed.append(_from_nodes(storey, climbed[-1], below, above))
    return tuple(climbed)


def _from_criteria(storey: Storey, sheet: Sheet, marks: Marks) -> Figures:
    # Criteria are many, so their lowest and highest are not spelt out: one sum of points serves all three scores.
    # What is not a number differs from itself.
    terms = np.equal(sheet.known, sheet.known).astype(np.float64)
    held = _sum(storey, terms)
    earned = _sum(storey, _laid_out(storey, sheet.known, terms))
    unknown = None if sheet.unknown is None else _sum(storey, sheet.unknown.astype(np.float64))
    answered = held if unknown is None else held + unknown
    figures = np.empty((5, *earned.shape))
    np.divide(earned, answered, out=figures[NOW])
    np.divide(earned, marks.due, out=figures[LOWEST])
    highest = np.subtract(marks.due, held, out=figures[HIGHEST])
    highest += earned
    highest /= marks.due
    for nodes, now, best in _other_means(storey, sheet.known, figures):
        # One child that counts 0 takes all: don't know now, and whatever is not known in the worst case.
        figures[NOW, nodes] = now if unknown is None else now * (unknown[nodes] == 0.0)
        figures[HIGHEST, nodes] = best
        figures[LOWEST, nodes] = best * (held[nodes] == marks.due[nodes])
    # Rounding must not lift the best case above full marks.
    np.minimum(highest, 1.0, out=highest)
    np.divide(answered, marks.visible, out=figures[COVERAGE])
    return _settled(storey, figures, marks)


def _laid_out(storey: Storey, known: FloatArray, out: FloatArray) -> FloatArray:
    """Lay what is known on the scales of the means above, and 0 where nothing is."""
    if storey.scale is not None:
        return storey.scale.onto(known, out)
    # fmax takes the number beside a NaN.
    np.fmax(known, 0.0, out=out)
    for kin in storey.scaled:
        out[kin.seats] = SCALES[kin.aggregate].onto(known[kin.seats], None)
    return out


def _other_means(storey: Storey, known: FloatArray, figures: Figures) -> Iterator[tuple[Nodes, FloatArray, FloatArray]]:
    """Give the nodes that are not arithmetic with their score now and at best, as if nothing counted 0 unanswered."""
    for kin in storey.scaled:
        scale = SCALES[kin.aggregate]
        # Where full marks lie at 0 they add nothing, and the sum without them is the best one.
        best = HIGHEST if scale.full else LOWEST
        yield kin.nodes, _back(scale, figures[NOW, kin.nodes]), _back(scale, figures[best, kin.nodes])
    if storey.least is not None:
        least = _least(storey, known)[storey.least]
        yield storey.least, least + _gaps(figures[NOW, storey.least]), least + _gaps(figures[LOWEST, storey.least])


def _from_nodes(storey: Storey, children: Figures, below: Marks, marks: Marks) -> Figures:
    children = children.take(storey.order, axis=1)
    scaled = [SCALES[kin.aggregate].onto(children[SCORES, kin.seats], None) for kin in storey.scaled]
    least = None if storey.least is None else _least(storey, children[SCORES])
    # Mostly it is only now that children lack a score, and the sums need not look for other gaps.
    gaps = children[:LOWEST] if below.whole else children
    np.fmax(gaps, 0.0, out=gaps)
    for kin, terms in zip(storey.scaled, scaled, strict=True):
        children[SCORES, kin.seats] = terms
    figures = _sum(storey, children)
    figures[NOW] /= figures[SCORED]
    figures[LOWEST] /= marks.due
    figures[HIGHEST] /= marks.due
    figures[COVERAGE] /= marks.visible
    for kin in storey.scaled:
        figures[SCORES, kin.nodes] = _back(SCALES[kin.aggregate], figures[SCORES, kin.nodes])
    if storey.least is not None and least is not None:
        figures[SCORES, storey.least] = least[:, storey.least] + _gaps(figures[SCORES, storey.least])
    return _settled(storey, figures, marks)


def _back(scale: Scale, means: FloatArray) -> FloatArray:
    scores = scale.back(means)
    return np.minimum(scores, 1.0, out=scores)


def _gaps(means: FloatArray) -> FloatArray:
    """Give 0 for every mean there is, and NaN for every other."""
    return 0.0 * means


def _sum(storey: Storey, terms: FloatArray) -> FloatArray:
    """Weigh and add up siblings, always in the order of the questionnaire: one row and a million give the same bits."""
    if not storey.even:
        terms *= storey.weights[:, : terms.shape[-1]]
    return _folded(storey, terms, np.add)


def _least(storey: Storey, scores: FloatArray) -> FloatArray:
    """Take the least of siblings; what has no score stands aside as full marks."""
    return _folded(storey, np.fmin(scores, 1.0), np.minimum)


def _folded(storey: Storey, terms: FloatArray, combine: np.ufunc) -> FloatArray:
    total = terms[..., : storey.places[0][1], :].copy()
    for start, count in storey.places[1:]:
        part = total[..., :count, :]
        combine(part, terms[..., start : start + count, :], out=part)
    return total if storey.ranks is None else total.take(storey.ranks, axis=-2)


def _settled(storey: Storey, figures: Figures, marks: Marks) -> Figures:
    """Take the score of every node below its floor."""
    figures[NOW][figures[COVERAGE] < storey.floors[:, : figures.shape[-1]] - TOLERANCE] = np.nan
    if not marks.whole:
        figures[LOWEST:SCORED, ~marks.scored] = np.nan
    np.equal(figures[NOW], figures[NOW], out=figures[SCORED], casting="unsafe")
    return figures
