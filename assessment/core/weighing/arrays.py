"""The arrays the statistics work on, and the error for figures they cannot use."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assessment.core.errors import CoreError

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IndexArray = npt.NDArray[np.intp]


class UnusableFigures(CoreError, ValueError):
    """The figures handed in do not fit the formula; the message says which and why.

    What a person may have typed also has a `code` with its `values`, so that a page can say it in any language.
    """

    def __init__(self, message: str, code: str = "", **values: object) -> None:
        super().__init__(message)
        self.code = code
        self.values = values


def as_table(scores: npt.ArrayLike) -> FloatArray:
    """Read figures as a table [rows, columns], refusing infinite ones; NaN stays, it means missing."""
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2:  # noqa: PLR2004
        raise UnusableFigures(f"expected a table of rows and columns, got {table.ndim} dimension(s)")
    if np.isinf(table).any():
        raise UnusableFigures("infinite figures are not scores")
    return table


def as_weights(weights: npt.ArrayLike, size: int | None = None) -> FloatArray:
    """Read weights as shares that sum to 1, refusing any that is not finite and above 0."""
    values = np.asarray(weights, dtype=np.float64)
    if values.ndim != 1 or values.size == 0:
        raise UnusableFigures("weights are one list with at least one figure")
    if size is not None and values.size != size:
        raise UnusableFigures(f"{values.size} weights do not fit {size} columns")
    if not (np.isfinite(values) & (values > 0)).all():
        raise UnusableFigures("every weight must be finite and above 0")
    # Dividing by the greatest first keeps the sum of very large weights finite.
    scaled = values / values.max()
    return np.asarray(scaled / scaled.sum())


def same_length(*columns: Sequence[object] | npt.NDArray[np.generic]) -> None:
    """Refuse columns that do not describe the same rows."""
    if len({len(column) for column in columns}) > 1:
        raise UnusableFigures(f"columns of different length: {', '.join(str(len(column)) for column in columns)}")
