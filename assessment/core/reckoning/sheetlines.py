"""Files of answers as rows of cells: CSV with comma or semicolon, or one JSON object per line."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any, NoReturn

from assessment.core.errors import CoreError
from assessment.core.parsing.reading import meant

BYTE_ORDER_MARK = "\ufeff"
MOST_FAULTS = 20

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class SheetFault:
    """One thing wrong in a file; rows are counted as a spreadsheet does, the header being row 1, 0 the whole file."""

    row: int
    column: str
    cause: str

    def __str__(self) -> str:
        """Say where and what: ``row 3, column strategy.plan: `maybe` is no option here``."""
        row = f"row {self.row}" if self.row else ""
        column = f"column {self.column}" if self.column else ""
        told = ": ".join(filter(None, (", ".join(filter(None, (row, column))), self.cause)))
        # A file may hold signs that would steer the terminal it is reported on.
        return "".join(sign if sign.isprintable() else " " for sign in told)


class SheetError(CoreError, ValueError):
    """A file of answers cannot be used; it carries the first faults."""

    def __init__(self, faults: Sequence[SheetFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def rows_of(lines: Iterable[str], columns: Sequence[str]) -> Iterator[tuple[int, Cells]]:
    """Read a file row by row.

    Parameters
    ----------
    lines : iterable of str
        The lines of the file; a byte order mark may stand before the first.
    columns : sequence of str
        The columns there must be, in any order.

    Yields
    ------
    (int, sequence of str)
        The number of the row and its cells, in the order of `columns`.

    Raises
    ------
    SheetError
        At the first row that is none.

    Examples
    --------
    >>> list(rows_of(["b;id", "x;1"], ["id", "b"]))
    [(2, ('1', 'x'))]
    """
    numbered = iter(lines)
    try:
        first = next(numbered, "").removeprefix(BYTE_ORDER_MARK)
        whole = chain([first], numbered)
        yield from _objects(whole, columns) if first.lstrip().startswith("{") else _records(whole, first, columns)
    except UnicodeDecodeError as error:
        _refuse(0, "", f"the file is not UTF-8: {error.reason}")


def _refuse(row: int, column: str, cause: str) -> NoReturn:
    raise SheetError([SheetFault(row, column, cause)])


def _records(lines: Iterable[str], header: str, columns: Sequence[str]) -> Iterator[tuple[int, Cells]]:
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    row = 1
    try:
        names = [name.strip() for name in next(reader, [])]
        if len(names) <= 1 < len(columns):
            _refuse(
                1, "", "the file is empty" if not any(names) else "only one column: part cells by comma or semicolon"
            )
        _check_columns(1, names, columns)
        arrange = _arrangement(names, columns)
        for row, cells in enumerate(reader, 2):
            if len(cells) == len(names):
                yield row, arrange(cells)
            elif cells:
                _refuse(row, "", f"{len(cells)} cells where the header has {len(names)}")
    except csv.Error as error:
        _refuse(row + 1, "", f"no CSV: {error}")


def _arrangement(names: Sequence[str], columns: Sequence[str]) -> Any:
    places = [names.index(column) for column in columns]
    return itemgetter(*places) if len(places) > 1 else lambda cells: (cells[places[0]],)


def _check_columns(row: int, names: Sequence[str], columns: Sequence[str]) -> None:
    wanted, found = set(columns), set(names)
    faults = [SheetFault(row, name, f"unknown{meant(name, columns)}") for name in names if name not in wanted]
    faults += [SheetFault(row, name, "absent") for name in columns if name not in found]
    faults += [SheetFault(row, name, "stands there twice") for name in found if names.count(name) > 1]
    if faults:
        raise SheetError(faults[:MOST_FAULTS])


def _objects(lines: Iterable[str], columns: Sequence[str]) -> Iterator[tuple[int, Cells]]:
    for row, line in enumerate(lines, 1):
        if line.strip():
            pairs = _pairs(row, line)
            _check_columns(row, [name for name, _ in pairs], columns)
            cells = {name: _cell(row, name, value) for name, value in pairs}
            yield row, tuple(cells[column] for column in columns)


class _Object(list[tuple[str, Any]]):
    """The keys and values of a JSON object, repeated keys included."""


def _pairs(row: int, line: str) -> _Object:
    try:
        # Numbers stay as written, so that a cell means the same in both kinds of file.
        value = json.loads(line, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_Object)
    except (json.JSONDecodeError, RecursionError) as error:
        _refuse(row, "", f"no JSON: {error}")
    if not isinstance(value, _Object):
        _refuse(row, "", "no JSON object")
    return value


def _cell(row: int, name: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        _refuse(row, name, "expected a text, a number or null")
    # JSON can spell out half a letter, a lone surrogate, which no file of text can hold.
    if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
        _refuse(row, name, "half a letter stands there, which is no text")
    return value
