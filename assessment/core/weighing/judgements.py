"""Pairwise judgements as people write them in a file: fractions, names, comma or semicolon."""

import csv
import re
from dataclasses import dataclass
from io import StringIO

import numpy as np

from assessment.core.weighing.arrays import FloatArray, UnusableFigures

FIGURE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,15})?")
LONGEST_SHOWN = 40
"""So many letters of a cell that cannot be read are said again."""


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
    parts, shown = [part.strip() for part in text.split("/")], text.strip()[:LONGEST_SHOWN]
    if len(parts) > 2 or not all(FIGURE.fullmatch(part) for part in parts):  # noqa: PLR2004
        message = f"{shown or 'nothing'!r} is not a number or a fraction such as 1/3"
        raise UnusableFigures(message, "cell", cell=shown)
    if not all(float(part) > 0 for part in parts):
        raise UnusableFigures(f"{shown!r} is not above 0", "cell", cell=shown)
    return float(parts[0]) / float(parts[-1]) if len(parts) > 1 else float(parts[0])


def read_matrix(text: str, *, half: bool = False) -> PairwiseMatrix:
    r"""Read a pairwise matrix from the text of a CSV file.

    Parameters
    ----------
    text : str
        One row per line, parted by comma, semicolon or tab; blank lines and a byte order mark are ignored. Names
        may stand in a first row, in a first column, or both.
    half : bool
        Whether an empty cell below the diagonal mirrors its opposite and one on it is 1, as people fill in a matrix.

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
    rows = rows_of(text)
    if not rows:
        raise UnusableFigures("the file has no judgements", "empty")
    # The diagonal is 1, so a row of judgements holds at least one number even where another cell is misspelt.
    named_above = not any(_is_judgement(cell) for cell in rows[0])
    body = rows[1:] if named_above else rows
    if not body:
        raise UnusableFigures("the file has no judgements below its first row of names", "empty")
    named_beside = all(row[0].strip() and not _is_judgement(row[0]) for row in body)
    cells = [row[1:] if named_beside else row for row in body]
    # The corner above the names may have got lost on the way, so the heading is read from its end.
    names = rows[0][-len(cells) :] if named_above and cells else [row[0] for row in body] if named_beside else []
    whole = _mirrored(cells) if half else cells
    values = [_row(row, number, len(cells)) for number, row in enumerate(whole, 1)]
    return PairwiseMatrix(_names(names, len(cells)), np.array(values))


def rows_of(text: str) -> list[list[str]]:
    """Part a text into rows of cells at comma, semicolon or tab, whichever its first line has most of."""
    plain = text.removeprefix("\ufeff")
    delimiter = max(";\t,", key=plain.strip("\r\n").partition("\n")[0].count)
    try:
        return [
            row
            for row in csv.reader(StringIO(plain), delimiter=delimiter, strict=True)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise UnusableFigures(f"this is no table: {error}", "table") from error


def _mirrored(cells: list[list[str]]) -> list[list[str]]:
    """Fill what people leave out: the diagonal, and below it the reverse of what stands above."""
    filled = [row + [""] * (len(cells) - len(row)) for row in cells]
    for row, beside in enumerate(filled):
        for column in range(min(row + 1, len(beside))):
            if not beside[column].strip():
                beside[column] = "1" if column == row else _reversed(filled[column][row])
    return filled


def _reversed(cell: str) -> str:
    if not _is_judgement(cell):
        return ""
    above, _, below = cell.partition("/")
    return f"{below.strip() or 1}/{above.strip()}"


def _is_judgement(cell: str) -> bool:
    try:
        read_judgement(cell)
    except UnusableFigures:
        return False
    return True


def _row(cells: list[str], number: int, size: int) -> list[float]:
    if len(cells) != size:
        message = f"row {number} has {len(cells)} judgements, the matrix has {size} rows"
        raise UnusableFigures(message, "length", row=number, number=len(cells), wanted=size)
    return [_cell(cell, number, column) for column, cell in enumerate(cells, 1)]


def _cell(text: str, row: int, column: int) -> float:
    try:
        return read_judgement(text)
    except UnusableFigures as fault:
        raise UnusableFigures(f"row {row}, column {column}: {fault}", "place", row=row, column=column) from None


def _names(cells: list[str], size: int) -> tuple[str, ...]:
    names = tuple(cell.strip() for cell in cells)
    return names if len(names) == size and all(names) else tuple(str(number) for number in range(1, size + 1))
