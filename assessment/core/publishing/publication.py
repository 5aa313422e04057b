"""What of a wave may be published: which groups of which cuts stay hidden, all cuts taken together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assessment.core.publishing.crosstable import hidden_cells
from assessment.core.publishing.exposure import exposing
from assessment.core.suppression import hidden, may_publish
from assessment.core.weighing.arrays import BoolArray, IndexArray, UnusableFigures


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """One way to part the enterprises into groups: by sector, size, place.

    ``codes`` [n] gives the position of each enterprise's group in ``groups``; everybody has one. ``invited`` [groups]
    counts whom the wave invited. ``applies`` [groups, pillars] says which pillars a group is asked about at all; left
    out, all.
    """

    id: str
    groups: tuple[str, ...]
    codes: IndexArray
    invited: IndexArray | None = None
    applies: BoolArray | None = None

    def __post_init__(self) -> None:
        """Refuse codes that name no group."""
        if self.codes.size and (self.codes.min() < 0 or self.codes.max() >= len(self.groups)):
            raise UnusableFigures(f"{self.id}: a code names no group")

    @property
    def counts(self) -> IndexArray:
        """Count the enterprises of each group."""
        return np.bincount(self.codes, minlength=len(self.groups))

    def rows(self, chosen: BoolArray) -> "Cut":
        """Keep the chosen enterprises."""
        return replace(self, codes=self.codes[chosen])

    def asked(self, pillars: int) -> BoolArray:
        """Tell which of so many pillars each group is asked about [groups, pillars]."""
        return np.ones((len(self.groups), pillars), dtype=bool) if self.applies is None else self.applies

    def among(self, asked: BoolArray, chosen: BoolArray) -> "Cut":
        """Keep the groups that are asked, and of the chosen enterprises those in them."""
        places = np.cumsum(asked) - 1
        groups = tuple(name for name, kept in zip(self.groups, asked.tolist(), strict=True) if kept)
        return Cut(self.id, groups, places[self.codes[chosen & asked[self.codes]]])

    def across(self, other: "Cut") -> IndexArray:
        """Count the enterprises in every pair of groups [groups, other's groups]."""
        shape = len(self.groups), len(other.groups)
        return np.bincount(self.codes * shape[1] + other.codes, minlength=shape[0] * shape[1]).reshape(shape)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What stays hidden (True): of each cut's groups, and of each crossing's cells."""

    groups: tuple[BoolArray, ...]
    cells: tuple[BoolArray, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """Something that is told, and the place to hide when it must not be.

    A group or a cell hides itself; a list's hidden groups, told together, take their smallest visible sibling in.
    """

    members: BoolArray
    forced: BoolArray
    place: tuple[int, ...]


def plan(
    cuts: Sequence[Cut],
    crossings: Sequence[tuple[int, int]],
    minimum: int,
    *,
    away: Sequence[BoolArray] | None = None,
    audited: bool = False,
) -> Plan:
    """Decide what stays hidden when the whole, all cuts and all crossings are published side by side.

    Parameters
    ----------
    cuts : sequence of Cut
        Over the same n enterprises, in the same order.
    crossings : sequence of (int, int)
        Pairs of positions in ``cuts`` that are published as a two-way table.
    minimum : int
        Enterprises a group needs; 0 hides nothing, for pages that never leave the house.
    away : sequence of bool array [groups], optional
        Of each cut the groups that stay hidden for another reason.
    audited : bool
        Whether sums of several groups are tried, too, as before publishing; it takes a while.

    Returns
    -------
    Plan
        Every list follows `suppression.hidden`, every table `crosstable.hidden_cells` beside the totals shown in
        its lists, and all groups that are told, a list's hidden groups taken together among them, pass
        `suppression.may_publish` and `exposure.exposing`: the smaller of two that are too close is hidden, and the
        smallest of several that give a few away together, with what its list then needs.

    Raises
    ------
    UnusableFigures
        Cuts of different length, or a crossing whose shorter side is too long.

    Notes
    -----
    The rules are repeated until none of them hides more; each round hides at least one more group, so it ends.
    Missing: an enterprise whose group is unknown belongs to a group of that name.

    Examples
    --------
    >>> size = Cut("size", ("micro", "small", "large"), np.repeat([0, 1, 2], [30, 14, 4]))
    >>> plan([size], [], 10).groups[0].tolist()
    [False, True, True]
    """
    if len({cut.codes.size for cut in cuts}) > 1:
        raise UnusableFigures("all cuts need the same enterprises")
    forced = [np.zeros(len(cut.groups), dtype=bool) if away is None else away[at].copy() for at, cut in enumerate(cuts)]
    barred = [np.zeros((len(cuts[one].groups), len(cuts[other].groups)), dtype=bool) for one, other in crossings]
    while True:
        settled = _hidden_now(cuts, crossings, minimum, forced, barred)
        refused = _refused(_told(cuts, crossings, settled, [*forced, *barred]), minimum, audited=audited)
        if not refused:
            return settled
        for item in refused:
            item.forced[item.place] = True


def told(cuts: Sequence[Cut], crossings: Sequence[tuple[int, int]], settled: Plan) -> BoolArray:
    """Give who belongs to each group that a plan tells, the whole first.

    Parameters
    ----------
    cuts, crossings
        As in `plan`.
    settled : Plan
        What `plan` decided.

    Returns
    -------
    bool array [groups told, n]
        The whole, every shown group, the hidden groups of a list together, every shown cell: to be held against an
        earlier publication by `suppression.too_close`.

    Notes
    -----
    Missing: as in `plan`.

    Examples
    --------
    >>> size = Cut("size", ("micro", "small"), np.repeat([0, 1], [30, 14]))
    >>> told([size], [], plan([size], [], 10)).sum(axis=1).tolist()
    [44, 30, 14]
    """
    n = cuts[0].codes.size if cuts else 0
    items = _told(cuts, crossings, settled, [away.copy() for away in (*settled.groups, *settled.cells)])
    return np.array([np.ones(n, dtype=bool), *(item.members for item in items)])


def _hidden_now(
    cuts: Sequence[Cut],
    crossings: Sequence[tuple[int, int]],
    minimum: int,
    forced: Sequence[BoolArray],
    barred: Sequence[BoolArray],
) -> Plan:
    groups = tuple(hidden(cut.counts, minimum, forced=away) for cut, away in zip(cuts, forced, strict=True))
    cells = tuple(
        hidden_cells(cuts[one].across(cuts[other]), minimum, rows=groups[one], columns=groups[other], forced=away)
        for (one, other), away in zip(crossings, barred, strict=True)
    )
    return Plan(groups, cells)


def _told(
    cuts: Sequence[Cut], crossings: Sequence[tuple[int, int]], settled: Plan, forced: Sequence[BoolArray]
) -> list[_Item]:
    """List everything that is told, each with the array in which it can be forced away: cuts first, then crossings."""
    groups, cells = forced[: len(cuts)], forced[len(cuts) :]
    return [*_told_groups(cuts, settled, groups), *_told_cells(cuts, crossings, settled, cells)]


def _told_groups(cuts: Sequence[Cut], settled: Plan, forced: Sequence[BoolArray]) -> list[_Item]:
    items = []
    for cut, away, force in zip(cuts, settled.groups, forced, strict=True):
        items += [_Item(cut.codes == place, force, (int(place),)) for place in np.flatnonzero(~away)]
        if away.any() and not away.all():
            smallest = np.argmin(np.where(away, cut.codes.size + 1, cut.counts))
            items.append(_Item(away[cut.codes], force, (int(smallest),)))
    return items


def _told_cells(
    cuts: Sequence[Cut], crossings: Sequence[tuple[int, int]], settled: Plan, barred: Sequence[BoolArray]
) -> list[_Item]:
    return [
        _Item((cuts[one].codes == row) & (cuts[other].codes == column), force, (int(row), int(column)))
        for (one, other), away, force in zip(crossings, settled.cells, barred, strict=True)
        for row, column in np.argwhere(~away)
    ]


def _refused(items: Sequence[_Item], minimum: int, *, audited: bool) -> list[_Item]:
    if not items or items[0].members.size < minimum:
        return []
    everyone = np.ones(items[0].members.size, dtype=bool)
    groups = np.array([everyone, *(item.members for item in items)])
    allowed = may_publish(groups, minimum)[1:]
    refused = [item for item, fine in zip(items, allowed, strict=True) if not fine]
    if refused or not audited:
        return refused
    found = exposing(groups, minimum)
    return [] if found is None else [items[found - 1]]
