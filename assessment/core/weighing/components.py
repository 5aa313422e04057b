"""Principal components: what the answers themselves say about weights. Information, never a rule."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from assessment.core.weighing.arrays import FloatArray, UnusableFigures, as_table

ROUNDS = 500
"""Varimax settles long before; the bound only makes sure that it always ends."""


@dataclass(frozen=True, slots=True)
class PrincipalComponents:
    """Eigenvalues with the share of variance each explains, rotated loadings, and the weights they suggest.

    ``eigenvalues`` and ``explained`` [items that vary], greatest first; ``loadings`` [items, kept]; ``weights``
    [items], summing to 1. An item that does not vary has NaN loadings and weight: nothing can be said of it.
    """

    n: int
    eigenvalues: FloatArray
    explained: FloatArray
    kept: int
    loadings: FloatArray
    weights: FloatArray


def principal_components(scores: npt.ArrayLike) -> PrincipalComponents:
    """Tell how many dimensions the items have, and which weights their correlations suggest.

    Parameters
    ----------
    scores : array [n, items]
        One row per enterprise; rows with NaN are left out.

    Returns
    -------
    PrincipalComponents
        Of the correlation matrix of the items that vary; ``n`` counts the rows used.

    Raises
    ------
    UnusableFigures
        Fewer than three complete rows, or fewer than two items that vary.

    Notes
    -----
    R = V Λ Vᵀ; loadings V √Λ of the components with an eigenvalue above 1 (at least one), rotated by varimax with
    Kaiser's normalisation. Each item belongs to the component it loads on most; its weight is loading² ÷ the
    component's Σ loading² × the component's share of the variance explained by those kept, rescaled to sum to 1.

    References
    ----------
    OECD/JRC Handbook (2008), step 6, principal components and factor analysis, pp. 89-91; Kaiser (1958),
    Psychometrika 23(3), 187-200.

    Examples
    --------
    >>> found = principal_components([[1, 2, 1], [2, 4, 3], [3, 6, 2], [4, 8, 4]])
    >>> found.kept, found.explained.round(3).tolist(), found.weights.round(3).tolist()
    (1, [0.912, 0.088, 0.0], [0.351, 0.351, 0.298])
    """
    table = as_table(scores)
    table = table[~np.isnan(table).any(axis=1)]
    varies = np.ptp(table, axis=0) > 0 if len(table) else np.zeros(table.shape[1], dtype=bool)
    if len(table) < 3 or varies.sum() < 2:  # noqa: PLR2004
        raise UnusableFigures("principal components need three complete rows and two items that vary")
    values, vectors = np.linalg.eigh(np.corrcoef(table[:, varies], rowvar=False))
    values, vectors = np.clip(values[::-1], 0, None), vectors[:, ::-1]
    kept = max(1, int((values > 1 + 1e-9).sum()))
    rotated = _signed(varimax(vectors[:, :kept] * np.sqrt(values[:kept])))
    loadings = np.full((varies.size, kept), np.nan)
    loadings[varies] = rotated
    weights = np.full(varies.size, np.nan)
    weights[varies] = _weights(rotated)
    return PrincipalComponents(len(table), values, values / values.sum(), kept, loadings, weights)


def influence(scores: npt.ArrayLike, total: npt.ArrayLike) -> FloatArray:
    """Correlate every pillar with the total: what it does to the order of enterprises, whatever its weight.

    Parameters
    ----------
    scores : array [n, pillars]
        Pillar scores; where one is NaN, the row is left out for that pillar.
    total : array [n]
        The overall score, or that of the node above.

    Returns
    -------
    array [pillars]
        Pearson's r from −1 to 1; NaN with fewer than three rows or where either does not vary.

    Raises
    ------
    UnusableFigures
        The scores and the total do not have the same rows.

    Notes
    -----
    r = cov(s, y) / (sd(s) · sd(y)). Weights in a mean are rates of exchange; a pillar that hardly varies has little
    influence at any weight. Paruolo, Saisana and Saltelli (2013), J. R. Statist. Soc. A 176(3), 609-634. Checked
    against COINr 1.1.14.

    Examples
    --------
    >>> influence([[1, 5], [2, 5], [4, 5]], [3, 4, 6]).round(3).tolist()
    [1.0, nan]
    """
    table, whole = as_table(scores), np.asarray(total, dtype=np.float64)
    if whole.shape != table.shape[:1]:
        raise UnusableFigures("every row needs a total")
    return np.array([_correlation(column, whole) for column in table.T], dtype=np.float64)


def _correlation(column: FloatArray, total: FloatArray) -> float:
    both = ~(np.isnan(column) | np.isnan(total))
    one, other = column[both], total[both]
    if one.size < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:  # noqa: PLR2004
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])


def varimax(loadings: FloatArray) -> FloatArray:
    """Rotate loadings so that each item loads on few components.

    Parameters
    ----------
    loadings : array [items, components]
        Finite loadings; NaN is not allowed.

    Returns
    -------
    array [items, components]
        The loadings times the rotation that makes the variance of their squares greatest, items normalised to
        length 1 for the search (Kaiser). One component stays as it is.

    Notes
    -----
    max Σ_c [Σ_q l⁴/Q − (Σ_q l²/Q)²], two components at a time by Kaiser's closed form for the best angle, in turn until
    no angle is worth turning. Kaiser (1958), Psychometrika 23(3), 187-200.

    Examples
    --------
    >>> np.abs(varimax(np.array([[0.6, 0.6], [0.6, -0.6]]))).max(axis=1).round(3).tolist()
    [0.849, 0.849]
    """
    lengths = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    start = loadings / np.where(lengths > 0, lengths, 1)
    turned = start.copy()
    for _ in range(ROUNDS):
        angles = [_turn(turned, first, second) for first, second in combinations(range(start.shape[1]), 2)]
        if not any(abs(angle) > 1e-12 for angle in angles):  # noqa: PLR2004
            break
    return np.asarray(turned * lengths)


def _turn(loadings: FloatArray, first: int, second: int) -> float:
    """Turn two components, in place, by the angle that is best for them, and give it."""
    across, up = loadings[:, first].copy(), loadings[:, second].copy()
    u, v = across**2 - up**2, 2 * across * up
    sine = 2 * (u * v).mean() - 2 * u.mean() * v.mean()
    cosine = (u**2 - v**2).mean() - (u.mean() ** 2 - v.mean() ** 2)
    angle = float(np.arctan2(sine, cosine) / 4)
    loadings[:, first] = across * np.cos(angle) + up * np.sin(angle)
    loadings[:, second] = up * np.cos(angle) - across * np.sin(angle)
    return angle


def _signed(loadings: FloatArray) -> FloatArray:
    """Turn each component so that its loadings sum to something positive, since its sign means nothing."""
    return np.asarray(loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0))


def _weights(loadings: FloatArray) -> FloatArray:
    squares = loadings**2
    explained = squares.sum(axis=0)
    own = squares.argmax(axis=1)
    shares = squares[np.arange(len(squares)), own] / explained[own] * explained[own] / explained.sum()
    return np.asarray(shares / shares.sum())
