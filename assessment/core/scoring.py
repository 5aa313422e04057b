"""From the scores of criteria to pillars, overall and level: for one enterprise or a million.

Read `storeys` for the questionnaire as arrays, `engine` for the sums, `levels` for the thresholds, `outcome` for the
front that scores one assessment with names instead of columns.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.parts.terms import TOLERANCE
from assessment.core.reckoning.engine import COVERAGE, HIGHEST, LOWEST, NOW, Climbed, climb
from assessment.core.reckoning.marks import Marks, Sheet, survey
from assessment.core.reckoning.matrix import Matrix, matrix
from assessment.core.reckoning.outcome import ENGINE_VERSION, CriterionOutcome, NodeOutcome, Outcome, outcome
from assessment.core.reckoning.points import criterion_score
from assessment.core.reckoning.storeys import Compiled, compile  # noqa: A004 - the public name of design §5
from assessment.core.weighing.arrays import BoolArray, FloatArray, IndexArray

__all__ = [
    "ENGINE_VERSION",
    "Compiled",
    "CriterionOutcome",
    "Matrix",
    "NodeOutcome",
    "Outcome",
    "Scores",
    "compile",
    "criterion_score",
    "matrix",
    "outcome",
    "score",
]

# So many rows at a time fit the processor's cache with most of what the engine makes of them.
ROWS_AT_ONCE = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The figures of n assessments; NaN is none.

    Attributes
    ----------
    overall, lowest, highest : array [n]
        0–100.
    coverage : array [n]
        0–1; NaN when nothing is visible.
    level : array [n]
        Ids of levels as floats.
    pillars : array [n, pillars]
        0–100.
    pillar_coverage : array [n, pillars]
        0–1; NaN where the pillar is hidden.
    pillar_levels : array [n, pillars]
        Ids of levels as floats.
    """

    overall: FloatArray
    coverage: FloatArray
    level: FloatArray
    lowest: FloatArray
    highest: FloatArray
    pillars: FloatArray
    pillar_coverage: FloatArray
    pillar_levels: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Masks:
    visible: BoolArray | None
    not_applicable: BoolArray | None
    unknown: BoolArray | None

    @property
    def none(self) -> bool:
        return self.visible is None and self.not_applicable is None and self.unknown is None


def score(
    compiled: Compiled,
    points: npt.ArrayLike,
    *,
    visible: npt.ArrayLike | None = None,
    not_applicable: npt.ArrayLike | None = None,
    unknown: npt.ArrayLike | None = None,
) -> Scores:
    """Score many assessments.

    Parameters
    ----------
    compiled : Compiled
        From `compile`.
    points : array [n, criteria]
        Criterion scores 0–1 in document order, NaN where there is none.
    visible : bool array [n, criteria], optional
        Whether the criterion is shown: its own `when` and those above hold. Left out: all are.
    not_applicable : bool array [n, criteria], optional
        Whether it was set aside as not applicable. Left out: none.
    unknown : bool array [n, criteria], optional
        Whether the answer is don't know. Left out: none.

    Returns
    -------
    Scores
        The same figures, to the bit, however many rows are scored together.

    Raises
    ------
    ValueError
        If a shape does not fit the questionnaire, a mask is not of bool, or a score that counts lies outside 0–1 by
        more than 1e-9.

    Notes
    -----
    Where masks overlap the first of hidden, not applicable, don't know decides, and the points there are not looked
    at. What is left without points is a visible missing answer. Extra memory does not grow with n.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> scores = score(compile(two_pillars()), [[1.0, 0.5, 0.0], [0.5, np.nan, 1.0]])
    >>> scores.overall.tolist(), scores.lowest.tolist()
    ([37.5, 75.0], [37.5, 62.5])
    """
    table = np.asarray(points, dtype=np.float64)
    _check_shape("points", table.shape, (len(table) if table.ndim else 0, len(compiled.criteria)))
    masks = _Masks(
        _mask("visible", visible, table.shape),
        _mask("not_applicable", not_applicable, table.shape),
        _mask("unknown", unknown, table.shape),
    )
    scores = _blank(len(table), len(compiled.pillars))
    width = min(len(table), ROWS_AT_ONCE)
    storeys = tuple(storey.spread(width) for storey in compiled.storeys)
    marks: tuple[Marks, ...] = ()
    for start in range(0, len(table), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        sheet = _sheet(table, masks, rows, storeys[0].order)
        # Without masks every row shows the same, so that one look is enough; the last rows may be fewer.
        marks = marks if marks and masks.none and len(table) - start >= width else survey(storeys, sheet)
        _fill(scores, rows, compiled, climb(storeys, sheet, marks), marks)
    return scores


def _mask(name: str, mask: npt.ArrayLike | None, shape: tuple[int, ...]) -> BoolArray | None:
    if mask is None:
        return None
    table = np.asarray(mask)
    _check_shape(name, table.shape, shape)
    if table.dtype != np.bool_:
        raise ValueError(f"{name} must be an array of bool, not of {table.dtype}")
    return table


def _check_shape(name: str, shape: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    if shape != wanted:
        raise ValueError(f"{name} must have the shape {wanted} (assessments, criteria), not {shape}")


def _sheet(table: FloatArray, masks: _Masks, rows: slice, order: IndexArray) -> Sheet:
    """Turn some rows on their side, in the order of the first storey, and settle what each mask leaves."""
    known = table[rows].T[order]
    visible = np.ones(known.shape, np.bool_) if masks.visible is None else masks.visible[rows].T[order]
    due = visible if masks.not_applicable is None else visible & ~masks.not_applicable[rows].T[order]
    unknown = None if masks.unknown is None else masks.unknown[rows].T[order] & due
    if not masks.none:
        known[~due if unknown is None else unknown | ~due] = np.nan
    if np.fmin.reduce(known, axis=None) < 0.0 or np.fmax.reduce(known, axis=None) > 1.0:
        _hold(known, rows, order)
    return Sheet(known, unknown, due, visible)


def _hold(known: FloatArray, rows: slice, order: IndexArray) -> None:
    """Hold between 0 and 1 what rounding alone carried outside, and refuse what lies beyond."""
    beyond = np.argwhere((known < -TOLERANCE) | (known > 1.0 + TOLERANCE))
    if len(beyond):
        seat, row = beyond[0]
        raise ValueError(f"points[{rows.start + row}, {order[seat]}] is {known[seat, row]}, outside 0 to 1")
    np.clip(known, 0.0, 1.0, out=known)


def _blank(n: int, pillars: int) -> Scores:
    return Scores(*(np.empty(n) for _ in range(5)), *(np.empty((n, pillars)) for _ in range(3)))


def _fill(
    scores: Scores, rows: slice, compiled: Compiled, climbed: tuple[Climbed, ...], marks: tuple[Marks, ...]
) -> None:
    whole, pillars = climbed[-1].plain()[:, 0], climbed[-2]
    scores.overall[rows] = overall = 100.0 * whole[NOW]
    scores.lowest[rows] = 100.0 * whole[LOWEST]
    scores.highest[rows] = 100.0 * whole[HIGHEST]
    scores.coverage[rows] = whole[COVERAGE]
    scores.pillars[rows] = (pillar_scores := 100.0 * pillars.now()).T
    scores.pillar_coverage[rows] = pillars.figures[COVERAGE].T
    scores.pillar_levels[rows] = (reached := compiled.pillar_levels.without_breadth(pillar_scores)).T
    scores.level[rows] = compiled.levels.with_breadth(overall, reached, marks[-2].visible > 0.0)
