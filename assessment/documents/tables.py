"""Tables that leave the house: their value, and their way to CSV. The way to XLSX is `documents.workbook`."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BYTE_ORDER_MARK = "\ufeff"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""Letters with which a spreadsheet takes a text for a formula."""

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, which programs read and which never changes, and its words in the language of the file."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """
    Rows of figures, of which the first columns (`keys`) say what they are about.

    A missing figure is None; strings are always texts, never numbers or formulas.
    """

    id: str
    title: str
    keys: tuple[Column, ...]
    figures: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def csv_file(tables: Sequence[Table]) -> bytes:
    """
    Write all tables as one long CSV: a figure to a row, with what it is about in front.

    UTF-8 with a byte order mark, commas, quoting and line ends as RFC 4180 has them, numbers with a dot. A text that
    a spreadsheet would take for a formula has an apostrophe in front.
    """
    widest = max((len(table.keys) for table in tables), default=0)
    head = ("table", *(f"key_{place}" for place in range(1, widest + 1)), "figure", "value")
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(head)
    for table in tables:
        writer.writerows(tuple(map(_written, line)) for line in _long(table, widest))
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def _long(table: Table, widest: int) -> Iterator[tuple[Cell, ...]]:
    """Give a row for each figure that is there."""
    for row in table.rows:
        keys, figures = row[: len(table.keys)], row[len(table.keys) :]
        about = (*keys, *[None] * (widest - len(keys)))
        for column, figure in zip(table.figures, figures, strict=True):
            if figure is not None:
                yield (table.id, *about, column.id, figure)


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return harmless(cell)
        case _:
            return repr(cell)


def harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text
