"""Lists in pages of 25, and what a search or a page number in an address may be."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from assessment.core.values.states import Problem
from assessment.core.values.text import clean_name

PER_PAGE = 25
LONGEST_SEARCH = 100
LONGEST_NUMBER = 6

Row = TypeVar("Row")


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """One page of a list, and how much there is in all."""

    rows: tuple[Row, ...]
    number: int
    total: int

    @property
    def first(self) -> int:
        """The place of the first row, counted from 1; 0 in an empty list."""
        return (self.number - 1) * PER_PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row."""
        return (self.number - 1) * PER_PAGE + len(self.rows)

    @property
    def previous(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        """The number of the next page, if there is one."""
        return self.number + 1 if self.last < self.total else None


def listed(session: Session, query: Select[*tuple[Any, ...]], number: int) -> Listed[Any]:
    """Read one page of whole rows; a page behind the end is the last one."""
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    kept = min(number, max(1, -(-total // PER_PAGE)))
    rows = session.execute(query.limit(PER_PAGE).offset((kept - 1) * PER_PAGE)).all()
    return Listed(tuple(row[0] if len(row) == 1 else row for row in rows), kept, total)


def page_number(typed: str) -> int:
    """Read the number of a page; whatever is none is the first."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER
    return max(1, int(typed)) if is_number else 1


def searched(typed: str) -> str:
    """Read what somebody searches for; what no text can hold finds everything."""
    words = clean_name(typed[:LONGEST_SEARCH], LONGEST_SEARCH)
    return "" if isinstance(words, Problem) else words
