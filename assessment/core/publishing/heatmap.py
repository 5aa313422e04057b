"""Mean pillar scores by group, each cell safe beside the other cells of its column."""

from itertools import repeat

import numpy as np

from assessment.core.levels import ladder
from assessment.core.publishing.distribution import Quartiles, quartiles
from assessment.core.publishing.publication import Cut
from assessment.core.publishing.summary import Frame, Heatmap, HeatRow, PillarFigure, Results, Withheld
from assessment.core.suppression import hidden
from assessment.core.weighing.arrays import BoolArray, FloatArray, IndexArray

Reasons = list[list[Withheld | None]]
Spreads = list[list[Quartiles | None]]


def heatmap(results: Results, frame: Frame, cut: Cut, away: BoolArray, minimum: int) -> Heatmap:
    """Give the mean of every pillar in every group of a cut.

    Parameters
    ----------
    results : Results
        Pillar scores 0–100; NaN where there is none, left out of the mean.
    frame : Frame
        Pillars and their levels.
    cut : Cut
        Groups of the same rows, and which pillars each is asked about.
    away : bool array [groups]
        Groups that stay hidden altogether.
    minimum : int
        Enterprises with a score that a cell needs; 0 shows every cell that has one.

    Returns
    -------
    Heatmap
        Means Σs/n unrounded, with the level each mean reaches, and quartiles (type 7) beside them. A cell is hidden
        with its group, when too few of the group have a score, or when the column would tell it otherwise; a pillar
        a group is not asked about says so.

    Notes
    -----
    The column's mean over all is published too, so each column follows `suppression.hidden` on its own counts.

    Examples
    --------
    >>> scores = np.repeat([[20.0], [40.0]], [12, 15], axis=0)
    >>> some = Results(scores[:, 0], np.zeros(27), scores, scores)
    >>> size = Cut("size", ("micro", "small"), np.repeat([0, 1], [12, 15]))
    >>> shown = heatmap(some, Frame((), (), ("people",), ("x",)), size, np.zeros(2, bool), 10)
    >>> [row.pillars[0].mean for row in shown.rows]
    [20.0, 40.0]
    """
    counts, sums = _sums(results.pillars, cut.codes, len(cut.groups))
    asked = np.ones(counts.shape, dtype=bool) if cut.applies is None else cut.applies
    hide = np.column_stack(
        [_column(counts[:, place], asked[:, place], away, minimum) for place in range(counts.shape[1])]
    )
    means = np.where(hide | (counts == 0) | ~asked, np.nan, sums / np.maximum(counts, 1))
    reasons = _reasons(~asked, Withheld.NOT_ASKED, _reasons(hide, Withheld.PROTECTED))
    figures = _figures(frame, means, reasons, _spreads(results.pillars, cut.codes, means))
    rows = zip(cut.groups, cut.counts.tolist(), away.tolist(), figures, strict=True)
    return Heatmap(cut.id, tuple(HeatRow(name, None if gone else n, cells) for name, n, gone, cells in rows))


def whole_pillars(results: Results, frame: Frame, minimum: int) -> tuple[PillarFigure, ...]:
    """Give the mean of every pillar over all rows with a score, withheld where they are fewer than the minimum.

    Parameters
    ----------
    results, frame, minimum
        As in `heatmap`.

    Returns
    -------
    tuple of PillarFigure
        In the order of the questionnaire.

    Notes
    -----
    Mean Σs/n over the rows with a score, unrounded.

    Examples
    --------
    >>> scores = np.full((12, 1), 30.0)
    >>> some = Results(scores[:, 0], scores[:, 0], scores, scores)
    >>> whole_pillars(some, Frame((), (), ("people",), ("x",)), 10)[0].mean
    30.0
    """
    everybody = np.zeros(len(results.pillars), dtype=np.intp)
    counts, sums = _sums(results.pillars, everybody, 1)
    few = counts < max(minimum, 1)
    means = np.where(few, np.nan, sums / np.maximum(counts, 1))
    return _figures(frame, means, _reasons(few, Withheld.FEW), _spreads(results.pillars, everybody, means))[0]


def _sums(pillars: FloatArray, codes: IndexArray, groups: int) -> tuple[IndexArray, FloatArray]:
    """Count and sum the scores of each pillar in each group [groups, pillars]."""
    scored = ~np.isnan(pillars)
    known = np.where(scored, pillars, 0)
    columns = range(pillars.shape[1])
    counts = [np.bincount(codes[scored[:, place]], minlength=groups) for place in columns]
    sums = [np.bincount(codes, known[:, place], groups) for place in columns]
    return np.array(counts, dtype=np.intp).T, np.array(sums, dtype=np.float64).T


def _column(counts: IndexArray, asked: BoolArray, away: BoolArray, minimum: int) -> BoolArray:
    hide = away.copy()
    hide[asked] = hidden(counts[asked], minimum, forced=away[asked])
    return hide


def _reasons(where: BoolArray, why: Withheld, others: Reasons | None = None) -> Reasons:
    return [
        [why if cell else other for cell, other in zip(line, others[at] if others else repeat(None), strict=False)]
        for at, line in enumerate(where.tolist())
    ]


def _spreads(pillars: FloatArray, codes: IndexArray, means: FloatArray) -> Spreads:
    """Give the quartiles of every cell whose mean is shown [groups][pillars]."""
    order = np.argsort(codes, kind="stable")
    parts = np.split(order, np.searchsorted(codes[order], np.arange(1, len(means))))
    return [
        [
            None if np.isnan(mean) else quartiles(column[~np.isnan(column)])
            for column, mean in zip(np.sort(pillars[part], axis=0).T, line, strict=True)
        ]
        for part, line in zip(parts, means, strict=True)
    ]


def _figures(frame: Frame, means: FloatArray, reasons: Reasons, spreads: Spreads) -> list[tuple[PillarFigure, ...]]:
    levels = frame.pillar_levels
    reached = ladder(levels).without_breadth(means) if levels else np.full(means.shape, np.nan)
    return [
        tuple(_figure(*cell) for cell in zip(frame.pillars, *line, strict=True))
        for line in zip(means.tolist(), reached.tolist(), reasons, spreads, strict=True)
    ]


def _figure(
    pillar: str, mean: float, level: float, withheld: Withheld | None, spread: Quartiles | None
) -> PillarFigure:
    shown, reached = (None if np.isnan(figure) else figure for figure in (mean, level))
    return PillarFigure(pillar, shown, None if reached is None else int(reached), withheld, spread)
