"""Which cells of a two-way table stay hidden, so that none can be worked back from rows, columns and total."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.suppression import as_counts, hidden
from assessment.core.weighing.arrays import BoolArray, IndexArray, UnusableFigures

LONGEST_SHORT_SIDE = 12
"""Every subset of the shorter side is looked at, so that side has to be short."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """How rows and columns fall into the lines whose sums are known: hidden margins are known only together."""

    rows: IndexArray
    columns: IndexArray

    def gathered(self, figures: IndexArray) -> IndexArray:
        """Sum a table [rows, columns] into [row lines, column lines]."""
        table = np.zeros((self.rows.max() + 1, self.columns.max() + 1), dtype=np.intp)
        np.add.at(table, (self.rows[:, None], self.columns[None, :]), figures)
        return table

    def spread(self, chosen: BoolArray) -> BoolArray:
        """Give back to the cells of the table what was decided for their lines."""
        return np.asarray(chosen[self.rows[:, None], self.columns[None, :]])


def hidden_cells(
    counts: npt.ArrayLike,
    minimum: int,
    *,
    rows: npt.ArrayLike | None = None,
    columns: npt.ArrayLike | None = None,
    forced: npt.ArrayLike = False,
) -> BoolArray:
    """Tell which cells of a table stay hidden beside its row totals, column totals and grand total.

    Parameters
    ----------
    counts : int array [rows, columns]
        Enterprises in each cell; nobody is 0, there is no missing count. Of rows and columns whose totals are
        shown, the fewer are at most 12.
    minimum : int
        Enterprises a cell needs to be shown; 0 hides nothing.
    rows, columns : bool arrays, optional
        Which row and column totals are hidden; left out, what `suppression.hidden` says of the totals.
    forced : bool array [rows, columns], optional
        Cells that stay hidden for another reason, whatever their count.

    Returns
    -------
    bool array [rows, columns]
        True where hidden: cells below the minimum, all cells of a hidden row or column, and as many more as are
        needed until nothing below the minimum can be worked out from what is shown. Small cells in lines that
        hide something already join first.

    Raises
    ------
    UnusableFigures
        The counts are not a table of whole numbers of at least 0, or both sides are too long.

    Notes
    -----
    What can be worked out are sums and differences of whole lines. Let R be some rows and C the columns that hide
    nothing outside R: rows R minus columns C tell the sum of the hidden cells in R × not C. The table is safe when
    for every R this sum is at least the minimum and of more than one cell, and so is every line's own. Then, by the
    theory of flows in the graph of rows and columns, every hidden cell below the minimum could also be larger, even
    for a reader who knows that counts are whole and not negative. A hidden total is known only together with the
    other hidden totals, so their rows (columns) count as one. Hundepool et al. (2012), Statistical Disclosure
    Control, ch. 4; Gusfield (1988), SIAM J. Computing 17(3), 552-571.

    Examples
    --------
    >>> hidden_cells([[20, 30, 4], [25, 12, 40], [31, 15, 22]], 10).tolist()
    [[True, False, True], [True, False, True], [False, False, False]]
    """
    cells = as_counts(counts, dimensions=2)
    if cells.sum() < minimum or not cells.size:
        return np.ones(cells.shape, dtype=bool)
    away = [
        hidden(cells.sum(axis=axis), minimum) if given is None else np.asarray(given, dtype=bool)
        for axis, given in ((1, rows), (0, columns))
    ]
    lines = _Lines(_numbered(away[0]), _numbered(away[1]))
    if min(lines.rows.max(), lines.columns.max()) >= LONGEST_SHORT_SIDE:
        raise UnusableFigures(f"the shorter side of the table has more than {LONGEST_SHORT_SIDE} shown totals")
    hide = (cells < minimum) | np.asarray(forced, dtype=bool) | away[0][:, None] | away[1]
    return _settled(cells, hide, lines, minimum)


def _numbered(away: BoolArray) -> IndexArray:
    """Give each shown line a number of its own, and all hidden ones the number 0."""
    numbers = np.cumsum(~away) - (0 if away.any() else 1)
    return np.where(away, 0, numbers).astype(np.intp)


def _settled(cells: IndexArray, hide: BoolArray, lines: _Lines, minimum: int) -> BoolArray:
    """Hide one more cell at a time until nothing small can be worked out."""
    while (loose := _loose(cells, hide, lines, minimum)) is not None:
        open_cells = np.argwhere(loose & ~hide)
        beside = hide.sum(axis=1)[open_cells[:, 0]] * hide.sum(axis=0)[open_cells[:, 1]] > 0
        smallest = np.lexsort((cells[tuple(open_cells.T)], ~beside))[0]
        hide[tuple(open_cells[smallest])] = True
    return hide


def _loose(cells: IndexArray, hide: BoolArray, lines: _Lines, minimum: int) -> BoolArray | None:
    """Find the first sum that tells too much, and give the cells of which one more, hidden, would cover it."""
    number, total = lines.gathered(hide.astype(np.intp)), lines.gathered(np.where(hide, cells, 0))
    turned = number.shape[0] > number.shape[1]
    if turned:
        number, total = number.T, total.T
    for loose in _candidates(number, total, minimum):
        around = lines.spread(loose.T if turned else loose)
        if (around & ~hide).any():
            return around
    return None


def _candidates(number: IndexArray, total: IndexArray, minimum: int) -> list[BoolArray]:
    """Give, for every sum that tells too much, the lines' cells that could cover it: single lines first."""
    found = []
    for axis in (1, 0):
        known, members = total.sum(axis=axis), number.sum(axis=axis)
        short = (members > 0) & ((members == 1) | (known < minimum))
        for line in np.flatnonzero(short):
            around = np.zeros(number.shape, dtype=bool)
            around[(line, slice(None)) if axis else (slice(None), line)] = True
            found.append(around)
    return found or _differences(number, total, minimum)


def _differences(number: IndexArray, total: IndexArray, minimum: int) -> list[BoolArray]:
    size = number.shape[0]
    subsets = (np.arange(2**size)[:, None] >> np.arange(size)) & 1
    outside = ((1 - subsets) @ number) > 0
    members = ((subsets @ number) * outside).sum(axis=1)
    known = ((subsets @ total) * outside).sum(axis=1)
    short = np.flatnonzero((members > 0) & ((members == 1) | (known < minimum)))
    # A cell covers the difference when it joins a row of R, or opens to the other rows a column that lay within R.
    return [(subsets[number_of, :, None] == 1) | ~outside[number_of] for number_of in short]
