"""Tables as an XLSX workbook. The worker alone imports this module."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from assessment.documents.tables import Cell, Table

LONGEST_NAME = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
NARROWEST, WIDEST = 10, 60
OPTIONS = {
    "in_memory": True,
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def workbook_file(title: str, tables: Sequence[Table], made: datetime) -> bytes:
    """
    Write every table on a sheet of its own, its head frozen, numbers as numbers and texts as texts.

    Rows go to the file one by one, so that memory does not grow with them. The same tables give the same bytes.
    """
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        # The format keeps moments without a zone.
        book.set_properties({"title": title, "created": made.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for table in tables:
            _write(book.add_worksheet(sheet_name(table.title)), table, bold)
    return file.getvalue()


def sheet_name(title: str) -> str:
    """Give the part of a title that a sheet may be called by."""
    return FORBIDDEN.sub(" ", title).strip()[:LONGEST_NAME]


def _write(sheet: Any, table: Table, bold: Any) -> None:
    columns = (*table.keys, *table.figures)
    for place, column in enumerate(columns):
        longest = max((len(str(row[place])) for row in table.rows), default=0)
        sheet.set_column(place, place, min(max(longest + 2, NARROWEST, len(column.words) // 2), WIDEST))
    sheet.freeze_panes(1, len(table.keys))
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.words, bold)
    for number, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            _write_cell(sheet, number, place, cell)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, cell)
