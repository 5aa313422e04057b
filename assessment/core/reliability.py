"""How well the items of a scale hang together, and what single items do: alpha, item-rest correlation, shares.

A maturity index is formative: its criteria need not correlate. A low figure is a question to ask, not a verdict.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.parts.terms import TOLERANCE
from assessment.core.weighing.arrays import BoolArray, FloatArray, UnusableFigures, as_table

NOTHING = 1e-12
"""A variance below this part of the items' own is rounding, and no figure is built on it."""


@dataclass(frozen=True, slots=True)
class ItemShares:
    """Shares 0–1 per item [items], NaN where nobody was asked (or, for floor and ceiling, nobody has a score).

    ``n`` counts those asked; ``floor`` and ``ceiling`` are parts of those with a score of their own, the other three
    parts of those asked.
    """

    n: npt.NDArray[np.intp]
    floor: FloatArray
    ceiling: FloatArray
    not_applicable: FloatArray
    unknown: FloatArray
    missing: FloatArray


def cronbach_alpha(scores: npt.ArrayLike) -> float:
    """Tell how far the items of a scale vary together.

    Parameters
    ----------
    scores : array [n, items]
        One row per enterprise; rows with NaN are left out.

    Returns
    -------
    float
        At most 1; 0.7 is the usual bar, 0.6 a lenient one. NaN with fewer than two items or two complete rows, or
        where the sum of the items does not vary.

    Raises
    ------
    UnusableFigures
        The scores are not a table, or some are infinite.

    Notes
    -----
    α = Q/(Q − 1) · (1 − Σ var(x_q) / var(Σ x_q)), variances with n − 1. It measures consistency, not that there is
    one dimension only: see `components.principal_components`. Checked against pingouin and COINr.

    References
    ----------
    Cronbach (1951), Psychometrika 16(3), 297-334; OECD/JRC Handbook (2008), step 4.

    Examples
    --------
    >>> round(cronbach_alpha([[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 5, 5]]), 4)
    0.9589
    """
    return _alpha(_covariance(complete(scores)))


def item_rest_correlation(scores: npt.ArrayLike) -> FloatArray:
    """Correlate each item with the sum of all others.

    Parameters
    ----------
    scores : array [n, items]
        One row per enterprise; rows with NaN are left out.

    Returns
    -------
    array [items]
        From −1 to 1; below about 0.2 the item says something else than the rest, below 0 the contrary. NaN where the
        item or its rest does not vary, or with fewer than two complete rows.

    Raises
    ------
    UnusableFigures
        The scores are not a table, or some are infinite.

    Notes
    -----
    r_q = cov(x_q, T − x_q) / √(var(x_q) · var(T − x_q)) with T = Σ x_q; leaving the item out of its own total avoids
    the part-whole overlap. Nunnally and Bernstein (1994), Psychometric Theory, ch. 8.

    Examples
    --------
    >>> item_rest_correlation([[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 5, 5]]).round(3).tolist()
    [0.994, 0.885, 0.889]
    """
    covariance = _covariance(complete(scores))
    own, with_total = np.diag(covariance), covariance.sum(axis=1)
    rest = covariance.sum() - 2 * with_total + own
    least = NOTHING * np.trace(covariance)
    varies = (own > least) & (rest > least)
    spread = np.sqrt(np.where(varies, own * rest, np.nan))
    return np.asarray((with_total - own) / spread)


def alpha_if_dropped(scores: npt.ArrayLike) -> FloatArray:
    """Give the alpha of the scale without each item in turn.

    Parameters
    ----------
    scores : array [n, items]
        One row per enterprise; rows with NaN in any item are left out, also where that item is the one dropped.

    Returns
    -------
    array [items]
        An item whose absence raises alpha does not go with the others. NaN with fewer than three items.

    Raises
    ------
    UnusableFigures
        The scores are not a table, or some are infinite.

    Notes
    -----
    `cronbach_alpha` of the remaining Q − 1 items over the same rows.

    Examples
    --------
    >>> alpha_if_dropped([[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 5, 5]]).round(4).tolist()
    [0.8972, 0.96, 0.967]
    """
    covariance = _covariance(complete(scores))
    items = range(len(covariance))
    return np.array([_alpha(np.delete(np.delete(covariance, item, 0), item, 1)) for item in items], dtype=np.float64)


def item_shares(
    scores: npt.ArrayLike,
    *,
    visible: npt.ArrayLike | None = None,
    not_applicable: npt.ArrayLike | None = None,
    unknown: npt.ArrayLike | None = None,
) -> ItemShares:
    """Tell of each item how many stand at its floor or ceiling, and how many gave no answer, and why.

    Parameters
    ----------
    scores : array [n, items]
        Criterion scores 0–1; NaN where there is none.
    visible, not_applicable, unknown : bool arrays [n, items], optional
        The same masks as of `scoring.score`: left out, everything is visible and NaN is a missing answer.

    Returns
    -------
    ItemShares
        Floor and ceiling: score 0 or 1 within 1e-9, among answers other than don't know, which is scored 0 without
        being the lowest answer. A floor or ceiling above 0.8 hardly tells enterprises apart.

    Raises
    ------
    UnusableFigures
        A mask has another shape than the scores, or the scores are not a table.

    Notes
    -----
    Share = count / those asked, where asked means visible; for floor and ceiling, count / those with an answer.

    Examples
    --------
    >>> shares = item_shares([[0.0], [1.0], [0.5], [np.nan]])
    >>> shares.floor.round(3).tolist(), shares.ceiling.round(3).tolist(), shares.missing.tolist()
    ([0.333], [0.333], [0.25])
    """
    table = as_table(scores)
    asked = _mask(visible, table, default=True)
    away, doubt = (asked & _mask(mask, table, default=False) for mask in (not_applicable, unknown))
    answered = asked & ~away & ~doubt & ~np.isnan(table)
    n, answers = asked.sum(axis=0), answered.sum(axis=0)
    return ItemShares(
        n=n,
        floor=_share(answered & (table <= TOLERANCE), answers),
        ceiling=_share(answered & (table >= 1 - TOLERANCE), answers),
        not_applicable=_share(away, n),
        unknown=_share(doubt & ~away, n),
        missing=_share(asked & ~away & ~doubt & ~answered, n),
    )


def complete(scores: npt.ArrayLike) -> FloatArray:
    """Keep the rows of a table that miss nothing."""
    table = as_table(scores)
    return np.asarray(table[~np.isnan(table).any(axis=1)])


def _covariance(table: FloatArray) -> FloatArray:
    """Covariances [items, items] with n − 1; NaN throughout with fewer than two rows."""
    n, items = table.shape
    if n < 2:  # noqa: PLR2004
        return np.full((items, items), np.nan)
    centred = table - table.mean(axis=0)
    # A column that never varies shall not vary by the rounding of its own mean.
    centred[:, np.ptp(table, axis=0) == 0] = 0
    return np.asarray(centred.T @ centred / (n - 1))


def _alpha(covariance: FloatArray) -> float:
    items, own, total = len(covariance), np.trace(covariance), covariance.sum()
    if items < 2 or not total > NOTHING * own:  # noqa: PLR2004
        return float("nan")
    return float(items / (items - 1) * (1 - own / total))


def _mask(mask: npt.ArrayLike | None, table: FloatArray, *, default: bool) -> BoolArray:
    if mask is None:
        return np.full(table.shape, default)
    read = np.asarray(mask, dtype=bool)
    if read.shape != table.shape:
        raise UnusableFigures("a mask needs the shape of the scores")
    return read


def _share(chosen: BoolArray, whole: npt.NDArray[np.intp]) -> FloatArray:
    return np.asarray(np.where(whole > 0, chosen.sum(axis=0) / np.maximum(whole, 1), np.nan))
