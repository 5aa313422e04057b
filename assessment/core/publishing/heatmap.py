"""Mean pillar scores by group, each cell safe beside all other cells of its pillar."""

from collections.abc import Sequence
from itertools import repeat

import numpy as np

from assessment.core.levels import ladder
from assessment.core.publishing.distribution import Quartiles, quartiles
from assessment.core.publishing.publication import Cut, plan
from assessment.core.publishing.summary import Frame, Heatmap, HeatRow, PillarFigure, Results, Withheld
from assessment.core.weighing.arrays import BoolArray, FloatArray, IndexArray

Reasons = list[list[Withheld | None]]
Spreads = list[list[Quartiles | None]]


def heatmaps(
    results: Results,
    frame: Frame,
    cuts: Sequence[Cut],
    away: Sequence[BoolArray],
    minimum: int,
    *,
    audited: bool = False,
) -> tuple[Heatmap, ...]:
    """Give the mean of every pillar in every group of every cut.

    Parameters
    ----------
    results : Results
        Pillar scores 0–100; NaN where there is none, left out of the mean.
    frame : Frame
        Pillars and their levels.
    cuts : sequence of Cut
        Groups of the same rows, and which pillars each is asked about.
    away : sequence of bool array [groups]
        Of each cut the groups that stay hidden altogether.
    minimum : int
        Enterprises with a score that a cell needs; 0 shows every cell that has one.
    audited : bool
        As in `publication.plan`.

    Returns
    -------
    tuple of Heatmap
        One for each cut. Means Σs/n unrounded, with the level each mean reaches, and quartiles (type 7) beside them.
        A cell is hidden with its group, when too few of the group have a score, or when the pillar's other cells
        would tell it otherwise; a pillar a group is not asked about says so.

    Notes
    -----
    A pillar is published for all its cuts side by side, and its mean over all beside them, so what stays hidden is
    decided by `publication.plan` over those who have its score: two groups far enough apart may be close among them.

    Examples
    --------
    >>> scores = np.repeat([[20.0], [40.0]], [12, 15], axis=0)
    >>> some = Results(scores[:, 0], np.zeros(27), scores, scores)
    >>> size = Cut("size", ("micro", "small"), np.repeat([0, 1], [12, 15]))
    >>> [shown] = heatmaps(some, Frame((), (), ("people",), ("x",)), [size], [np.zeros(2, bool)], 10)
    >>> [row.pillars[0].mean for row in shown.rows]
    [20.0, 40.0]
    """
    asked = [cut.asked(len(frame.pillars)) for cut in cuts]
    columns = [
        pillar_plan(cuts, [of[:, place] for of in asked], scored, away, minimum, audited=audited)
        for place, scored in enumerate(~np.isnan(results.pillars.T))
    ]
    return tuple(
        _heatmap(results, frame, cut, (asked[at], np.column_stack([column[at] for column in columns])), away[at])
        for at, cut in enumerate(cuts)
    )


def pillar_plan(
    cuts: Sequence[Cut],
    asked: Sequence[BoolArray],
    scored: BoolArray,
    away: Sequence[BoolArray],
    minimum: int,
    *,
    audited: bool = False,
) -> list[BoolArray]:
    """Decide which groups' figures of one pillar stay hidden, all cuts taken together.

    Parameters
    ----------
    cuts : sequence of Cut
        Over the same n enterprises.
    asked : sequence of bool array [groups]
        Of each cut the groups that are asked about the pillar.
    scored : bool array [n]
        Who has a score in it.
    away : sequence of bool array [groups]
        Of each cut the groups that stay hidden altogether.
    minimum : int
        Enterprises a cell needs.
    audited : bool
        As in `publication.plan`.

    Returns
    -------
    list of bool array [groups]
        True where hidden, of each cut; a group that is not asked is hidden only when it is away.

    Notes
    -----
    Where everybody has a score, the groups are those of the plan that gave ``away``, and nothing more has to be hidden.

    Examples
    --------
    >>> size = Cut("size", ("micro", "small"), np.repeat([0, 1], [30, 14]))
    >>> everyone, nobody = np.ones(2, bool), np.zeros(2, bool)
    >>> [hide.tolist() for hide in pillar_plan([size], [everyone], np.arange(44) < 35, [nobody], 10)]
    [[True, True]]
    """
    if scored.all():
        return [gone.copy() for gone in away]
    told = scored & np.logical_and.reduce([of[cut.codes] for cut, of in zip(cuts, asked, strict=True)])
    narrow = [cut.among(of, told) for cut, of in zip(cuts, asked, strict=True)]
    settled = plan(narrow, (), minimum, away=[gone[of] for gone, of in zip(away, asked, strict=True)], audited=audited)
    hide = [gone.copy() for gone in away]
    for column, of, hidden in zip(hide, asked, settled.groups, strict=True):
        column[of] = hidden
    return hide


def _heatmap(results: Results, frame: Frame, cut: Cut, told: tuple[BoolArray, BoolArray], away: BoolArray) -> Heatmap:
    asked, hide = told
    counts, sums = _sums(results.pillars, cut.codes, len(cut.groups))
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
        As in `heatmaps`.

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
