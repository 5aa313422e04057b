"""From many results to published figures: counts, response, levels, spread, heat maps, strongest and weakest."""

from collections.abc import Sequence

import numpy as np

from assessment.core.parts.terms import TOLERANCE
from assessment.core.publishing.distribution import Distribution, distribution, whole_percent
from assessment.core.publishing.heatmap import heatmaps, whole_pillars
from assessment.core.publishing.publication import Cut, plan
from assessment.core.publishing.summary import (
    Breakdown,
    CriterionFigure,
    Crossing,
    Frame,
    Group,
    Results,
    Summary,
    Withheld,
)
from assessment.core.weighing.arrays import BoolArray, IndexArray, UnusableFigures

REACH = 0.6
"""The criterion score from which an enterprise counts as having reached it: the third rung of five."""

LISTED = 5
"""How many criteria are named as strongest and as weakest."""


def summarise(
    results: Results,
    frame: Frame,
    cuts: Sequence[Cut],
    *,
    crossings: Sequence[tuple[str, str]] = (),
    invited: int | None = None,
    minimum: int = 10,
    audited: bool = False,
) -> Summary:
    """Turn sealed results into figures that may be published side by side.

    Parameters
    ----------
    results : Results
        Rows without an overall score are left out of every figure.
    frame : Frame
        What the columns mean.
    cuts : sequence of Cut
        Ways to part the same rows; each gets a breakdown and a heat map.
    crossings : sequence of (str, str)
        Pairs of cut ids to publish as two-way tables, rows first.
    invited : int, optional
        How many enterprises the wave invited, for the response.
    minimum : int
        Enterprises a figure needs; 0 shows all, for pages marked internal.
    audited : bool
        Whether sums of several groups are tried, too, as in `publication.plan`; for what is published.

    Returns
    -------
    Summary
        Means and quartiles unrounded, shares in whole percent, counts only of the whole and of shown groups.

    Raises
    ------
    UnusableFigures
        The columns do not fit the frame, or cuts and results differ in length.

    Notes
    -----
    What stays hidden is decided once by `publication.plan`, and for the cells of the heat maps again by the same rule,
    for each pillar over those who have its score. Nothing is pooled over questionnaires.

    Examples
    --------
    >>> scores = np.linspace(0, 99, 40)
    >>> some = Results(scores, np.zeros(40), scores[:, None], scores[:, None] / 100)
    >>> size = Cut("size", ("micro", "small"), np.repeat([0, 1], [25, 15]))
    >>> shown = summarise(some, Frame((), (), ("people",), ("people.skill",)), [size])
    >>> shown.n, [(group.id, group.n) for group in shown.breakdowns[0].groups]
    (40, [('micro', 25), ('small', 15)])
    """
    _check(results, frame, cuts)
    scored = ~np.isnan(results.overall)
    rows, parted = results.rows(scored), [cut.rows(scored) for cut in cuts]
    n = int(scored.sum())
    places = {cut.id: place for place, cut in enumerate(parted)}
    crossed = [(places[one], places[other]) for one, other in crossings]
    settled = plan(parted, crossed, minimum, audited=audited)
    enough = n >= max(minimum, 1)
    criteria = _criteria(rows, frame, minimum)
    return Summary(
        n=n if enough else None,
        invited=invited,
        response=_response(n, invited) if enough else None,
        distribution=_spread(rows, frame, minimum, counted=True) if enough else None,
        withheld=None if enough else Withheld.FEW,
        pillars=whole_pillars(rows, frame, minimum),
        criteria=criteria,
        strongest=_listed(criteria, best=True),
        weakest=_listed(criteria, best=False),
        breakdowns=tuple(
            _breakdown(rows, frame, cut, away, minimum) for cut, away in zip(parted, settled.groups, strict=True)
        ),
        crossings=tuple(
            _crossing(rows, frame, (parted[one], parted[other]), away, minimum)
            for (one, other), away in zip(crossed, settled.cells, strict=True)
        ),
        heatmaps=heatmaps(rows, frame, parted, settled.groups, minimum, audited=audited),
    )


def _check(results: Results, frame: Frame, cuts: Sequence[Cut]) -> None:
    n = results.overall.size
    shapes = (n,), (n,), (n, len(frame.pillars)), (n, len(frame.criteria))
    columns = results.overall, results.level, results.pillars, results.criteria
    if any(column.shape != shape for column, shape in zip(columns, shapes, strict=True)):
        raise UnusableFigures("the results do not have the rows and columns of the frame")
    if any(cut.codes.size != n for cut in cuts):
        raise UnusableFigures("every cut needs one code for each result")


def _spread(rows: Results, frame: Frame, minimum: int, *, counted: bool) -> Distribution:
    levels = tuple(level.id for level in frame.levels)
    return distribution(rows.overall, rows.level, levels, minimum=minimum, counted=counted)


def _response(n: int, invited: int | None) -> int | None:
    return whole_percent(n, invited) if invited else None


def _breakdown(rows: Results, frame: Frame, cut: Cut, away: BoolArray, minimum: int) -> Breakdown:
    members = _members(cut.codes, len(cut.groups))
    invited = [None] * len(cut.groups) if cut.invited is None else cut.invited.tolist()
    groups = tuple(
        _group(name, rows.rows(chosen), frame, minimum, (hide, asked))
        for name, chosen, hide, asked in zip(cut.groups, members, away.tolist(), invited, strict=True)
    )
    together = int(cut.counts[away].sum())
    return Breakdown(cut.id, groups, int(away.sum()), together if together >= minimum else None)


def _crossing(rows: Results, frame: Frame, cuts: tuple[Cut, Cut], away: BoolArray, minimum: int) -> Crossing:
    first, second = cuts
    codes = first.codes * len(second.groups) + second.codes
    members = _members(codes, away.size)
    named = zip(members, away.ravel().tolist(), list(second.groups) * len(first.groups), strict=True)
    groups = [_group(name, rows.rows(chosen), frame, minimum, (hide, None)) for chosen, hide, name in named]
    width = len(second.groups)
    by_row = tuple(tuple(groups[start : start + width]) for start in range(0, len(groups), width))
    return Crossing(first.id, second.id, first.groups, second.groups, by_row)


def _members(codes: IndexArray, groups: int) -> list[IndexArray]:
    """Give the rows of each group, all groups in one sort."""
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.searchsorted(codes[order], np.arange(1, groups)))


def _group(name: str, rows: Results, frame: Frame, minimum: int, told: tuple[bool, int | None]) -> Group:
    hide, invited = told
    n = rows.overall.size
    if hide:
        return Group(name, None, None, None, Withheld.PROTECTED)
    spread = _spread(rows, frame, minimum, counted=False) if n else None
    return Group(name, n, _response(n, invited), spread, None)


def _criteria(rows: Results, frame: Frame, minimum: int) -> tuple[CriterionFigure, ...]:
    scored = ~np.isnan(rows.criteria)
    counts = scored.sum(axis=0)
    means = np.where(scored, rows.criteria, 0).sum(axis=0) / np.maximum(counts, 1)
    reached = (rows.criteria >= REACH - TOLERANCE).sum(axis=0)
    return tuple(
        CriterionFigure(name, mean, whole_percent(high, n), None)
        if n >= max(minimum, 1)
        else CriterionFigure(name, None, None, Withheld.FEW)
        for name, n, mean, high in zip(frame.criteria, counts.tolist(), means.tolist(), reached.tolist(), strict=True)
    )


def _listed(criteria: Sequence[CriterionFigure], *, best: bool) -> tuple[CriterionFigure, ...]:
    """Name the criteria that most (fewest) reach, the mean deciding between equals; none is named as both."""
    shown = [(each.reached or 0, each.mean, each) for each in criteria if each.mean is not None]
    ordered = sorted(shown, key=lambda figures: figures[:2], reverse=best)
    return tuple(each for *_, each in ordered[: min(LISTED, len(shown) // 2)])
