"""Pairwise judgements as people write them in a file: fractions, names, comma or semicolon."""

import csv
import re
from dataclasses import dataclass
from io import StringIO

import numpy as np

from assessment.core.weighing.arrays import FloatArray, UnusableFigures

FIGURE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class PairwiseMatrix:
    """What a file says: the judgements, and the names of what they compare ("1", "2", … when it has none)."""

    names: tuple[str, ...]
    values: FloatArray


def read_judgement(text: str) -> float:
    """Read one judgement: a whole or decimal number with a dot, or a fraction such as ``1/3``.

    Parameters
    ----------
    text : str
        The cell; blanks around it and around the stroke are ignored.

    Returns
    -------
    float
        The judgement, finite and above 0.

    Raises
    ------
    UnusableFigures
        The cell is empty, not a number, or not above 0.

    Examples
    --------
    >>> read_judgement(" 1/4 "), read_judgement("3")
    (0.25, 3.0)
    """
    parts = [part.strip() for part in text.split("/")]
    if len(parts) > 2 or not all(FIGURE.fullmatch(part) for part in parts):  # noqa: PLR2004
        raise UnusableFigures(f"{text.strip() or 'nothing'!r} is not a number or a fraction such as 1/3")
    if not all(float(part) > 0 for part in parts):
        raise UnusableFigures(f"{text.strip()!r} is not above 0")
    return float(parts[0]) / float(parts[-1]) if len(parts) > 1 else float(parts[0])


def read_matrix(text: str) -> PairwiseMatrix:
    r"""Read a pairwise matrix from the text of a CSV file.

    Parameters
    ----------
    text : str
        One row per line, parted by comma, semicolon or tab; blank lines and a byte order mark are ignored. Names
        may stand in a first row, in a first column, or both.

    Returns
    -------
    PairwiseMatrix
        ``values`` [n, n] as written; `hierarchy.analytic_hierarchy` checks that they mirror each other.

    Raises
    ------
    UnusableFigures
        There is no row, a row has another number of cells than there are rows, or a cell is no judgement; the
        message names row and column.

    Examples
    --------
    >>> read = read_matrix(",quality,price\nquality,1,3\nprice,1/3,1\n")
    >>> read.names, read.values.round(3).tolist()
    (('quality', 'price'), [[1.0, 3.0], [0.333, 1.0]])
    """
    rows = [row for row in _rows(text.removeprefix("\ufeff")) if any(cell.strip() for cell in row)]
    if not rows:
        raise UnusableFigures("the file has no judgements")
    # The diagonal is 1, so a row of judgements holds at least one number even where another cell is misspelt.
    named_above = not any(_is_judgement(cell) for cell in rows[0])
    body = rows[1:] if named_above else rows
    named_beside = all(row[0].strip() and not _is_judgement(row[0]) for row in body)
    cells = [row[1:] if named_beside else row for row in body]
    names = rows[0][1 if named_beside else 0 :] if named_above else [row[0] for row in body] if named_beside else []
    values = [_row(row, number, len(cells)) for number, row in enumerate(cells, 1)]
    return PairwiseMatrix(_names(names, len(cells)), np.array(values))


def _rows(text: str) -> list[list[str]]:
    first = text.strip("\r\n").partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    return list(csv.reader(StringIO(text), delimiter=delimiter))


def _is_judgement(cell: str) -> bool:
    try:
        read_judgement(cell)
    except UnusableFigures:
        return False
    return True


def _row(cells: list[str], number: int, size: int) -> list[float]:
    if len(cells) != size:
        raise UnusableFigures(f"row {number} has {len(cells)} judgements, the matrix has {size} rows")
    return [_cell(cell, number, column) for column, cell in enumerate(cells, 1)]


def _cell(text: str, row: int, column: int) -> float:
    try:
        return read_judgement(text)
    except UnusableFigures as fault:
        raise UnusableFigures(f"row {row}, column {column}: {fault}") from None


def _names(cells: list[str], size: int) -> tuple[str, ...]:
    names = tuple(cell.strip() for cell in cells)
    return names if len(names) == size and all(names) else tuple(str(number) for number in range(1, size + 1))
