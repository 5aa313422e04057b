"""The copy of all personal data on paper, to be read by a person.

Ids and stored forms are for machines: here a record stands under the name of its assessment, and codes stand in words.
An entry of the history that is the standing answer is not printed twice.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from assessment.config import TIME_ZONE
from assessment.documents import charts, deed_words
from assessment.documents.own_data import OwnData, Part
from assessment.documents.own_data_codes import CODES
from assessment.documents.own_data_words import FIELDS, PARTS, VALUES
from assessment.documents.render import pdf

STYLESHEET = "paper-form.css"
MOST_RECORDS = 1500
"""Records of one part that are printed; the file for machines holds all."""
LONGEST_VALUE = 3000
FOR_MACHINES = frozenset({"id", "value", "sealed", "sha256", "path", "enterprise_id"})
EVENTS: Mapping[str, Callable[[Any, str], str]] = MappingProxyType(
    {
        "action": deed_words.deed,
        "subject_of_event": deed_words.subject,
        "detail": deed_words.details_on_paper,
    }
)
"""Fields of the audit log, which has words of its own."""

Record = tuple[tuple[str, Any], ...]
Printed = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """One part in words: records under the name of what they belong to, and how many are left to the other file."""

    title: str
    about: str
    groups: tuple[tuple[str, tuple[Printed, ...]], ...]
    left_out: int


def own_data_pdf(copy: OwnData, render_template: Callable[..., str]) -> bytes:
    """Print it as tagged PDF/A-3."""
    names = _names(copy)
    parts = tuple(_printed(part, _worth_printing(copy, part), names, copy.language) for part in copy.parts)
    made = copy.made.astimezone(TIME_ZONE)
    words = {"report": copy, "parts": parts, "made": made.date(), "at": _words("at", copy.made, copy.language)}
    return pdf(render_template("documents/own_data.html", **words), STYLESHEET)


def _names(copy: OwnData) -> dict[UUID, str]:
    """Name enterprises, and assessments by wave and enterprise."""
    firms = {row["id"]: row["name"] for row in map(dict, copy.part("enterprises").records)}
    waves = {
        row["id"]: f"{row['wave'].get(copy.language, '')} · {firms.get(row['enterprise_id'], '')}"
        for row in map(dict, copy.part("assessments").records)
    }
    return firms | waves


def _worth_printing(copy: OwnData, part: Part) -> tuple[Record, ...]:
    if part.name != "answer_history":
        return part.records
    standing = copy.part("answers").records
    return tuple(record for record in part.records if record not in standing)


def _printed(part: Part, records: tuple[Record, ...], names: Mapping[UUID, str], language: str) -> PrintedPart:
    title, about = PARTS[part.name]
    shown = records[:MOST_RECORDS]
    groups: dict[str, list[Printed]] = {}
    for record in shown:
        groups.setdefault(_belongs_to(record, names), []).append(tuple(_fields(record, language)))
    printed = tuple((name, tuple(group)) for name, group in groups.items())
    return PrintedPart(title.of(language), about.of(language), printed, len(records) - len(shown))


def _belongs_to(record: Record, names: Mapping[UUID, str]) -> str:
    row = dict(record)
    owner = row.get("assessment_id") or row.get("enterprise_id")
    return names.get(owner, "") if isinstance(owner, UUID) else ""


def _fields(record: Record, language: str) -> Iterator[tuple[str, str]]:
    """Give label and value of each field that says something to a person."""
    asked = any(name == "question" for name, _ in record)
    events = EVENTS if any(name == "subject_of_event" for name, _ in record) else {}
    for name, value in record:
        if name in FOR_MACHINES or name == "assessment_id" or (asked and name == "criterion"):
            continue
        words = events[name](value, language) if name in events else _words(name, value, language)
        if words:
            yield FIELDS[name].of(language), words


def _words(name: str, value: Any, language: str) -> str:
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
            words = _listed(value, language)
        case _:
            words = _said(name, str(value), language)
    return words[:LONGEST_VALUE]


def _listed(value: Any, language: str) -> str:
    """Write a text by language in one of them, scores with their levels as such, and anything else as it is stored."""
    match value:
        case {"vi": str(), **rest} if set(rest) <= {"en"}:
            return str(value.get(language, value["vi"]))
        case dict() if value and all(isinstance(each, list) for each in value.values()):
            pairs = ((name, charts.decimal(score, language)) for name, (score, _) in value.items() if score is not None)
            return "; ".join(f"{name} {score}" for name, score in pairs)
        case _:
            return json.dumps(value, ensure_ascii=False) if value else ""


def _said(name: str, value: str, language: str) -> str:
    """Say a code in words where it has some."""
    found = CODES.get(name, {}).get(value) or VALUES.get(value)
    return value if found is None else found.of(language)
