"""The copy of all personal data on paper, to be read by a person."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assessment.config import TIME_ZONE
from assessment.documents import charts
from assessment.documents.own_data import OwnData, Part
from assessment.documents.own_data_words import FIELDS, PARTS, VALUES
from assessment.documents.render import pdf

STYLESHEET = "paper-form.css"
MOST_RECORDS = 1500
"""Records of one part that are printed; the file for machines holds all."""
LONGEST_VALUE = 3000


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """One part in words: rows of labels and values, and how many are left to the file for machines."""

    title: str
    about: str
    records: tuple[tuple[tuple[str, str], ...], ...]
    left_out: int


def own_data_pdf(copy: OwnData, render_template: Callable[..., str]) -> bytes:
    """Print it as tagged PDF/A-3."""
    parts = tuple(_printed(part, copy.language) for part in copy.parts)
    made = copy.made.astimezone(TIME_ZONE)
    words = {"report": copy, "parts": parts, "made": made.date(), "at": _words(copy.made, copy.language)}
    return pdf(render_template("documents/own_data.html", **words), STYLESHEET)


def _printed(part: Part, language: str) -> PrintedPart:
    title, about = PARTS[part.name]
    shown = part.records[:MOST_RECORDS]
    return PrintedPart(
        title.of(language),
        about.of(language),
        tuple(tuple(_fields(record, language)) for record in shown),
        len(part.records) - len(shown),
    )


def _fields(record: tuple[tuple[str, Any], ...], language: str) -> Iterator[tuple[str, str]]:
    """Give label and value of each field that says something."""
    for name, value in record:
        words = _words(value, language)
        if words:
            yield FIELDS[name].of(language), words


def _words(value: Any, language: str) -> str:
    match value:
        case None | "":
            words = ""
        case datetime():
            local = value.astimezone(TIME_ZONE)
            words = f"{charts.day(local.date(), language)}, {local:%H:%M}"
        case date():
            words = charts.day(value, language)
        case float():
            words = charts.decimal(value, language)
        case dict() | list() | tuple():
            words = json.dumps(value, ensure_ascii=False) if value else ""
        case str() if value in VALUES:
            words = VALUES[value].of(language)
        case _:
            words = str(value)
    return words[:LONGEST_VALUE]
