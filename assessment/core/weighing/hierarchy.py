"""Weights from pairwise judgements: the analytic hierarchy process, and how consistent the judgements are."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.weighing.arrays import FloatArray, UnusableFigures

ACCEPTABLE = 0.10
"""Saaty's limit: a matrix with a greater consistency ratio gives no weights to adopt."""

RECIPROCAL_TOLERANCE = 0.05
"""How far a judgement times its mirror image may be from 1, so that 0.33 mirrors 3, and 0.13 or 0.12 mirrors 8."""

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean consistency index of random matrices of size 1 to 15: Saaty (1980), The Analytic Hierarchy Process, ch. 1."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement of the upper triangle, and what all the others together imply in its place."""

    row: int
    column: int
    given: float
    implied: float


@dataclass(frozen=True, slots=True)
class AnalyticHierarchy:
    """Weights that sum to 1, how consistent their judgements are, and the judgement that fits worst."""

    weights: FloatArray
    consistency_index: float
    consistency_ratio: float
    worst_judgement: Judgement | None

    @property
    def consistent(self) -> bool:
        """Tell whether the weights may be adopted: a consistency ratio of at most 0.10."""
        return self.consistency_ratio <= ACCEPTABLE + 1e-9


def analytic_hierarchy(matrix: npt.ArrayLike) -> AnalyticHierarchy:
    """Derive weights from a matrix of pairwise judgements.

    Parameters
    ----------
    matrix : array [n, n]
        Positive judgements: ``matrix[i, j]`` says how many times as important i is as j. The diagonal is 1 and each
        judgement mirrors its opposite (product 1 within 5 %, so that 0.33 may stand for 1/3, as in printed tables).
        Of the two the greater counts, since the other is the rounded one.

    Returns
    -------
    AnalyticHierarchy
        ``weights`` [n] sum to 1. ``consistency_index`` is 0 for perfect consistency. ``consistency_ratio`` compares
        it with random judgements and is 0 for n ≤ 2, where nothing can contradict. ``worst_judgement`` is the one
        farthest, by ratio, from what the weights imply, beside what all the others would imply without it (Harker
        1987: a judgement left unsaid is 0, and 1 is added to both diagonals); None when all agree. It always
        returns: adopting the weights of an inconsistent matrix is refused by whoever adopts them (`consistent`).

    Raises
    ------
    UnusableFigures
        The matrix is not square, has a missing, infinite or non-positive judgement, a diagonal other than 1, or a
        judgement that does not mirror its opposite.

    Notes
    -----
    A w = λ_max w, Σw = 1; CI = (λ_max − n) / (n − 1); CR = CI / RI(n). RI is Saaty's table up to n = 15; beyond, the
    mean λ_max of random matrices by Alonso and Lamata (2006): 2.7699 n − 4.3513. The eigenvector is taken after
    dividing by the rows' geometric means, which are near the answer and keep extreme judgements within range.

    References
    ----------
    Saaty (1980), The Analytic Hierarchy Process; OECD/JRC Handbook (2008), step 6, pp. 96-98; Alonso and
    Lamata (2006), Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems 14(4), 445-459; Harker (1987),
    Mathematical Modelling 9(11), 837-848.

    Examples
    --------
    >>> found = analytic_hierarchy([[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]])
    >>> found.weights.round(4).tolist(), round(found.consistency_ratio, 6)
    ([0.5714, 0.2857, 0.1429], 0.0)
    """
    judgements = _checked(matrix)
    size = len(judgements)
    greatest, weights = _principal(judgements)
    index = max(0.0, (greatest - size) / (size - 1)) if size > 2 else 0.0  # noqa: PLR2004
    ratio = index / random_index(size) if index else 0.0
    return AnalyticHierarchy(weights, index, ratio, _worst(judgements, weights))


def random_index(size: int) -> float:
    """Give the mean consistency index of random matrices of this size (see `analytic_hierarchy` for sources)."""
    if size <= len(RANDOM_INDEX):
        return RANDOM_INDEX[size - 1]
    return (1.7699 * size - 4.3513) / (size - 1)


def _checked(matrix: npt.ArrayLike) -> FloatArray:
    judgements = np.asarray(matrix, dtype=np.float64)
    if judgements.ndim != 2 or judgements.shape[0] != judgements.shape[1] or not judgements.size:  # noqa: PLR2004
        shape = " × ".join(map(str, judgements.shape))
        raise UnusableFigures(f"a pairwise matrix is square, not {shape}", "square")
    _refuse(
        ~(np.isfinite(judgements) & (judgements > 0)), judgements, "every judgement must be finite and above 0", "place"
    )
    off = np.abs(np.diag(judgements) - 1) > 1e-9  # noqa: PLR2004
    _refuse(np.diag(off), judgements, "the diagonal must be 1", "diagonal")
    logarithms = np.log(judgements)
    mirrored = np.abs(logarithms + logarithms.T) <= np.log1p(RECIPROCAL_TOLERANCE) + 1e-9
    _refuse(np.tril(~mirrored), judgements, "a judgement must be the reciprocal of its opposite", "mirror")
    # Printed tables round 1/7 to 0.14 but never 7, so the greater counts and the other is made its mirror.
    return np.where(judgements >= judgements.T, judgements, 1 / judgements.T)


def _refuse(wrong: npt.NDArray[np.bool_], judgements: FloatArray, why: str, code: str) -> None:
    if wrong.any():
        row, column = (int(place[0]) for place in np.nonzero(wrong))
        given, opposite = judgements[row, column], judgements[column, row]
        beside = f" against {opposite:g}" if row != column else ""
        message = f"row {row + 1}, column {column + 1} is {given:g}{beside}: {why}"
        raise UnusableFigures(message, code, row=row + 1, column=column + 1)


def _principal(judgements: FloatArray) -> tuple[float, FloatArray]:
    logarithms = np.log(np.where(judgements > 0, judgements, 1)).mean(axis=1)
    middle = np.exp(logarithms - logarithms.max())
    balanced = judgements * middle / middle[:, None]
    values, vectors = np.linalg.eig(balanced)
    first = int(np.argmax(values.real))
    # One multiplication by the matrix makes every entry positive, whatever sign the solver chose.
    weights = middle * (balanced @ np.abs(vectors[:, first]))
    return float(values[first].real), np.asarray(weights / weights.sum())


def _worst(judgements: FloatArray, weights: FloatArray) -> Judgement | None:
    error = np.triu(np.abs(np.log(judgements) - np.log(weights[:, None] / weights)), 1)
    if len(weights) < 3 or error.max() <= 1e-9:  # noqa: PLR2004
        return None
    # Errors that agree to nine places are equal, and the first of them is named on every machine.
    row, column = (int(place) for place in np.unravel_index(np.argmax(error >= error.max() - 1e-9), error.shape))
    return Judgement(row, column, float(judgements[row, column]), _without(judgements, row, column))


def _without(judgements: FloatArray, row: int, column: int) -> float:
    """Tell what the other judgements imply in place of one, which Harker's method leaves unsaid."""
    others = judgements.copy()
    others[row, column] = others[column, row] = 0
    others[[row, column], [row, column]] = 2
    _, weights = _principal(others)
    return float(weights[row] / weights[column])
