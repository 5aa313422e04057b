"""Evidence as pages show it: plain words, and where a file is fetched from."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from assessment.models import Evidence
from assessment.web import numerals

KILO, MEGA = 1_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence."""

    id: UUID
    kind: str
    words: str
    url: str
    size: str
    by: str


def pieces(rows: Iterable[Evidence], language: str) -> tuple[Piece, ...]:
    """Give evidence in the reader's language; a link leads where it says, a note nowhere."""
    return tuple(
        Piece(
            id=row.id,
            kind=row.kind,
            words=row.name if row.kind == "file" else row.words,
            url={"file": _fetched(row), "link": row.words}.get(row.kind, ""),
            size=size(row.size, language) if row.kind == "file" else "",
            by=row.user.name,
        )
        for row in rows
    )


def _fetched(row: Evidence) -> str:
    return url_for("survey.evidence_file", evidence_id=row.id)


def size(number: int, language: str) -> str:
    """Say the size of a file."""
    if number >= MEGA:
        return f"{numerals.decimal(number / MEGA, language, 1)}\u00a0MB"
    return f"{numerals.whole(max(1, round(number / KILO)), language)}\u00a0kB"
