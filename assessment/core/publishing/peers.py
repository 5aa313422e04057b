"""One's own place among others, from published figures alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from assessment.core.publishing.distribution import Distribution
from assessment.core.publishing.summary import Group, PillarFigure, Summary, Withheld

LEAST, MOST = 1, 99
"""Nobody is told to be above none or all: the shares that are published are rounded."""


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """A group one belongs to, as far as it is published.

    ``cuts`` and ``groups`` name it: one of each for a sector, size or place, two for a crossing, none for the whole.
    ``pillars`` are in the order of the questionnaire; there are none for a crossing.
    """

    cuts: tuple[str, ...]
    groups: tuple[str, ...]
    n: int | None
    distribution: Distribution | None
    pillars: tuple[PillarFigure, ...]
    withheld: Withheld | None

    @property
    def code(self) -> str:
        """A short name for addresses."""
        return "-".join(self.cuts) or "all"


def peer_groups(summary: Summary, facts: Mapping[str, str]) -> tuple[PeerGroup, ...]:
    """Find the groups of a publication that an enterprise belongs to.

    Parameters
    ----------
    summary : Summary
        Published figures.
    facts : mapping of str to str
        The enterprise's group in each cut.

    Returns
    -------
    tuple of PeerGroup
        A group for each cut in the order of publication, then the crossings, then the whole; hidden ones without
        figures.

    Examples
    --------
    >>> from assessment.core.aggregate import summarise
    >>> from assessment.core.publishing.publication import Cut
    >>> from assessment.core.publishing.summary import Frame, Results
    >>> scores = np.linspace(0, 99, 40)
    >>> some = Results(scores, np.zeros(40), scores[:, None], scores[:, None] / 100)
    >>> size = Cut("size", ("micro", "small"), np.repeat([0, 1], [25, 15]))
    >>> shown = summarise(some, Frame((), (), ("people",), ("people.skill",)), [size])
    >>> [(each.code, each.n) for each in peer_groups(shown, {"size": "small"})]
    [('size', 15), ('all', 40)]
    """
    return (
        *_of_cuts(summary, facts),
        *_of_crossings(summary, facts),
        PeerGroup((), (), summary.n, summary.distribution, summary.pillars, summary.withheld),
    )


def _of_cuts(summary: Summary, facts: Mapping[str, str]) -> Iterator[PeerGroup]:
    heat = {(each.cut, row.group): row.pillars for each in summary.heatmaps for row in each.rows}
    for breakdown in summary.breakdowns:
        mine = facts.get(breakdown.cut, "")
        found = next((group for group in breakdown.groups if group.id == mine), None)
        if found is not None:
            yield _group((breakdown.cut,), (mine,), found, heat.get((breakdown.cut, mine), ()))


def _of_crossings(summary: Summary, facts: Mapping[str, str]) -> Iterator[PeerGroup]:
    for crossing in summary.crossings:
        row, column = facts.get(crossing.rows, ""), facts.get(crossing.columns, "")
        if row in crossing.row_groups and column in crossing.column_groups:
            cell = crossing.groups[crossing.row_groups.index(row)][crossing.column_groups.index(column)]
            yield _group((crossing.rows, crossing.columns), (row, column), cell, ())


def _group(
    cuts: tuple[str, ...], groups: tuple[str, ...], found: Group, pillars: tuple[PillarFigure, ...]
) -> PeerGroup:
    return PeerGroup(cuts, groups, found.n, found.distribution, pillars, found.withheld)


def share_below(spread: Distribution, score: float) -> int:
    """Estimate how many in a hundred of a group score lower, from what is published of it.

    Parameters
    ----------
    spread : Distribution
        Bins with whole percent, and quartiles.
    score : float
        0–100.

    Returns
    -------
    int
        1–99.

    Notes
    -----
    Linear between the published points of the cumulative distribution: the edges of the bins with the shares up to
    them, made up to 100, and the three quartiles. Where rounding makes a later point lower than an earlier one, the
    earlier holds. One's own score is counted on both sides alike: it is in the group, and not below itself.

    Examples
    --------
    >>> from assessment.core.publishing.distribution import distribution
    >>> group = distribution(np.arange(100.0), np.zeros(100), (0,), minimum=10, counted=False)
    >>> [share_below(group, score) for score in (0, 45, 79, 100)]
    [1, 45, 79, 99]
    """
    total = sum(each.share for each in spread.bins) or 1
    edges = [(each.high, 100 * held / total) for each, held in zip(spread.bins, _held(spread), strict=True)]
    middle = [(spread.lower, 25.0), (spread.median, 50.0), (spread.upper, 75.0)]
    points = sorted([(0.0, 0.0), *edges, *middle])
    reached = list(accumulate((share for _, share in points), max))
    found = float(np.interp(score, [at for at, _ in points], reached))
    return min(max(int(found + 0.5), LEAST), MOST)


def _held(spread: Distribution) -> list[int]:
    return list(accumulate(each.share for each in spread.bins))
