"""The score of every node of many assessments at once, storey by storey; `scoring` is its front.

Arrays stand on their side here, one row per criterion or node, so that each step runs along many assessments.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assessment.core.reckoning.marks import Marks, Sheet
from assessment.core.reckoning.means import SCALES, Scale
from assessment.core.reckoning.storeys import EVERYTHING, Nodes, Storey
from assessment.core.reckoning.sums import least, weighed
from assessment.core.weighing.arrays import BoolArray, FloatArray

# What the engine figures out of each node: three scores, whether there is one now, and how much is answered.
NOW, LOWEST, HIGHEST, SCORED, COVERAGE = range(5)
SCORES = slice(NOW, SCORED)

# [5, nodes, n], by the names above: scores from 0 to 1, NaN where there is none; SCORED 1 or 0; COVERAGE from 0 to 1,
# NaN where the node is hidden.
Figures = FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Climbed:
    """The figures of a storey; where all its nodes have one scale, their three scores still lie on it."""

    figures: Figures
    scale: Scale | None = None

    def plain(self) -> Figures:
        """Give the figures with scores from 0 to 1."""
        if self.scale is None:
            return self.figures
        figures = self.figures.copy()
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            _back(self.scale, figures[SCORES])
        return figures

    def now(self) -> FloatArray:
        """Give the scores there are now [nodes, n], from 0 to 1."""
        if self.scale is None:
            return self.figures[NOW]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return _back(self.scale, self.figures[NOW].copy())


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """The weights of some of the criteria below each node [nodes, n]."""

    held: FloatArray
    unknown: FloatArray | None
    due: FloatArray

    @property
    def answered(self) -> FloatArray:
        return self.held if self.unknown is None else self.held + self.unknown


def climb(storeys: Sequence[Storey], sheet: Sheet, marks: Sequence[Marks]) -> tuple[Climbed, ...]:
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
    tuple of Climbed
        One for each storey, figures [5, nodes, n]; the last with one node.

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


def _from_criteria(storey: Storey, sheet: Sheet, marks: Marks) -> Climbed:
    # What is not a number differs from itself.
    terms = np.equal(sheet.known, sheet.known).astype(np.float64)
    held = weighed(storey, terms)
    unknown = None if sheet.unknown is None else weighed(storey, sheet.unknown.astype(np.float64))
    sums = _Sums(held, unknown, marks.due)
    figures = np.empty((5, *held.shape))
    if storey.least is EVERYTHING:
        _put_least(figures, least(storey, sheet.known), sums)
    else:
        # Criteria are many, so their lowest and highest are not spelt out: one sum of points serves all three scores.
        earned = weighed(storey, _laid_out(storey, sheet.known, terms))
        if storey.scale is None:
            _put_scores(figures, storey, sheet.known, earned, sums)
        else:
            _put_means(figures, storey.scale, earned, sums)
    np.divide(sums.answered, marks.visible, out=figures[COVERAGE])
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


def _put_least(figures: Figures, lowest: FloatArray, sums: _Sums) -> None:
    """Put the three scores where the weakest child decides: weights matter for what is answered alone."""
    # 0 / 0 where no child has a score.
    np.add(lowest, 0.0 / sums.answered, out=figures[NOW])
    np.add(lowest, 0.0 / sums.due, out=figures[HIGHEST])
    np.multiply(figures[HIGHEST], sums.held == sums.due, out=figures[LOWEST])
    if sums.unknown is not None:
        figures[NOW] *= sums.unknown == 0.0


def _put_means(figures: Figures, scale: Scale, earned: FloatArray, sums: _Sums) -> None:
    """Put the three scores on a scale: a single child that counts 0 takes all, and full marks are added at best."""
    np.divide(earned, sums.answered, out=figures[NOW])
    best = earned + scale.full * (sums.due - sums.held) if scale.full else earned
    np.divide(best, sums.due, out=figures[HIGHEST])
    np.add(figures[HIGHEST], _at_end(scale, sums.held == sums.due), out=figures[LOWEST])
    if sums.unknown is not None:
        figures[NOW] += _at_end(scale, sums.unknown == 0.0)


def _at_end(scale: Scale, unless: BoolArray) -> FloatArray:
    """Give what takes a mean to the end of the scale where 0 lies, and 0 where it is to stay."""
    return scale.end * (1.0 / unless - 1.0)


def _put_scores(figures: Figures, storey: Storey, known: FloatArray, earned: FloatArray, sums: _Sums) -> None:
    """Put the three scores, arithmetic first, and those of other means in their places."""
    np.divide(earned, sums.answered, out=figures[NOW])
    np.divide(earned, sums.due, out=figures[LOWEST])
    highest = np.subtract(sums.due, sums.held, out=figures[HIGHEST])
    highest += earned
    highest /= sums.due
    for nodes, now, best in _other_means(storey, known, figures):
        figures[NOW, nodes] = now if sums.unknown is None else now * (sums.unknown[nodes] == 0.0)
        figures[HIGHEST, nodes] = best
        figures[LOWEST, nodes] = best * (sums.held[nodes] == sums.due[nodes])
    # Rounding must not lift the best case above full marks.
    np.minimum(highest, 1.0, out=highest)


def _other_means(storey: Storey, known: FloatArray, figures: Figures) -> Iterator[tuple[Nodes, FloatArray, FloatArray]]:
    """Give the nodes that are not arithmetic with their score now and at best, as if nothing counted 0 unanswered."""
    for kin in storey.scaled:
        scale = SCALES[kin.aggregate]
        # Where full marks lie at 0 they add nothing, and the sum without them is the best one.
        best = HIGHEST if scale.full else LOWEST
        yield kin.nodes, _back(scale, figures[NOW, kin.nodes]), _back(scale, figures[best, kin.nodes])
    if storey.least is not None:
        lowest = least(storey, known)[storey.least]
        yield storey.least, lowest + _gaps(figures[NOW, storey.least]), lowest + _gaps(figures[LOWEST, storey.least])


def _from_nodes(storey: Storey, climbed: Climbed, below: Marks, marks: Marks) -> Climbed:
    # Scores that lie on the scale of this storey already need not leave it and come back.
    carried = climbed.scale is not None and climbed.scale is storey.scale
    children = (climbed.figures if carried else climbed.plain()).take(storey.order, axis=1)
    if storey.least is EVERYTHING:
        return _settled(storey, _least_of(storey, children, marks), marks)
    lowest = None if storey.least is None else least(storey, children[SCORES])
    figures = weighed(storey, _filled(storey, children, carried=carried, whole=below.whole))
    figures[NOW] /= figures[SCORED]
    figures[LOWEST] /= marks.due
    figures[HIGHEST] /= marks.due
    figures[COVERAGE] /= marks.visible
    for kin in storey.scaled if storey.scale is None else ():
        figures[SCORES, kin.nodes] = _back(SCALES[kin.aggregate], figures[SCORES, kin.nodes])
    if lowest is not None and storey.least is not None:
        figures[SCORES, storey.least] = lowest[:, storey.least] + _gaps(figures[SCORES, storey.least])
    return _settled(storey, figures, marks)


def _least_of(storey: Storey, children: Figures, marks: Marks) -> Figures:
    """Take the least of the children of every node; what is weighed is how many there are, and how much is answered."""
    rest = children[SCORED:]
    figures = np.concatenate((least(storey, children[SCORES]), weighed(storey, np.fmax(rest, 0.0, out=rest))))
    # 0 / 0 where no child has a score.
    figures[NOW] += 0.0 / figures[SCORED]
    figures[LOWEST:SCORED] += 0.0 / marks.due
    figures[COVERAGE] /= marks.visible
    return figures


def _filled(storey: Storey, children: Figures, *, carried: bool, whole: bool) -> Figures:
    """Lay scores on the scales of the means above, and 0 wherever there is none."""
    if storey.scale is not None:
        scores, rest = children[SCORES], children[SCORED:]
        if carried:
            storey.scale.fill(scores, 0.0, out=scores)
        else:
            storey.scale.onto(scores, scores)
        np.fmax(rest, 0.0, out=rest)
        return children
    scaled = [SCALES[kin.aggregate].onto(children[SCORES, kin.seats], None) for kin in storey.scaled]
    # Mostly it is only now that children lack a score, and the sums need not look for other gaps.
    gaps = children[:LOWEST] if whole else children
    np.fmax(gaps, 0.0, out=gaps)
    for kin, terms in zip(storey.scaled, scaled, strict=True):
        children[SCORES, kin.seats] = terms
    return children


def _back(scale: Scale, means: FloatArray) -> FloatArray:
    scores = scale.back(means)
    return np.minimum(scores, 1.0, out=scores)


def _gaps(means: FloatArray) -> FloatArray:
    """Give 0 for every mean there is, and NaN for every other."""
    return 0.0 * means


def _settled(storey: Storey, figures: Figures, marks: Marks) -> Climbed:
    """Take the score of every node below its floor."""
    figures[NOW][figures[COVERAGE] < storey.floors[:, : figures.shape[-1]]] = np.nan
    if not marks.whole:
        figures[LOWEST:SCORED, ~marks.scored] = np.nan
    np.equal(figures[NOW], figures[NOW], out=figures[SCORED], casting="unsafe")
    return Climbed(figures, storey.scale)
