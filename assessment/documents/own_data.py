"""A copy of all personal data: parts of records, written as JSON here and as paper by `own_data_paper`.

The names of parts and fields are a format that others may read by machine; docs/own-data.md tells them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

FORMAT = "thuoc-so-own-data"
VERSION = 1

Field = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing that is kept: its name, and a record of fields for each."""

    name: str
    records: tuple[tuple[Field, ...], ...]


@dataclass(frozen=True, slots=True)
class OwnData:
    """All that is kept about a person and their enterprises, at one moment."""

    language: str
    controller: str
    person: str
    made: datetime
    demo: bool
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part:
        """Give one part by its name."""
        return next(part for part in self.parts if part.name == name)


def as_json(copy: OwnData) -> str:
    """Write a copy as JSON: moments in UTC as ISO 8601, missing as null, keys as docs/own-data.md has them."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": copy.made,
        "controller": copy.controller,
        "language": copy.language,
        "demo": copy.demo,
        **{part.name: [dict(record) for record in part.records] for part in copy.parts},
    }
    return json.dumps(_plain(content), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple() | frozenset() | set():
            return [_plain(each) for each in value]
        case _:
            return value
