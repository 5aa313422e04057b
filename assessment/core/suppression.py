"""Which groups stay hidden, so that no figure of a few enterprises can be read or worked out.

`hidden` guards one list of groups beside its total, `crosstable.hidden_cells` a table beside its margins, and
`may_publish` groups of different cuts against being subtracted from each other.
"""

import numpy as np
import numpy.typing as npt

from assessment.core.weighing.arrays import BoolArray, IndexArray, UnusableFigures


def hidden(counts: npt.ArrayLike, minimum: int, *, forced: npt.ArrayLike | None = None) -> BoolArray:
    """Tell which cells of a list stay hidden beside its published total.

    Parameters
    ----------
    counts : int array [cells]
        Enterprises in each cell; a whole number of at least 0. There is no missing count: nobody is 0.
    minimum : int
        Enterprises a cell needs to be shown; 0 hides nothing.
    forced : bool array [cells], optional
        Cells that stay hidden for another reason, whatever their count.

    Returns
    -------
    bool array [cells]
        True where hidden: cells below the minimum (zero too, since "none" is an answer), and as many more as bring
        the hidden sum, which everyone can work out from the total, to the minimum or above, and never leave one
        cell hidden alone. The smallest visible sibling joins first; of equal ones the first.

    Raises
    ------
    UnusableFigures
        The counts are not one list of whole numbers of at least 0.

    Notes
    -----
    hide = {c < m}; while |hide| = 1 or Σ_hide c < m: hide ← hide ∪ {argmin of the visible}. Where all cells together
    are below the minimum, all are hidden, and the total has to be withheld by the caller. Remainder rule:
    Hundepool et al. (2012), Statistical Disclosure Control, ch. 4 (primary and secondary suppression).

    Examples
    --------
    >>> hidden([45, 28, 7, 12], 10).tolist()
    [False, False, True, True]
    >>> hidden([45, 28, 7, 5], 10).tolist()
    [False, False, True, True]
    """
    cells = as_counts(counts, dimensions=1)
    hide = cells < minimum
    if forced is not None:
        hide |= np.asarray(forced, dtype=bool)
    if not hide.any():
        return hide
    for cell in np.argsort(cells, kind="stable"):
        if hide.sum() > 1 and cells[hide].sum() >= minimum:
            break
        hide[cell] = True
    return hide


def may_publish(groups: npt.ArrayLike, minimum: int = 10) -> BoolArray:
    """Tell which groups may be published side by side, so that none can be subtracted from another.

    Parameters
    ----------
    groups : bool array [groups, n]
        Who belongs to each group, over the same n enterprises.
    minimum : int
        Enterprises a group needs, and by which two groups must differ when one holds the other.

    Returns
    -------
    bool array [groups]
        True where a group may be published. The largest comes first, and a group is refused when it has fewer than
        ``minimum`` members, or when it lies within an admitted one and the rest between them is smaller than that.
        Groups of the same members may stand together: their difference tells nothing.

    Raises
    ------
    UnusableFigures
        The memberships are not a table of groups by enterprises.

    Notes
    -----
    A ⊂ B conflict when 1 ≤ |B| − |A| < minimum. It compares pairs; sums over a list or a table are the business of
    `hidden` and `crosstable.hidden_cells`. Differencing: Hundepool et al. (2012), Statistical Disclosure Control,
    ch. 5. Missing: a membership is known or it is False.

    Examples
    --------
    >>> everyone, coast = np.ones(30, bool), np.arange(30) < 25
    >>> may_publish([everyone, coast]).tolist()
    [True, False]
    """
    members = np.asarray(groups, dtype=bool)
    if members.ndim != 2:  # noqa: PLR2004
        raise UnusableFigures("memberships are a table of groups by enterprises")
    sizes = members.sum(axis=1)
    held = _held_closely(members, sizes, minimum)
    allowed = np.zeros(len(sizes), dtype=bool)
    for group in np.argsort(-sizes, kind="stable"):
        allowed[group] = sizes[group] >= minimum and not (held[group] & allowed).any()
    return allowed


def too_close(now: npt.ArrayLike, before: npt.ArrayLike, minimum: int = 10) -> BoolArray:
    """Tell which groups could be subtracted from ones published earlier, such as a few enterprises later.

    Parameters
    ----------
    now, before : bool arrays [groups, n]
        Who belongs to each group told now and to each told before, over the same n enterprises.
    minimum : int
        Enterprises by which two groups must differ when one holds the other.

    Returns
    -------
    bool array [groups now]
        True where a group holds an earlier one, or lies within one, and differs from it by 1 to ``minimum`` − 1.

    Raises
    ------
    UnusableFigures
        The memberships are not tables over the same enterprises.

    Notes
    -----
    The rule of `may_publish` across time: figures once told cannot be taken back, so a new snapshot with such a group
    has to wait for more enterprises. Missing: a membership is known or it is False.

    Examples
    --------
    >>> people = np.arange(40)
    >>> too_close([people < 33, people < 40], [people < 30]).tolist()
    [True, False]
    """
    first, second = np.asarray(now, dtype=bool), np.asarray(before, dtype=bool)
    if first.ndim != 2 or second.ndim != 2 or first.shape[1] != second.shape[1]:  # noqa: PLR2004
        raise UnusableFigures("memberships are tables of groups over the same enterprises")
    everything = np.vstack([first, second])
    held = _held_closely(everything, everything.sum(axis=1), minimum)
    return np.asarray((held | held.T)[: len(first), len(first) :].any(axis=1))


def as_counts(counts: npt.ArrayLike, *, dimensions: int) -> IndexArray:
    """Read counts of enterprises, refusing anything but whole numbers of at least 0."""
    figures = np.asarray(counts)
    if figures.ndim != dimensions:
        raise UnusableFigures(f"counts need {dimensions} dimension(s), got {figures.ndim}")
    whole = figures.astype(np.intp) if figures.dtype.kind in "bui" or np.isfinite(figures).all() else None
    if whole is None or (whole != figures).any() or (whole < 0).any():
        raise UnusableFigures("a count of enterprises is a whole number of at least 0")
    return whole


def _held_closely(members: BoolArray, sizes: IndexArray, minimum: int) -> BoolArray:
    """Tell of each pair whether the first lies within the second and leaves too few outside."""
    # Single precision counts exactly up to 16 million members, and multiplies many times faster than integers.
    figures = members.astype(np.float32)
    within = (figures @ figures.T).astype(np.intp) == sizes[:, None]
    rest = sizes - sizes[:, None]
    return np.asarray(within & (rest > 0) & (rest < minimum))
